import { type HeapGraph, isStrong } from '../graph/graph.ts'
import type { Mark } from '../recognise/mark.ts'
import { type Bytes, edgeTarget, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import { cacheEntries } from './cacheEntries.ts'

/** What goes when marks are removed: the nodes, and their bytes. */
export interface Removal {
  readonly bytes: Bytes
  readonly nodes: readonly NodeIndex[]
}

/**
 * What becomes garbage when all of `removed` go at once. Registries are seen through: what only a registry and the
 * removed marks hold goes too, since a cache that was never asked for it would not hold it, and so do the cache's own
 * entries for it, as far as they lead to no other of `contents`. A registry that nothing else holds goes with the marks.
 *
 * Exact, unlike adding up dominator subtrees. What is left uncounted is the room of the slots in the registries' own
 * tables. Costs two walks of the graph, and two of what registries hold.
 */
export function removal(
  graph: HeapGraph,
  removed: readonly Mark[],
  registries: readonly Mark[],
  contents: readonly Mark[] = [],
): Removal {
  const alive = new Uint8Array(graph.nodeCount)
  const stack = new Uint32Array(graph.nodeCount)
  const gone = new Set(removed.flatMap((mark) => [...mark.leading]))
  const seenThrough = new Set(registries.flatMap((mark) => [...mark.leading]))

  const roots = [graph.root, ...graph.orphans].filter((node) => !gone.has(node))
  for (const node of [...gone, ...roots]) alive[node] = 1
  walk(graph, roots, alive, stack, seenThrough)
  for (const node of gone) alive[node] = 0

  const nodes: NodeIndex[] = []
  for (const node of gone) {
    if (alive[node] === 1) continue
    alive[node] = 1
    nodes.push(node)
  }
  for (const node of walk(graph, nodes, alive, stack, new Set())) nodes.push(node)
  if (registries.length > 0) {
    const freed = new Set(nodes)
    const leading = contents.flatMap((mark) => [...mark.leading])
    const wentAway = new Set(leading.filter((node) => freed.has(node)))
    const stayed = new Set(leading.filter((node) => !freed.has(node)))
    for (const node of cacheEntries(graph, alive, wentAway, stayed, [...seenThrough])) nodes.push(node)
  }
  return { nodes, bytes: nodes.reduce((sum, node) => sum + selfSize(graph.snapshot.nodes, node), 0) }
}

/** Walks on from `from` into all nodes not seen, not past those of `stops`; returns the nodes it saw first. */
function walk(
  graph: HeapGraph,
  from: readonly NodeIndex[],
  seen: Uint8Array,
  stack: Uint32Array,
  stops: ReadonlySet<NodeIndex>,
): NodeIndex[] {
  const { firstEdge } = graph
  const { word } = graph.edges
  const found: NodeIndex[] = []
  let depth = 0
  for (const node of from) stack[depth++] = node
  while (depth > 0) {
    const node = stack[--depth]
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const target = edgeTarget(word[edge])
      if (seen[target] === 1 || !isStrong(graph, edge)) continue
      seen[target] = 1
      found.push(target)
      if (!stops.has(target)) stack[depth++] = target
    }
  }
  return found
}
