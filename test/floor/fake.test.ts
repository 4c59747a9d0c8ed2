import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Guard, startGuard } from '../../src/capture/guard.ts'
import { RouteheapError } from '../../src/error.ts'
import { begun } from '../../src/floor/begun.ts'
import type { Bench } from '../../src/floor/bench.ts'
import { cgroupV1 } from '../../src/floor/cgroupV1.ts'
import { cgroupV2 } from '../../src/floor/cgroupV2.ts'
import { hierarchies, upwards } from '../../src/floor/controlGroups.ts'
import { findLimits } from '../../src/floor/findLimits.ts'
import { foundFloor } from '../../src/floor/foundFloor.ts'
import type { Limits } from '../../src/floor/limits.ts'
import { systemdScope } from '../../src/floor/systemdScope.ts'
import { fakeGroup } from './groups.ts'

const needs = join(import.meta.dirname, 'needs.cjs')
const mebibyte = 1_048_576

async function benchOf(limits: Limits, guard: Guard): Promise<Bench> {
  return {
    guard,
    limits,
    health: { path: '/', accepts: 'answer', checks: 2, checkTimeoutMs: 10_000 },
    stepBytes: mebibyte,
    confirmations: 2,
    timeoutMs: 30_000,
    signal: new AbortController().signal,
    options: {},
  }
}

async function guarded(): Promise<Guard> {
  const guard = await startGuard()
  onTestFinished(() => guard.close())
  return guard
}

test.each([
  [2, cgroupV2],
  [1, cgroupV1],
] as const)(
  'with groups of version %i that are only folders, the need of a program is found',
  async (version, limitsOf) => {
    const { run, make } = fakeGroup(version)
    const bench = await benchOf(limitsOf(run, false, make), await guarded())
    const command = [process.execPath, needs, '97936998', run]
    const floor = await foundFloor(
      await begun({ target: { kind: 'command', command }, remedies: null }, bench),
      mebibyte,
    )
    expect(floor).toMatchObject({ method: `cgroup-v${version}`, floorBytes: 94 * mebibyte, approximate: false })
    expect(floor.unlimited).toMatchObject({ peakBytes: 97_936_998, anonBytes: 1000, fileBytes: 200 })
    expect(floor.trials.filter(({ ok }) => !ok).map(({ reason }) => reason)).toEqual(['oom', 'oom'])
    expect(floor.processes.map(({ role }) => role)).toEqual(process.platform === 'linux' ? ['server'] : [])

    const groups = readdirSync(run).filter((name) => name.startsWith('trial-'))
    expect(groups.length).toBe(floor.trials.length)
    const first = (name: string) => readFileSync(join(run, 'trial-2', name), 'utf8').trim()
    const limit = String(floor.trials[1].limitBytes)
    if (version === 2) {
      expect(readFileSync(join(run, 'cgroup.subtree_control'), 'utf8')).toBe('+memory\n')
      expect([first('memory.max'), first('memory.swap.max'), first('memory.oom.group')]).toEqual([limit, '0', '1'])
    } else expect([first('memory.limit_in_bytes'), first('memory.memsw.limit_in_bytes')]).toEqual([limit, limit])
  },
)

test('a scope of systemd gets the limit and no swap, and runs the command', async () => {
  const folder = temporary()
  const seen = join(folder, 'seen')
  const script = `#!/bin/sh\necho "$@" >> ${seen}\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec "$@"\n`
  writeFileSync(join(folder, 'systemd-run'), script, { mode: 0o755 })
  const { PATH } = process.env
  process.env.PATH = `${folder}:${PATH}`
  onTestFinished(() => {
    process.env.PATH = PATH
  })
  const bench = await benchOf(systemdScope(), await guarded())
  const target = { kind: 'command' as const, command: [process.execPath, needs, '0', folder] }
  const program = await begun({ target, remedies: null }, bench)
  expect((await program.attempt(64 * mebibyte)).trial).toMatchObject({ ok: true, limitBytes: 64 * mebibyte })
  const limited = readFileSync(seen, 'utf8').trim().split('\n')[1]
  expect(limited).toContain(`-p MemoryMax=${64 * mebibyte} -p MemorySwapMax=0 --`)
  expect(limited).toMatch(/^--user --scope --quiet --collect --unit=routeheap-[0-9a-f]{16} /)
})

