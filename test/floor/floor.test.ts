import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { compareFloors } from '../../src/floor/compare.ts'
import { type FloorOptions, floor } from '../../src/floor/floor.ts'
import { reportWithFloor } from '../../src/floorWithRemedies.ts'
import { runCli } from '../cli/run.ts'
import { groupForTests } from './groups.ts'

const mebibyte = 1_048_576
const touch = join(import.meta.dirname, 'touch.cjs')
const here = await groupForTests()
const limits: FloorOptions = {
  ...here?.options,
  stepBytes: mebibyte,
  confirmations: 2,
  checks: 3,
  checkTimeoutMs: 20_000,
}

afterAll(() => here?.remove())

const command = (...words: string[]) => ({ kind: 'command' as const, command: [process.execPath, ...words] })
const script = (name: string, code: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'floor-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, name), code)
  return join(folder, name)
}
const groupsLeft = () => (here?.options.parentGroup === undefined ? [] : subgroups(here.options.parentGroup))
const subgroups = (group: string) =>
  readdirSync(group, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)

describe.skipIf(here === null)('with limits that the kernel holds', () => {
  let ownBytes = 0
  /** What a program needs that touches so much: pages, 8 bytes of page table for each, and its own. */
  const truth = (wanted: number) => ownBytes + wanted * mebibyte * (1 + 1 / 512)

  /** The kernel charges 64 pages at a time on each processor (MEMCG_CHARGE_BATCH), whether they are touched or not. */
  const chargedAheadBytes = 64 * 4096 * availableParallelism()

  beforeAll(async () => {
    ownBytes = (await floor(command(touch, '0'), { ...limits, stepBytes: mebibyte / 4 })).floorBytes
  })

  test.each([64, 64, 128, 256])(
    'a program that touches %i MiB needs that much and its own, to one step',
    async (wanted) => {
      const { floorBytes, stepBytes, confidence, trials, atFloor } = await floor(command(touch, String(wanted)), limits)
      expect(floorBytes % mebibyte).toBe(0)
      expect(Math.abs(floorBytes - truth(wanted))).toBeLessThanOrEqual(stepBytes + chargedAheadBytes)
      expect(confidence.healthyAtFloor).toBe(confidence.attemptsAtFloor)
      expect(confidence.healthyBelow).toBeLessThan(confidence.attemptsBelow)
      expect(atFloor.anonBytes).toBeGreaterThan(wanted * mebibyte)
      expect(atFloor.peakBytes).toBeLessThanOrEqual(floorBytes)
      expect(new Set(trials.map(({ reason }) => reason))).toEqual(new Set([null, 'oom']))
      expect(atFloor.fileBytes).toBeLessThan(4 * mebibyte)
      expect(groupsLeft()).toEqual([])
    },
  )

  test('two commands are compared in turns, and differ by what one touches more', async () => {
    const { a, b, rounds, difference } = await compareFloors(
      command(touch, '8'),
      command(touch, '40'),
      { ...limits, confirmations: 1 },
      2,
    )
    expect(rounds.length).toBe(2)
    expect(Math.abs(difference.meanBytes - 32 * mebibyte)).toBeLessThanOrEqual(mebibyte)
    expect(difference.highestBytes - difference.lowestBytes).toBeLessThanOrEqual(2 * mebibyte)
    expect([a.floorBytes, b.floorBytes]).toEqual([rounds[1].aBytes, rounds[1].bBytes])
  })

  test('a process that only starts the server shows its cost', async () => {
    const wrapper = script(
      'wrapper.cjs',
      `globalThis.held = Buffer.alloc(${24 * mebibyte}, 1)
       require('node:child_process').spawn(process.execPath, [${JSON.stringify(touch)}, '4'], { stdio: 'inherit' })
         .on('exit', (code) => process.exit(code ?? 1))`,
    )
    const found = await floor(command(wrapper), { ...limits, confirmations: 1, stepBytes: 4 * mebibyte })
    for (const tree of [found.processes, found.processesAtFloor]) {
      expect(tree.map(({ role, parent }) => ({ role, parent }))).toEqual([
        { role: 'wrapper', parent: null },
        { role: 'server', parent: 0 },
      ])
      expect(tree[0].pssBytes).toBeGreaterThan(24 * mebibyte)
      expect(tree[1].command).toContain('touch.cjs 4')
    }
    expect(found.floorBytes).toBeGreaterThan(28 * mebibyte)
  })

  test('cold, the files that a program reads are counted, each time', async () => {
    const app = script('app.cjs', `require(${JSON.stringify(touch)})`)
    const options = { ...limits, confirmations: 1, stepBytes: 64 * mebibyte, cwd: dirname(app), cold: true }
    const { pageCache, notes, unlimited, trials } = await floor(command(app, '8'), options)
    expect(pageCache).toBe('cold')
    if (notes.some((note) => note.includes('TMPDIR'))) return
    // Node alone has a binary of some 90 MB, of which a start reads a good part.
    expect(unlimited.fileBytes).toBeGreaterThan(16 * mebibyte)
    for (const { ok, fileBytes } of trials) if (ok) expect(fileBytes).toBeGreaterThan(0)
  })

  test('a module that exports an app is served, TypeScript without compiling it again', async () => {
    const path = new URL('../../samples/hono-subapps/app.ts', import.meta.url).pathname
    const found = await floor({ kind: 'module', path }, { ...limits, confirmations: 1, stepBytes: 8 * mebibyte })
    expect(found.subject).toEqual({ kind: 'app', name: 'samples/hono-subapps/app.ts' })
    expect(found.floorBytes).toBeGreaterThan(8 * mebibyte)
    expect(found.processes.map(({ role }) => role)).toEqual(['server'])
    for (const { ok, bootMs } of found.trials) if (ok) expect(bootMs).toBeGreaterThan(0)
  })
})

