import { type EdgeIndex, edgeTarget, type NodeIndex } from '../snapshot/snapshot.ts'
import type { HeapGraph } from './graph.ts'
import { edgeSource } from './retainers.ts'

/** One edge of a path, and the node it leaves from. */
export interface PathStep {
  readonly source: NodeIndex
  readonly edge: EdgeIndex
}

/** How the root holds each node by as few strong edges as possible: one tree, many paths. */
export interface PathTree {
  /** The edge that a node was first reached by, plus 1; 0 for the root, for orphans, and for what nothing reaches. */
  readonly via: Uint32Array
}

/**
 * Breadth first from the root, edges in file order, so the same file gives the same paths. Linear; 4 bytes a node are
 * kept. Nodes of `avoid` are not entered: what is then still reached is held without them.
 */
export function pathTree(graph: HeapGraph, avoid: Iterable<NodeIndex> = []): PathTree {
  const { firstEdge, strong, root, orphans, nodeCount } = graph
  const { word } = graph.edges
  const via = new Uint32Array(nodeCount)
  const seen = new Uint8Array(nodeCount)
  const queue = new Uint32Array(nodeCount)
  for (const node of avoid) seen[node] = 1
  let length = 0
  // The orphans come one after the other when all that the root reaches is done, as if each were a root.
  for (let next = -1, head = 0; next < orphans.length; next++) {
    const start = next < 0 ? root : orphans[next]
    if (seen[start] === 1) continue
    seen[start] = 1
    queue[length++] = start
    for (; head < length; head++) {
      const node = queue[head]
      for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
        const target = edgeTarget(word[edge])
        if (seen[target] !== 0 || ((strong[edge >>> 5] >>> (edge & 31)) & 1) === 0) continue
        seen[target] = 1
        via[target] = edge + 1
        queue[length++] = target
      }
    }
  }
  return { via }
}

/**
 * A shortest path of strong edges from the root to a node, first step first. An orphan's path starts at the orphan.
 * Empty for the root, for orphans, and for nodes that nothing reaches.
 */
export function pathTo(graph: HeapGraph, { via }: PathTree, node: NodeIndex): PathStep[] {
  const steps: PathStep[] = []
  for (let at = node; via[at] !== 0; at = steps[steps.length - 1].source) {
    const edge = via[at] - 1
    steps.push({ source: edgeSource(graph, edge), edge })
  }
  return steps.reverse()
}

/** The path to one node. For several nodes make one `pathTree` and ask `pathTo`. */
export const retainingPath = (graph: HeapGraph, node: NodeIndex): PathStep[] => pathTo(graph, pathTree(graph), node)