test('mounts are read as the kernel writes them: our own group, seen from where it is mounted', () => {
  const host = proc(
    ['30 23 0:26 / @/sys rw - cgroup2 cgroup2 rw,nsdelegate'],
    ['0::/user.slice/session-1.scope'],
    ['user.slice/session-1.scope'],
  )
  expect(hierarchies(host.folder)).toEqual([
    { version: 2, mountPoint: `${host.folder}/sys`, own: `${host.folder}/sys/user.slice/session-1.scope` },
  ])
  expect(upwards(hierarchies(host.folder)[0]).map((path) => path.slice(`${host.folder}/sys`.length))).toEqual([
    '/user.slice/session-1.scope',
    '/user.slice',
    '',
  ])

  const container = proc(
    [
      '34 31 0:32 /docker/abc @/sys/my\\040memory ro shared:9 - cgroup cgroup rw,cpu,memory',
      '35 31 0:33 / @/cpu rw - cgroup cgroup rw,cpu',
    ],
    ['4:cpu,memory:/docker/abc/inner', '0::/'],
    ['my memory/inner'],
  )
  expect(hierarchies(container.folder)).toEqual([
    { version: 1, mountPoint: `${container.folder}/sys/my memory`, own: `${container.folder}/sys/my memory/inner` },
  ])

  const unseen = proc(['34 31 0:32 / @/sys rw - cgroup cgroup rw,memory'], ['4:memory:/elsewhere'], ['.'])
  expect(hierarchies(unseen.folder)[0].own).toBe(`${unseen.folder}/sys`)
})

test.each([
  ['/', 'Run it as root'],
  ['/docker/abc', 'docker run --privileged --cgroupns=host'],
])('in the group %s where no limit can be set, every way says why, and what to do instead', async (own, advice) => {
  const { folder } = proc(['30 23 0:26 / @/sys rw - cgroup2 cgroup2 rw'], [`0::${own}`], ['.'])
  writeFileSync(join(folder, 'sys', 'cgroup.subtree_control'), 'cpu pids\n')
  const guard = await guarded()
  const { PATH } = process.env
  process.env.PATH = folder
  onTestFinished(() => {
    process.env.PATH = PATH
  })
  const error = await findLimits(guard, { cold: false, proc: folder }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(RouteheapError)
  const { exitCode, message, hint } = error as RouteheapError
  expect(exitCode).toBe(5)
  expect(message).toContain(`cgroup v2: no group from ${folder}/sys up lets its children limit memory`)
  if (process.platform === 'linux') expect(message).toContain('systemd-run: spawnSync systemd-run ENOENT')
  if (process.platform === 'linux') expect(hint).toContain(advice)
  expect(hint).toContain('--approx')
})

test('a group is made below the first one whose children can limit memory, and goes with the guard', async () => {
  const { folder } = proc(['30 23 0:26 / @/sys rw - cgroup2 cgroup2 rw'], ['0::/user.slice/mine'], ['user.slice/mine'])
  writeFileSync(join(folder, 'sys/user.slice/mine/cgroup.subtree_control'), '')
  writeFileSync(join(folder, 'sys/user.slice/cgroup.subtree_control'), 'memory pids\n')
  const guard = await startGuard()
  const path = join(folder, 'sys/user.slice/routeheap-0123456789abcdef')
  await guard.controlGroup(path)
  expect(existsSync(path)).toBe(true)
  await guard.controlGroup(join(folder, 'sys/user.slice/not-ours'))
  await guard.close()
  expect(readdirSync(join(folder, 'sys/user.slice')).sort()).toEqual(['cgroup.subtree_control', 'mine'])
})

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'routeheap-proc-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What `/proc` tells, with `@` for its own folder, and the groups below `sys`. */
function proc(mounts: readonly string[], own: readonly string[], groups: readonly string[]): { folder: string } {
  const folder = temporary()
  mkdirSync(join(folder, 'self'))
  writeFileSync(join(folder, 'self/mountinfo'), mounts.map((line) => `${line.replace('@', folder)}\n`).join(''))
  writeFileSync(join(folder, 'self/cgroup'), own.map((line) => `${line}\n`).join(''))
  for (const group of groups) mkdirSync(join(folder, 'sys', group), { recursive: true })
  return { folder }
}
