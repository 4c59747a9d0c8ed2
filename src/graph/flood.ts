import { type Bytes, edgeTarget, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import { type HeapGraph, isStrong } from './graph.ts'

/**
 * Walks strong edges from the nodes of `from`, through nodes that are 0 in `seen`, and sets those to 1. Returns the
 * self sizes of all nodes entered, the ones of `from` included, whatever `seen` says about them; `from` may not name
 * a node twice. Nodes that are not 0 in `seen` are a wall, so a set can be taken out by marking it first.
 *
 * Linear in the edges of what it enters. `stack` is scratch of nodeCount entries; both may be reused between floods.
 */
export function flood(graph: HeapGraph, from: Iterable<NodeIndex>, seen: Uint8Array, stack: Uint32Array): Bytes {
  const { firstEdge, strong, orphans, root } = graph
  const { word } = graph.edges
  const { nodes } = graph.snapshot
  let bytes = 0
  let depth = 0
  for (const start of from) {
    seen[start] = 1
    stack[depth++] = start
  }
  while (depth > 0) {
    const node = stack[--depth]
    bytes += selfSize(nodes, node)
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      const target = edgeTarget(word[edge])
      if (seen[target] !== 0 || ((strong[edge >>> 5] >>> (edge & 31)) & 1) === 0) continue
      seen[target] = 1
      stack[depth++] = target
    }
    if (node !== root) continue
    for (const orphan of orphans) {
      if (seen[orphan] !== 0) continue
      seen[orphan] = 1
      stack[depth++] = orphan
    }
  }
  return bytes
}

/**
 * Walks on from `from`, whose nodes are not entered themselves, into all nodes that are not 1 in `seen`, and sets those to 1.
 * Returns them, nearest to the end of `from` first. Linear in the edges of what it enters.
 */
export function entered(graph: HeapGraph, from: readonly NodeIndex[], seen: Uint8Array): NodeIndex[] {
  const { firstEdge } = graph
  const { word } = graph.edges
  const found: NodeIndex[] = []
  const stack = [...from]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      const target = edgeTarget(word[edge])
      if (seen[target] === 1 || !isStrong(graph, edge)) continue
      seen[target] = 1
      found.push(target)
      stack.push(target)
    }
  }
  return found
}

/**
 * What strong edges reach from `from` without entering `blocked`: 1 by node, the nodes of `from` included. A node in
 * both counts as blocked.
 */
export function reachable(graph: HeapGraph, from: Iterable<NodeIndex>, blocked: Iterable<NodeIndex> = []): Uint8Array {
  const seen = new Uint8Array(graph.nodeCount)
  const walls = new Set(blocked)
  for (const wall of walls) seen[wall] = 1
  const starts = new Set<NodeIndex>()
  for (const start of from) if (!walls.has(start)) starts.add(start)
  flood(graph, starts, seen, new Uint32Array(graph.nodeCount))
  for (const wall of walls) seen[wall] = 0
  return seen
}
