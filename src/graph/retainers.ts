import { type EdgeIndex, edgeTarget, type NodeIndex } from '../snapshot/snapshot.ts'
import { type HeapGraph, isStrong } from './graph.ts'

/** Strong edges by their target. Those that keep node n are edge[first[n]] .. edge[first[n + 1] - 1], ascending. */
export interface Retainers {
  readonly first: Uint32Array
  readonly edge: Uint32Array
}

/** Costs two passes over the edges, and 4 bytes a node and a strong edge for as long as it is kept. */
export function retainers(graph: HeapGraph): Retainers {
  const { nodeCount, edgeCount } = graph
  const { word } = graph.edges
  // Counted two places up, then used as the cursor one place up: after the second pass each entry is its own start.
  const first = new Uint32Array(nodeCount + 2)
  for (let edge = 0; edge < edgeCount; edge++) if (isStrong(graph, edge)) first[edgeTarget(word[edge]) + 2]++
  for (let node = 2; node < first.length; node++) first[node] += first[node - 1]
  const edges = new Uint32Array(first[nodeCount + 1])
  for (let edge = 0; edge < edgeCount; edge++) {
    if (isStrong(graph, edge)) edges[first[edgeTarget(word[edge]) + 1]++] = edge
  }
  return { first: first.subarray(0, nodeCount + 1), edge: edges }
}

/** The node an edge leaves from: a binary search in firstEdge. */
export function edgeSource({ firstEdge }: { readonly firstEdge: Uint32Array }, edge: EdgeIndex): NodeIndex {
  let low = 0
  let high = firstEdge.length - 2
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (firstEdge[middle] <= edge) low = middle
    else high = middle - 1
  }
  return low
}
