import { type HeapGraph, isStrong } from '../../src/graph/graph.ts'
import { edgeTarget, type NodeIndex } from '../../src/snapshot/snapshot.ts'

/** What the root reaches over strong edges without entering `removed`, found the slow way. */
export function reached(graph: HeapGraph, removed: ReadonlySet<NodeIndex> = new Set()): Set<NodeIndex> {
  const seen = new Set<NodeIndex>()
  const list = [graph.root, ...graph.orphans].filter((node) => !removed.has(node))
  for (const node of list) seen.add(node)
  for (const node of list) {
    for (let edge = graph.firstEdge[node]; edge < graph.firstEdge[node + 1]; edge++) {
      const target = edgeTarget(graph.edges.word[edge])
      if (!isStrong(graph, edge) || removed.has(target) || seen.has(target)) continue
      seen.add(target)
      list.push(target)
    }
  }
  return seen
}

/** The nodes that go when `removed` goes. */
export function freed(graph: HeapGraph, removed: ReadonlySet<NodeIndex>): NodeIndex[] {
  const rest = reached(graph, removed)
  return [...reached(graph)].filter((node) => !rest.has(node))
}