test.skipIf(here !== null)(
  'without limits that the kernel holds, the command refuses and says what to do',
  async () => {
    const { code, stdout, stderr } = await runCli(['floor', '--quiet', '--', process.execPath, touch, '0'])
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' })
    expect(stderr).toContain('--approx')
  },
)

test.each([
  [['--with-remedies', '--compare', 'app.js'], 'exclude each other'],
  [['--only', 'shared-compilers'], '--only needs --with-remedies'],
  [['--out', 'report.html'], '--out needs --with-remedies'],
])('%j is refused before anything is started', async (words, problem) => {
  const { code, stdout, stderr } = await runCli(['floor', touch, '--quiet', ...words])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(problem)
})

test('in a folder that is no control group, the command refuses and says what to do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'floor-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const words = ['floor', '--quiet', '--cgroup', folder, '--', process.execPath, touch, '0']
  const { code, stdout, stderr } = await runCli(words)
  expect({ code, stdout }).toEqual({ code: 5, stdout: '' })
  expect(stderr).toContain('has no memory.limit_in_bytes')
  expect(stderr).toContain('--approx')
  expect(readdirSync(folder)).toEqual([])
})

test("the approximation finds the smallest limit of V8's heap, and is called so", async () => {
  const heavy = script(
    'heavy.cjs',
    `globalThis.held = Array.from({ length: 40_000 }, (_, i) => new Array(100).fill(i))
     require('node:http').createServer((_, response) => response.end()).listen(process.env.PORT)`,
  )
  const options = { ...limits, approximate: true, stepBytes: 16 * mebibyte, confirmations: 1 }
  const found = await floor(command(heavy), options)
  expect(found).toMatchObject({ approximate: true, method: 'heap-limit' })
  // 40,000 arrays of 100 elements of 8 bytes are 31 MiB.
  expect(found.floorBytes).toBeGreaterThanOrEqual(32 * mebibyte)
  expect(found.floorBytes).toBeLessThanOrEqual(80 * mebibyte)
  expect(found.notes[0]).toContain('Approximate')
  expect(found.trials.filter(({ ok }) => !ok).map(({ reason }) => reason)).toContain('heap-limit')
})

test('with remedies, the floor is what it would be without the originals that the app holds', async () => {
  const path = join(import.meta.dirname, 'dead-layers.mjs')
  const options = { ...limits, approximate: here === null, confirmations: 1, stepBytes: 4 * mebibyte, checks: 1 }
  const report = await reportWithFloor({ kind: 'module', path }, options, 1)
  const { remedies, difference, b } = report.floor
  expect(remedies?.applied).toMatchObject([{ name: 'koa-router-emptied', places: 30, count: 600 }])
  expect(remedies?.predictedBytes).toBeGreaterThan(20_000_000)
  // What was emptied is garbage for a while, so that a floor this small falls by less.
  expect(-difference.meanBytes).toBeGreaterThanOrEqual(8 * mebibyte)
  expect(-difference.meanBytes).toBeLessThan(1.2 * remedies!.predictedBytes)
  expect(b.subject.name).toMatch(/dead-layers\.mjs, with remedies$/)
  expect(report.findings.map(({ code }) => code)).toContain('dead-route-tree')
  expect(groupsLeft()).toEqual([])
})

test.each([
  ['ends', 'process.exit(7)', 'app-exited', 'exit code 7'],
  ['throws', 'throw new TypeError("no database")', 'app-threw', 'TypeError: no database'],
  [
    'is not healthy',
    'require("node:http").createServer((_, answer) => answer.writeHead(503).end()).listen(process.env.PORT)',
    'never-healthy',
    'GET / answered 503',
  ],
  ['never listens', 'setInterval(() => undefined, 1000)', 'boot-timeout', 'no server listens'],
])('an app that %s without any limit is told apart from one that needs more', async (_, code, expected, text) => {
  // Only what never listens is waited for to the end, however slow the machine is.
  const timeoutMs = expected === 'boot-timeout' ? 3_000 : expected === 'never-healthy' ? 12_000 : 30_000
  const error = await floor(command(script('app.cjs', code)), { ...limits, approximate: true, timeoutMs }).catch(
    (reason: unknown) => reason,
  )
  expect(error).toMatchObject({ code: expected, exitCode: 3 })
  expect((error as Error).message).toContain(text)
})

test('a working folder that is not there is named before anything is started', async () => {
  const words = ['floor', '--approx', '--quiet', '--cwd', 'nope', '--', process.execPath, touch, '0']
  const { code, stderr } = await runCli(words)
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'routeheap: No such folder: nope\n  hint: Check --cwd: it is the folder that the app runs in.\n',
  })
})

test('an app that ends itself is told by the line that does, as analyze tells it', async () => {
  const path = script('ends.cjs', 'if (true)\n  process.exit(7)')
  const options = { ...limits, approximate: true }
  await expect(floor({ kind: 'module', path }, options)).rejects.toThrow(/exit code 7, called at \S*ends\.cjs:2:11/)
})
