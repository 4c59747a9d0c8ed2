import type { Bytes } from '../snapshot/snapshot.ts'
import type { DeltaEntry } from './difference.ts'

/** One thing on one side of a comparison. Things with the same id are added up. */
export interface Side {
  /** What it is matched by. */
  readonly id: string
  /** What it is called. */
  readonly key: string
  readonly bytes: Bytes
  /** Null where counting means nothing. */
  readonly count: number | null
}

/** Every id of either side once, largest change first, then by key. The name is the one of b, where b has it. */
export function compare(a: readonly Side[], b: readonly Side[]): DeltaEntry[] {
  const before = summed(a)
  const after = summed(b)
  const ids = new Set([...before.keys(), ...after.keys()])
  return [...ids].map((id) => delta(before.get(id), after.get(id))).sort(byChange)
}

function summed(sides: readonly Side[]): Map<string, Side> {
  const sums = new Map<string, Side>()
  for (const side of sides) {
    const sum = sums.get(side.id)
    sums.set(side.id, sum === undefined ? side : added(sum, side))
  }
  return sums
}

function added(sum: Side, side: Side): Side {
  const count = sum.count === null || side.count === null ? null : sum.count + side.count
  return { ...sum, bytes: sum.bytes + side.bytes, count }
}

function delta(a: Side | undefined, b: Side | undefined): DeltaEntry {
  const deltaBytes = (b?.bytes ?? 0) - (a?.bytes ?? 0)
  return {
    key: (b ?? a)!.key,
    change: a === undefined ? 'added' : b === undefined ? 'removed' : changeOf(deltaBytes),
    aBytes: a?.bytes ?? null,
    bBytes: b?.bytes ?? null,
    deltaBytes,
    aCount: a?.count ?? null,
    bCount: b?.count ?? null,
  }
}

const changeOf = (bytes: Bytes) => (bytes > 0 ? 'grew' : bytes < 0 ? 'shrank' : 'same')

function byChange(x: DeltaEntry, y: DeltaEntry): number {
  const bySize = Math.abs(y.deltaBytes) - Math.abs(x.deltaBytes)
  return bySize !== 0 ? bySize : x.key < y.key ? -1 : x.key > y.key ? 1 : 0
}
