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
  const inside = walk(graph, caches, settled.slice()).entered.subarray(caches.length)
  const leadsTo = goals(graph, inside, gone, kept)
  const entries = inside.filter((_, at) => leadsTo[at] === toGone)
  if (entries.length === 0) return []
  const still = settled.slice()
  for (const node of entries) still[node] = 1
  walk(graph, caches, still)
  for (const node of entries) still[node] = 0
  return [...inside.filter((node) => still[node] === 0)]
}

const toGone = 1
const toKept = 2

/** By position in `inside`: whether a walk inside comes from there to something gone, kept, or both. */
function goals(
  graph: HeapGraph,
  inside: Uint32Array,
  gone: ReadonlySet<NodeIndex>,
  kept: ReadonlySet<NodeIndex>,
): Uint8Array {
  const { firstEdge } = graph
  const { word } = graph.edges
  const goal = new Uint8Array(graph.nodeCount)
  for (const node of gone) goal[node] |= toGone
  for (const node of kept) goal[node] |= toKept
  const position = new Uint32Array(graph.nodeCount)
  let most = 0
  for (let at = 0; at < inside.length; at++) {
    position[inside[at]] = at + 1
    most += firstEdge[inside[at] + 1] - firstEdge[inside[at]]
  }
  // Holders of each node inside, as lists: position and next + 1 by number of the holder, its first + 1 by position.
  const head = new Uint32Array(inside.length)
  const holder = new Uint32Array(most)
  const next = new Uint32Array(most)
  const leadsTo = new Uint8Array(inside.length)
  const stack: number[] = []
  let holders = 0
  for (let at = 0; at < inside.length; at++) {
    const node = inside[at]
    let leads = goal[node]
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      if (!isStrong(graph, edge)) continue
      const target = edgeTarget(word[edge])
      leads |= goal[target]
      const to = position[target]
      if (to === 0) continue
      holder[holders] = at
      next[holders] = head[to - 1]
      head[to - 1] = ++holders
    }
    leadsTo[at] = leads
    if (leads !== 0) stack.push(at)
  }
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    for (let link = head[at]; link !== 0; link = next[link - 1]) {
      const by = holder[link - 1]
      const before = leadsTo[by]
      leadsTo[by] |= leadsTo[at]
      if (leadsTo[by] !== before) stack.push(by)
    }
  }
  return leadsTo
}
