import { edgeSource } from '../graph/retainers.ts'
import { edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'

/** Nodes with an own property of this name, in node order. For rare names: costs a search of the names of all edges. */
export function nodesWithProperty(heap: Heap, name: string): NodeIndex[] {
  const { snapshot, edges } = heap.graph
  const index = snapshot.strings.find(name)
  if (index === undefined) return []
  const property = snapshot.meta.edgeTypes.indexOf('property')
  const found: NodeIndex[] = []
  for (let edge = edges.nameOrIndex.indexOf(index); edge >= 0; edge = edges.nameOrIndex.indexOf(index, edge + 1)) {
    if (edgeType(edges.word[edge]) === property) found.push(edgeSource(heap.graph, edge))
  }
  return found
}
