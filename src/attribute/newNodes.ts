import type { NodeIndex, Snapshot } from '../snapshot/snapshot.ts'

/**
 * Which nodes are not among `earlierIds` (ascending): one byte a node, 1 for new. Numbers and their texts get fresh
 * ids in every snapshot, so they always count as new.
 */
export function newNodes({ nodes }: Snapshot, earlierIds: Uint32Array): Uint8Array {
  const isNew = new Uint8Array(nodes.count)
  for (let node: NodeIndex = 0; node < nodes.count; node++) if (!holds(earlierIds, nodes.id[node])) isNew[node] = 1
  return isNew
}

function holds(ascending: Uint32Array, id: number): boolean {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ascending[middle] < id) low = middle + 1
    else high = middle
  }
  return ascending[low] === id
}
