import type { NodeIndex } from '../snapshot/snapshot.ts'
import { oncePerHeap } from './remembered.ts'

/** All functions, in node order. One search of the column of types for each heap. */
export const closures = oncePerHeap(({ graph }): readonly NodeIndex[] => {
  const { nodes, meta } = graph.snapshot
  const type = meta.nodeTypes.indexOf('closure')
  const found: NodeIndex[] = []
  for (let node = nodes.type.indexOf(type); node >= 0; node = nodes.type.indexOf(type, node + 1)) found.push(node)
  return found
})
