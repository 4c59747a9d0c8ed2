import { expect, test } from 'vitest'
import type { Floor, FloorComparison, FloorOptions } from '../../src/index.ts'
import { columnsOf } from '../../src/report/printable.ts'
import { fixtureFloor, healthyTrial, killedTrial, mebibyte, runningProcess } from '../report/measurements.ts'
import { runCli } from './run.ts'

const found: Floor = {
  ...fixtureFloor(73 * mebibyte, 'npm start'),
  health: { path: '/health', accepts: 'success', checks: 5, checkTimeoutMs: 5_000 },
  unlimited: { bootMs: 390, peakBytes: 84_000_000, anonBytes: 71_000_000, fileBytes: 4_096 },
  atFloor: { bootMs: 412, peakBytes: 76_000_000, anonBytes: null, fileBytes: 0 },
  processes: [
    runningProcess('npm start', null, 'wrapper', 40_000_000),
    runningProcess('sh -c node server.js', 0, 'wrapper', 100_000),
    runningProcess(`node server.js ${'\u202e/long'.repeat(40)}`, 1, 'server', 60_000_000),
  ],
  trials: [
    ...[null, 80 * mebibyte, 72 * mebibyte].map((limit) => healthyTrial(limit, 412)),
    killedTrial(72 * mebibyte),
    ...[73, 73].map((limit) => healthyTrial(limit * mebibyte, 412)),
    killedTrial(16 * mebibyte),
  ],
  notes: ['The border is not sharp: some limit was enough at one time and not at another.'],
}

const comparison: FloorComparison = {
  schema: 'routeheap/floor-comparison@1',
  a: found,
  b: { ...found, subject: { kind: 'command', name: 'node server.js' } },
  rounds: [
    { aBytes: 73 * mebibyte, bBytes: 40 * mebibyte, differenceBytes: -33 * mebibyte },
    { aBytes: 73 * mebibyte, bBytes: 41 * mebibyte, differenceBytes: -32 * mebibyte },
  ],
  difference: {
    meanBytes: -32.5 * mebibyte,
    lowestBytes: -33 * mebibyte,
    highestBytes: -32 * mebibyte,
    deviationBytes: 741_455,
  },
  remedies: null,
}

const api = { floor: async () => found, compareFloors: async () => comparison }
const command = ['--', 'npm', 'start']

test('the terminal says the floor, how sure it is, what each process takes, and what was tried', async () => {
  const { code, stdout } = await runCli(['floor', '--quiet', ...command], { api })
  expect(code).toBe(0)
  expect(stdout).toContain('cgroup v2 · swap off · files read before (warm) · 5 health checks on /health')
  expect(stdout).toContain('Starts and stays healthy in 76.5 MB (73 MiB).')
  expect(stdout).toContain('3 of 3 attempts were healthy there, 1 of 3 one step (1 MiB) below.')
  expect(stdout).toMatch(/without a limit +84.0 MB +71.0 MB +4.10 kB +390 ms/)
  expect(stdout).toMatch(/at the floor +76.0 MB +– +0 B +412 ms/)
  expect(stdout).toMatch(/^ {2}npm start +wrapper +40.0 MB$/m)
  expect(stdout).toMatch(/^ {4}sh -c node server.js +wrapper +100 kB$/m)
  expect(stdout).toMatch(/^ {6}node server.js .+ server +60.0 MB$/m)
  expect(stdout).toContain('Wrappers take 40.1 MB of 100 MB (40 %)')
  expect(stdout).toMatch(/83.9 MB █+ +healthy, 412 ms/)
  expect(stdout).toMatch(/75.5 MB █.* 1 of 2 healthy, else killed: out of memory/)
  expect(stdout).toMatch(/16.8 MB █.* killed: out of memory/)
  expect(stdout).toContain('docker run -m 73m --memory-swap 73m')
})

