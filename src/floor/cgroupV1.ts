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

/**
 * Limits by control groups of version 1, below `run`, a group that was made for this run
 * (admin-guide/cgroup-v1/memory.rst of Linux). With `memsw` at the same limit there is no room for swap.
 */
export function cgroupV1(run: string, cold: boolean, make = makeGroup): Limits {
  if (readGroupFile(run, 'memory.limit_in_bytes') === null) throw new Error(`${run} has no memory.limit_in_bytes`)
  let count = 0
  return {
    method: 'cgroup-v1',
    notes: swapNotes(run, 'memory.memsw.limit_in_bytes'),
    enclosure: (limitBytes) => enclosure(make(run, ++count), limitBytes, cold),
  }
}

function enclosure(group: string, limitBytes: Bytes | null, cold: boolean): Enclosure {
  if (limitBytes !== null) {
    writeGroupFile(group, 'memory.limit_in_bytes', limitBytes)
    if (readGroupFile(group, 'memory.memsw.limit_in_bytes') !== null)
      writeGroupFile(group, 'memory.memsw.limit_in_bytes', limitBytes)
  }
  return {
    words: (command) => joining(group, command),
    nodeOptions: '',
    usage: () => ({
      peakBytes: numberIn(group, 'memory.max_usage_in_bytes'),
      anonBytes: valueIn(group, 'memory.stat', 'total_rss') ?? valueIn(group, 'memory.stat', 'rss'),
      fileBytes: valueIn(group, 'memory.stat', 'total_cache') ?? valueIn(group, 'memory.stat', 'cache'),
      oomKills: valueIn(group, 'memory.oom_control', 'oom_kill') ?? 0,
    }),
    members: () => membersOf(group),
    // Writing there takes all files that the group read out of memory, so that the next one reads them again.
    close: () => removeGroup(group, () => cold && writeGroupFile(group, 'memory.force_empty', 0)),
  }
}
