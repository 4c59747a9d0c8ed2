import { walk } from '../graph/flood.ts'
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
  const inside = heldByCaches(graph, settled, caches, [])
  const leadsTo = goals(graph, inside, gone, kept)
  const ownNodes = new Set(caches)
  const entries = inside.filter((node, at) => leadsTo[at] === toGone && !ownNodes.has(node))
  if (entries.length === 0) return []
  const still = new Set(heldByCaches(graph, settled, caches, entries))
  return inside.filter((node) => !still.has(node))
}

/** Undecided nodes that the caches reach without entering `avoid`. */
function heldByCaches(
  graph: HeapGraph,
  settled: Uint8Array,
  caches: readonly NodeIndex[],
  avoid: readonly NodeIndex[],
): NodeIndex[] {
  const seen = settled.slice()
  for (const node of avoid) seen[node] = 1
  return [...walk(graph, caches, seen).entered.subarray(caches.length)]
}

const toGone = 1
const toKept = 2

/** By position in `inside`: whether a walk inside comes from there to something gone, kept, or both. */
function goals(
  graph: HeapGraph,
  inside: readonly NodeIndex[],
  gone: ReadonlySet<NodeIndex>,
  kept: ReadonlySet<NodeIndex>,
): Uint8Array {
  const position = new Int32Array(graph.nodeCount)
  for (const [at, node] of inside.entries()) position[node] = at + 1
  const goalOf = (node: NodeIndex): number => (gone.has(node) ? toGone : 0) | (kept.has(node) ? toKept : 0)
  const leadsTo = Uint8Array.from(inside, goalOf)

  // Holders of each node inside, as lists: holder and next by edge, head by position.
  const head = new Int32Array(inside.length).fill(-1)
  const holder: number[] = []
  const next: number[] = []
  for (const [at, node] of inside.entries()) {
    for (let edge = graph.firstEdge[node]; edge < graph.firstEdge[node + 1]; edge++) {
      if (!isStrong(graph, edge)) continue
      const target = edgeTarget(graph.edges.word[edge])
      const to = position[target] - 1
      if (to < 0) leadsTo[at] |= goalOf(target)
      else {
        next.push(head[to])
        head[to] = holder.push(at) - 1
      }
    }
  }
  const stack = [...inside.keys()].filter((at) => leadsTo[at] !== 0)
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    for (let edge = head[at]; edge >= 0; edge = next[edge]) {
      const before = leadsTo[holder[edge]]
      leadsTo[holder[edge]] |= leadsTo[at]
      if (leadsTo[holder[edge]] !== before) stack.push(holder[edge])
    }
  }
  return leadsTo
}
