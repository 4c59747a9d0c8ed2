import { type EdgeIndex, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'

/** Nodes with an own property of this name, in node order. For rare names: costs a search of the names of all edges. */
export function nodesWithProperty(heap: Heap, name: string): NodeIndex[] {
  const { snapshot, edges, firstEdge } = heap.graph
  const index = snapshot.strings.find(name)
  if (index === undefined) return []
  const property = snapshot.meta.edgeTypes.indexOf('property')
  const found: NodeIndex[] = []
  for (let edge = edges.nameOrIndex.indexOf(index); edge >= 0; edge = edges.nameOrIndex.indexOf(index, edge + 1)) {
    if (edgeType(edges.word[edge]) === property) found.push(nodeOfEdge(firstEdge, edge))
  }
  return found
}

/** The node with firstEdge[node] <= edge < firstEdge[node + 1]. */
function nodeOfEdge(firstEdge: Uint32Array, edge: EdgeIndex): NodeIndex {
  let low = 0
  let high = firstEdge.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (firstEdge[middle] <= edge) low = middle
    else high = middle - 1
  }
  return low
}
