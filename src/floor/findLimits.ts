import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Guard } from '../capture/guard.ts'
import { RouteheapError } from '../error.ts'
import { cgroupV1 } from './cgroupV1.ts'
import { cgroupV2, givesMemory } from './cgroupV2.ts'
import { type Hierarchy, hierarchies, upwards } from './controlGroups.ts'
import { readGroupFile } from './groupFiles.ts'
import type { Limits } from './limits.ts'
import { systemdScope } from './systemdScope.ts'

export interface FindOptions {
  readonly cold: boolean
  /** Group to make ours in; default: the one we run in, or the first above it whose children can limit memory. */
  readonly parentGroup?: string
  /** Where the kernel tells of mounts and groups; default `/proc`. */
  readonly proc?: string
}

interface Candidate {
  readonly name: string
  readonly limits: () => Promise<Limits>
}

const advice = {
  container:
    'Give the container the groups of its host: docker run --privileged --cgroupns=host -v /sys/fs/cgroup:/sys/fs/cgroup\n' +
    'Or run it outside of the container. A group that you may write to can be named with --cgroup.',
  linux:
    'Run it as root, or in a session of systemd, whose user manager hands out memory (systemd-run --user --scope true).\n' +
    'A group that you may write to can be named with --cgroup.',
  elsewhere: 'Only Linux has control groups: run it there, or in a container or a virtual machine of Linux.',
}

/** Enough for a shell and for `true`. */
const trialBytes = 64 * 1_048_576

/**
 * The first way of setting a limit that works here, tried with a command that does nothing. Groups are made by the
 * guard, which removes them. Throws `no-memory-limit` with the reason of each.
 */
export async function findLimits(guard: Guard, options: FindOptions): Promise<Limits> {
  const reasons: string[] = []
  for (const { name, limits } of candidates(guard, options)) {
    try {
      const found = await limits()
      await proven(found)
      return found
    } catch (error) {
      reasons.push(`${name}: ${(error as Error).message.split('\n')[0]}`)
    }
  }
  throw new RouteheapError('no-memory-limit', {
    reasons: reasons.length > 0 ? reasons : [`control groups: there are none on ${process.platform}`],
    advice: advice[process.platform !== 'linux' ? 'elsewhere' : isContainer(options.proc) ? 'container' : 'linux'],
  })
}

function candidates(guard: Guard, { cold, parentGroup, proc }: FindOptions): Candidate[] {
  if (parentGroup !== undefined)
    return [{ name: parentGroup, limits: () => below(guard, parentGroup, versionOf(parentGroup), cold) }]
  const groups = hierarchies(proc).map((hierarchy) => ({
    name: `cgroup v${hierarchy.version}`,
    limits: () => below(guard, parentOf(hierarchy), hierarchy.version, cold),
  }))
  const scope = { name: 'systemd-run', limits: async () => systemdScope() }
  return cold || process.platform !== 'linux' ? groups : [...groups, scope]
}

/**
 * A group of version 2 that holds processes cannot hand out memory to its children, so ours may have to go further up.
 */
function parentOf(hierarchy: Hierarchy): string {
  if (hierarchy.version === 1) return hierarchy.own
  const found = upwards(hierarchy).find(givesMemory)
  if (found === undefined) throw new Error(`no group from ${hierarchy.own} up lets its children limit memory`)
  return found
}

async function below(guard: Guard, parent: string, version: 1 | 2, cold: boolean): Promise<Limits> {
  const run = join(parent, `routeheap-${randomBytes(8).toString('hex')}`)
  await guard.controlGroup(run)
  if (!existsSync(run)) throw new Error(`${basename(run)} cannot be made in ${parent}: it is read-only or not ours`)
  return version === 2 ? cgroupV2(run, cold) : cgroupV1(run, cold)
}

const versionOf = (group: string): 1 | 2 => (readGroupFile(group, 'cgroup.controllers') === null ? 1 : 2)

/** Runs a command that does nothing under a limit. */
async function proven(limits: Limits): Promise<void> {
  const enclosure = limits.enclosure(trialBytes)
  try {
    const [file, ...words] = enclosure.words(['true'])
    const { status, error, stderr } = spawnSync(file, words, { encoding: 'utf8', timeout: 10_000 })
    if (error !== undefined) throw error
    if (status !== 0) throw new Error(stderr.trim() === '' ? `its trial ended with ${status}` : stderr.trim())
  } finally {
    await enclosure.close()
  }
}

/** `proc` is where `/proc` is mounted; the marks of Docker and Podman are at the root beside it. */
const isContainer = (proc = '/proc'): boolean =>
  ['.dockerenv', 'run/.containerenv'].some((path) => existsSync(join(dirname(proc), path))) ||
  /kubepods|docker|containerd|lxc/.test(readGroupFile(join(proc, 'self'), 'cgroup') ?? '')
