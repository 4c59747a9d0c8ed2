import type { Bytes } from '../snapshot/snapshot.ts'
import {
  joining,
  makeGroup,
  membersOf,
  numberIn,
  readGroupFile,
  removeGroup,
  swapNotes,
  valueIn,
  writeGroupFile,
} from './groupFiles.ts'
import type { Enclosure, Limits } from './limits.ts'
import type { Usage } from './result.ts'

/**
 * Limits by control groups of version 2, below `run`, a group that was made for this run and holds no process
 * (Documentation/admin-guide/cgroup-v2.rst of Linux). `memory.peak` is there since Linux 5.19, `memory.swap.max` only
 * with swap accounting. Throws where `run` was not given the memory controller.
 */
export function cgroupV2(run: string, cold: boolean, make = makeGroup): Limits {
  writeGroupFile(run, 'cgroup.subtree_control', '+memory')
  let count = 0
  return {
    method: 'cgroup-v2',
    notes: swapNotes(run, 'memory.swap.max'),
    enclosure: (limitBytes) => enclosure(make(run, ++count), limitBytes, cold),
  }
}

/** True of a group whose children can limit memory. */
export const givesMemory = (group: string): boolean =>
  (readGroupFile(group, 'cgroup.subtree_control') ?? '').trim().split(' ').includes('memory')

function enclosure(group: string, limitBytes: Bytes | null, cold: boolean): Enclosure {
  if (readGroupFile(group, 'memory.oom.group') !== null) writeGroupFile(group, 'memory.oom.group', 1)
  if (readGroupFile(group, 'memory.swap.max') !== null) writeGroupFile(group, 'memory.swap.max', 0)
  if (limitBytes !== null) writeGroupFile(group, 'memory.max', limitBytes)
  return {
    words: (command) => joining(group, command),
    nodeOptions: '',
    usage: () => usageV2(group),
    members: () => membersOf(group),
    close: () => removeGroup(group, () => cold && evict(group)),
  }
}

/** What a group of version 2 counted. */
export const usageV2 = (group: string): Usage => ({
  peakBytes: numberIn(group, 'memory.peak') ?? numberIn(group, 'memory.current'),
  anonBytes: valueIn(group, 'memory.stat', 'anon'),
  fileBytes: valueIn(group, 'memory.stat', 'file'),
  oomKills: valueIn(group, 'memory.events', 'oom_kill') ?? 0,
})

/** Takes the files that a group read out of memory, so that the next one reads them again (Linux 5.19). */
function evict(group: string): void {
  try {
    writeGroupFile(group, 'memory.reclaim', numberIn(group, 'memory.current') ?? 0)
  } catch {
    // It says so where less than asked for could be taken; what is left is not a file's.
  }
}
