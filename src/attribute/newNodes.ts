import type { NodeIndex, Snapshot } from '../snapshot/snapshot.ts'

/** The ids of all nodes of one snapshot, a bit each: what a later one of the same process is compared with. */
export type IdSet = Uint32Array

/** Costs a bit for every id up to the largest; V8 counts them up from 1 in each process. */
export function idSet(ids: Uint32Array): IdSet {
  let largest = 0
  for (const id of ids) if (id > largest) largest = id
  const set = new Uint32Array((largest >>> 5) + 1)
  for (const id of ids) set[id >>> 5] |= 1 << (id & 31)
  return set
}

/**
 * Which nodes are not among the earlier ones: one byte a node, 1 for new. Numbers and their texts get fresh ids in every
 * snapshot, so they always count as new.
 */
export function newNodes({ nodes }: Snapshot, earlier: IdSet): Uint8Array {
  const isNew = new Uint8Array(nodes.count)
  for (let node: NodeIndex = 0; node < nodes.count; node++) {
    const id = nodes.id[node]
    // Beyond the end of the set is undefined, which has no bits.
    if (((earlier[id >>> 5] >>> (id & 31)) & 1) === 0) isNew[node] = 1
  }
  return isNew
}
