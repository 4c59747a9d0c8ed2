import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { traces } from '../capture/apps.ts'
import { randomFrom } from '../helpers/random.ts'
import { groupForTests } from './groups.ts'

const bin = join(process.cwd(), 'bin', 'routeheap.js')
const touch = join(import.meta.dirname, 'touch.cjs')
const here = await groupForTests()
afterAll(() => here?.remove())

const seed = Number(process.env.SEED ?? randomBytes(3).readUIntBE(0, 3))
const random = randomFrom(seed)

/** A process that leaves its group and outlives its parent, if it can. */
const daemon = `require('node:child_process').spawn(process.execPath, [${JSON.stringify(touch)}, '1'],
  { detached: true, stdio: 'ignore' }); require(${JSON.stringify(touch)})`

const moments = Array.from({ length: 8 }, (_, index) => ({
  signal: (['SIGKILL', 'SIGINT'] as const)[index % 2],
  /** After how many groups of a trial; without groups, of pipes. */
  trial: 1 + Math.floor(random() * 4),
  afterMs: Math.round(random() * 300),
}))

let interrupted = 0

test.each(moments)(
  `$signal to floor, $afterMs ms into trial $trial (seed ${seed}), leaves no process, group or file`,
  async ({ signal, trial, afterMs }) => {
    const { folder, left, gone } = traces()
    const limited = here === null ? ['--approx'] : here.words
    const words = [bin, 'floor', ...limited, '--', process.execPath, '-e', daemon, '0', '8']
    const child = spawn(process.execPath, words, { env: { ...process.env, TMPDIR: folder }, stdio: 'ignore' })
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    const trialsBegun = () =>
      new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /trial-\w+$/.test(name)))
    const seen = new Set<string>()
    while (child.exitCode === null && seen.size < trial) {
      for (const name of trialsBegun()) seen.add(name)
      await wait(3)
    }
    await wait(afterMs)
    child.kill(signal)
    await ended
    if (child.signalCode === 'SIGKILL' || child.exitCode === 130) interrupted++
    await gone(10_000)
    expect(left()).toEqual([])
    await expect.poll(groupsLeft).toEqual([])
  },
)

test('most of them were in the middle of it', () => {
  expect(interrupted).toBeGreaterThan(moments.length / 2)
})

function groupsLeft(): string[] {
  const parent = here?.options.parentGroup
  if (parent === undefined) return []
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
}
