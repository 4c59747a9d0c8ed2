import type { Bytes } from '../snapshot/snapshot.ts'
import type { Phase } from './report.ts'

/** One bar of a waterfall: what is added to what was there before, or a sum of what is above it. */
export interface Fall {
  readonly name: string
  readonly meaning: string
  /** Where the bar begins and ends; the end lies before the beginning where something went. */
  readonly from: Bytes
  readonly to: Bytes
  readonly kind: 'added' | 'sum' | 'unexplained'
}

export interface Waterfalls {
  /** From nothing to the last snapshot, phase by phase. */
  readonly phases: readonly Fall[]
  /** From the last snapshot to the memory of the process; empty where a file was read, which says nothing of it. */
  readonly process: readonly Fall[]
}

const added = {
  start: 'runtime and loader',
  declared: 'modules loaded, nothing composed yet',
  composed: 'putting routers together',
  warm: 'answering requests',
  snapshot: 'the file that was read',
} as const satisfies Record<Phase['name'], string>

/** How memory grows from phase to phase, and what of the process's memory no snapshot shows. Bars touch: each begins where the last ended. */
export function waterfalls(phases: readonly Phase[]): Waterfalls {
  const last = phases.at(-1)
  const falls = phases.map((phase, index): Fall => {
    const from = phases[index - 1]?.snapshotBytes ?? 0
    return { name: phase.name, meaning: added[phase.name], from, to: phase.snapshotBytes, kind: 'added' }
  })
  if (last === undefined) return { phases: [], process: [] }
  const sum = (name: string, meaning: string, to: Bytes): Fall => ({ name, meaning, from: 0, to, kind: 'sum' })
  return {
    phases: phases.length < 2 ? falls : [...falls, sum('snapshot', 'all nodes of the last one', last.snapshotBytes)],
    process: beyond(last, sum),
  }
}

function beyond(
  { snapshotBytes, heapUsedBytes, externalBytes, rssBytes }: Phase,
  sum: (name: string, meaning: string, to: Bytes) => Fall,
): Fall[] {
  if (heapUsedBytes === null || externalBytes === null || rssBytes === null) return []
  const known = heapUsedBytes + externalBytes
  const more = (name: string, meaning: string, from: Bytes, to: Bytes): Fall => ({
    name,
    meaning,
    from,
    to,
    kind: 'unexplained',
  })
  return [
    sum('snapshot', 'all nodes: what this report explains', snapshotBytes),
    more(
      'difference',
      'free room and newer objects, less what the snapshot counts outside of it',
      snapshotBytes,
      heapUsedBytes,
    ),
    sum('heapUsed', 'V8’s own count after garbage collection', heapUsedBytes),
    more('external', 'buffers and native objects that JavaScript holds', heapUsedBytes, known),
    more('rest of the process', 'the binary, machine code, stacks, libraries, pages kept free', known, rssBytes),
    sum('RSS', 'memory of the process, as the system counts it', rssBytes),
  ]
}