test.each([40, 60, 80, 132])('at %i columns no line is wider, and no name moves the cursor', async (columns) => {
  for (const words of [[], ['--compare', 'node server.js']]) {
    const { stdout } = await runCli(['floor', '--quiet', ...words, ...command], {
      api,
      tty: true,
      columns,
      env: { NO_COLOR: '1' },
    })
    expect(stdout.split('\n').filter((line) => columnsOf(line) > columns)).toEqual([])
    expect(stdout).not.toContain('\u202e')
    expect(stdout).not.toMatch(/[ \t]$/m)
  }
})

test('--compare says the difference, its spread and every round', async () => {
  const { code, stdout } = await runCli(['floor', '--quiet', '--compare', 'node server.js', ...command], { api })
  expect(code).toBe(0)
  expect(stdout).toMatch(/b needs −34.1 MB \(mean of 2 rounds: −34.6 MB to −33.6 MB, standard\s+deviation\s+741 kB\)/)
  expect(stdout).toMatch(/^ {2}1 +76.5 MB +41.9 MB +−34.6 MB$/m)
})

test('--json is exactly the document', async () => {
  expect(JSON.parse((await runCli(['floor', '--json', '--quiet', ...command], { api })).stdout)).toEqual(found)
  const compared = await runCli(['floor', '--json', '--quiet', '--compare', 'app.js', ...command], { api })
  expect(JSON.parse(compared.stdout)).toEqual(comparison)
})

test('options reach the search in its own units, and what was not given is left to it', async () => {
  const given: unknown[] = []
  const seen = {
    floor: async (target: unknown, { signal, onProgress, ...options }: FloorOptions = {}) => {
      given.push(target, options)
      return found
    },
    compareFloors: async (...all: unknown[]) => {
      given.push(all[1], all[3])
      return comparison
    },
  }
  await runCli(['floor', '--quiet', ...command], { api: seen })
  const words = [
    '--step',
    '512KiB',
    '--confirm',
    '5',
    '--checks',
    '2',
    '--check-timeout',
    '1.5',
    '--timeout',
    '9',
    '--health',
    'live',
  ]
  await runCli(['floor', '--quiet', ...words, '--cold', '--cgroup', '/sys/fs/cgroup/x', ...command], { api: seen })
  await runCli(['floor', '--quiet', '--compare', 'node "my app.js" --flag', '--rounds', '2', ...command], { api: seen })
  const target = { kind: 'command', command: ['npm', 'start'] }
  expect(given).toEqual([
    target,
    {},
    target,
    {
      stepBytes: 524_288,
      confirmations: 5,
      checks: 2,
      checkTimeoutMs: 1_500,
      timeoutMs: 9_000,
      health: '/live',
      cold: true,
      parentGroup: '/sys/fs/cgroup/x',
    },
    { kind: 'command', command: ['node', 'my app.js', '--flag'] },
    2,
  ])
})

test.each([
  ['--step', '1 stone', 'A size is expected'],
  ['--checks', '0', 'A whole number'],
  ['--confirm', 'some', 'A whole number'],
])('%s %s is refused with a reason', async (option, value, reason) => {
  const { code, stdout, stderr } = await runCli(['floor', option, value, ...command], { api: {} })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(reason)
})

test.each([
  ['--rounds 2', '--rounds needs --compare or --with-remedies.'],
  ['--rounds 3', '--rounds needs --compare or --with-remedies.'],
  ['--open', '--open needs --with-remedies.'],
  ['--open --compare app.js', '--open needs --with-remedies.'],
  ['--open --with-remedies', '--open shows the report file, and none is written.'],
])('floor %s: an option that would change nothing is refused', async (words, problem) => {
  const { code, stdout, stderr } = await runCli(['floor', ...words.split(' '), ...command], { api })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(problem)
})

test('prove --open needs a file to show', async () => {
  const { code, stderr } = await runCli(['prove', '--open', ...command], { api: {} })
  expect(code).toBe(2)
  expect(stderr).toContain('--open shows the report file, and none is written.')
})

test('a step that cannot be set is refused before anything is started', async () => {
  const { code, stderr } = await runCli(['floor', '--quiet', '--step', '1000B', ...command])
  expect(code).toBe(2)
  expect(stderr).toContain('pages of 4 KiB')
})
