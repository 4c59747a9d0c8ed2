import { type HeapGraph, isStrong } from '../graph/graph.ts'
import { edgeTarget, type NodeIndex } from '../snapshot/snapshot.ts'

/**
 * What a cache itself keeps for things that are gone: nodes that only caches hold, that lead to something gone and to
 * nothing that is kept. A table leads to both and stays; the entry of one removed validator goes, and what only
 * that entry holds goes with it.
 *
 * `settled` is 1 where it is decided already: what is alive without the caches, and what is gone. `caches` are the
 * nodes that the caches consist of.
 */
export function cacheEntries(
  graph: HeapGraph,
  settled: Uint8Array,
  gone: ReadonlySet<NodeIndex>,
  kept: ReadonlySet<NodeIndex>,
  caches: readonly NodeIndex[],
): NodeIndex[] {
  if (gone.size === 0) return []
  const inside = heldByCaches(graph, settled, caches)
  const leadsToGone = leadingTo(graph, inside, gone)
  const leadsToKept = leadingTo(graph, inside, kept)
  const ownNodes = new Set(caches)
  const entries = new Set(
    [...inside].filter((node) => leadsToGone.has(node) && !leadsToKept.has(node) && !ownNodes.has(node)),
  )
  if (entries.size === 0) return []
  const still = heldByCaches(graph, settled, caches, entries)
  return [...inside].filter((node) => !still.has(node))
}

/** Undecided nodes that the caches reach without entering `avoid`. */
function heldByCaches(
  graph: HeapGraph,
  settled: Uint8Array,
  caches: readonly NodeIndex[],
  avoid: ReadonlySet<NodeIndex> = new Set(),
): Set<NodeIndex> {
  const found = new Set<NodeIndex>()
  const stack = [...caches]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (let edge = graph.firstEdge[node]; edge < graph.firstEdge[node + 1]; edge++) {
      const target = edgeTarget(graph.edges.word[edge])
      if (settled[target] === 1 || found.has(target) || avoid.has(target) || !isStrong(graph, edge)) continue
      found.add(target)
      stack.push(target)
    }
  }
  return found
}

/** Nodes of `inside` from which a walk inside comes to a node of `goals`. */
function leadingTo(
  graph: HeapGraph,
  inside: ReadonlySet<NodeIndex>,
  goals: ReadonlySet<NodeIndex>,
): ReadonlySet<NodeIndex> {
  const holders = new Map<NodeIndex, NodeIndex[]>()
  const found = new Set<NodeIndex>()
  const stack: NodeIndex[] = []
  const add = (node: NodeIndex): void => {
    if (found.has(node)) return
    found.add(node)
    stack.push(node)
  }
  for (const node of inside) {
    if (goals.has(node)) add(node)
    for (let edge = graph.firstEdge[node]; edge < graph.firstEdge[node + 1]; edge++) {
      const target = edgeTarget(graph.edges.word[edge])
      if (!isStrong(graph, edge)) continue
      if (goals.has(target)) add(node)
      if (!inside.has(target)) continue
      const list = holders.get(target)
      if (list === undefined) holders.set(target, [node])
      else list.push(node)
    }
  }
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) holders.get(node)?.forEach(add)
  return found
}
