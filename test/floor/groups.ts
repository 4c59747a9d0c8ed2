import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { startGuard } from '../../src/capture/guard.ts'
import { RouteheapError } from '../../src/error.ts'
import { hierarchies } from '../../src/floor/controlGroups.ts'
import { findLimits } from '../../src/floor/findLimits.ts'

/** What the kernel puts into a new group. */
const files: Record<1 | 2, Record<string, string>> = {
  2: {
    'cgroup.controllers': 'memory',
    'cgroup.procs': '',
    'cgroup.subtree_control': '',
    'memory.events': 'low 0\noom 0\noom_kill 0\n',
    'memory.max': 'max',
    'memory.oom.group': '0',
    'memory.peak': '0',
    'memory.stat': 'anon 1000\nfile 200\n',
    'memory.swap.max': 'max',
  },
  1: {
    'cgroup.procs': '',
    'memory.limit_in_bytes': '9223372036854771712',
    'memory.max_usage_in_bytes': '0',
    'memory.memsw.limit_in_bytes': '9223372036854771712',
    'memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 0\n',
    'memory.stat': 'cache 1\nrss 2\ntotal_cache 200\ntotal_rss 1000\n',
  },
}

/** A group that is only a folder, and a way to make others below it. */
export function fakeGroup(version: 1 | 2): { run: string; make: (parent: string, number: number) => string } {
  const run = mkdtempSync(join(tmpdir(), 'routeheap-groups-'))
  onTestFinished(() => rmSync(run, { recursive: true, force: true }))
  const filled = (group: string) => {
    for (const [name, text] of Object.entries(files[version])) writeFileSync(join(group, name), text)
    return group
  }
  filled(run)
  return {
    run,
    make(parent, number) {
      const group = join(parent, `trial-${number}`)
      mkdirSync(group)
      return filled(group)
    },
  }
}

/**
 * A group for one test to make others in, where this machine has one. Control groups of version 1 are made below their
 * mount point, so that nothing happens in a group that others use. Null where limits cannot be set; why is said loudly.
 */
export async function groupForTests(): Promise<GroupForTests | null> {
  const parent = madeGroup()
  const remove = () => parent === undefined || rmdirSync(parent)
  const guard = await startGuard()
  try {
    await findLimits(guard, { cold: false, ...(parent !== undefined && { parentGroup: parent }) })
    return {
      options: parent === undefined ? {} : { parentGroup: parent },
      words: parent === undefined ? [] : ['--cgroup', parent],
      remove,
    }
  } catch (error) {
    if (!(error instanceof RouteheapError)) throw error
    console.warn(`\nMEMORY LIMITS CANNOT BE SET HERE, so they are not tested for real:\n${error.message}\n`)
    return null
  } finally {
    await guard.close()
  }
}

export interface GroupForTests {
  readonly options: { readonly parentGroup?: string }
  /** The same for the command line. */
  readonly words: readonly string[]
  readonly remove: () => void
}

function madeGroup(): string | undefined {
  const first = hierarchies().find(({ version }) => version === 1)
  if (first === undefined) return undefined
  const path = join(first.mountPoint, `routeheap-test-${randomBytes(6).toString('hex')}`)
  try {
    mkdirSync(path)
    return path
  } catch {
    return undefined
  }
}
