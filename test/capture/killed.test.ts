import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { randomFrom } from '../helpers/random.ts'
import { app, traces } from './apps.ts'

const bin = join(process.cwd(), 'bin', 'routeheap.js')
const server = `const app = require('fastify')()
  for (let i = 0; i < 30; i++) app.get('/a' + i, { schema: { querystring: { type: 'object' } } }, async () => 'a')
  app.register(async (scope) => { scope.get('/b', async () => 'b') }, { prefix: '/v1' })`
const files = {
  'app.cjs': `${server}\nmodule.exports = app`,
  'server.cjs': `${server}\napp.listen({ port: 3000 })`,
  'launch.cjs': 'require("child_process").spawn(process.execPath, ["server.cjs"], { stdio: "inherit" })',
}
const targets = { module: ['app.cjs'], command: ['--', 'node', 'launch.cjs'] }

const seed = Number(process.env.SEED ?? randomBytes(3).readUIntBE(0, 3))
const random = randomFrom(seed)

/** Twenty moments: in which step, how long after it began, and by what. */
const moments = Array.from({ length: 20 }, (_, i) => ({
  kind: (['module', 'command'] as const)[i % 2],
  signal: (['SIGKILL', 'SIGINT'] as const)[(i >> 1) % 2],
  step: (i >> 2) % 5,
  afterMs: Math.round(random() * 200),
}))

let interrupted = 0

test.each(moments)(
  `$signal to analyze of a $kind, $afterMs ms into step $step (seed ${seed}), leaves nothing behind`,
  async ({ kind, signal, step, afterMs }) => {
    const cwd = app(files)
    const { folder, left, gone } = traces()
    const words = ['analyze', '--keep', 'kept', '--out', 'out/report.html', ...targets[kind]]
    const child = spawn(process.execPath, [bin, ...words], {
      cwd,
      env: { ...process.env, TMPDIR: folder },
      stdio: 'ignore',
    })
    await begun(child, step, folder, join(cwd, 'kept'))
    await wait(afterMs)
    child.kill(signal)
    await ended(child)
    if (child.signalCode === 'SIGKILL' || child.exitCode === 130) interrupted++
    await gone(3_000)
    expect(left()).toEqual([])
    expect(namesBelow(cwd).filter((name) => /\.tmp$|\.heapsnapshot\./.test(name))).toEqual([])
    for (const name of namesBelow(join(cwd, 'kept'))) expect(name).toMatch(/^(start|declared|composed)\.heapsnapshot$/)
  },
)

test('most of them were in the middle of it', () => {
  expect(interrupted).toBeGreaterThan(moments.length / 2)
})

/** Waits until the command is in the given step: 0 at once, 1 to 3 at the pipe of a snapshot, 4 after the last one. */
async function begun(child: ChildProcess, step: number, folder: string, kept: string): Promise<void> {
  const names = () => (step === 4 ? namesBelow(kept) : namesBelow(folder))
  const wanted = [/^/, /\.start$/, /\.declared$/, /\.composed$/, /^composed\.heapsnapshot$/][step]
  while (step > 0 && child.exitCode === null && !names().some((name) => wanted.test(name))) await wait(3)
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null)
    await new Promise<void>((resolve) => child.once('exit', () => resolve()))
}

function namesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
  } catch {
    return []
  }
}
