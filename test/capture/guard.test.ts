import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { expect, test } from 'vitest'
import { traces } from './apps.ts'

/** Starts what is to be killed, asks for a pipe, and is gone before it was made. */
const dying = `
  import { spawn } from 'node:child_process'
  import { startGuard } from './guard.ts'
  const guard = await startGuard()
  guard.group(spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }).pid)
  guard.pipe('start')
  process.kill(process.pid, 'SIGKILL')
`

const program = buildSync({
  stdin: { contents: dying, resolveDir: join(process.cwd(), 'src', 'capture') },
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
})

test.each([1, 2, 3])('killed between an order and its answer, we leave nothing behind (%i)', async () => {
  const { folder, left, gone } = traces()
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program.outputFiles[0].text], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await new Promise((resolve) => child.once('exit', resolve))
  expect(child.signalCode).toBe('SIGKILL')
  await gone(3_000)
  expect(left()).toEqual([])
})
