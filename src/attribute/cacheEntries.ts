import { stop, walk } from '../graph/flood.ts'
import { backgroundColumn } from '../graph/fold.ts'
import { type HeapGraph, isStrong } from '../graph/graph.ts'
import type { Mark } from '../recognise/mark.ts'
import { edgeTarget, type NodeIndex } from '../snapshot/snapshot.ts'
import type { Attribution } from './attribution.ts'
import { leadingNodes } from './leadingNodes.ts'

/** Registries that are seen through, and what they hold for others: prepared once for many removals. */
export interface Caches {
  /** The nodes that the registries consist of. */
  readonly nodes: ReadonlySet<NodeIndex>
  /** Leading nodes of what they hold for others. */
  readonly contents: ReadonlySet<NodeIndex>
  /**
   * Who holds what, of all that they lead to: in front of background, which stays, or everywhere. Made when it is first
   * asked for.
   */
  holders(inFrontOfBackground: boolean): Holders
}

/** The edges backwards, as lists. */
export interface Holders {
  /** By NodeIndex: its first link, 0 for none. */
  readonly head: Uint32Array
  /** By link - 1: the node that holds. */
  readonly holder: Uint32Array
  /** By link - 1: the next link of the same node, 0 for none. */
  readonly next: Uint32Array
}

/** Takes 4 bytes a node and 8 an edge of what the registries lead to, from the first removal that frees contents on. */
export function cachesOf({ graph, fold }: Attribution, registries: readonly Mark[], contents: readonly Mark[]): Caches {
  const nodes = leadingNodes(registries)
  const known: (Holders | undefined)[] = []
  return {
    nodes,
    contents: leadingNodes(contents),
    holders(inFrontOfBackground) {
      const around = () => (inFrontOfBackground ? backgroundColumn(fold) : new Uint8Array(graph.nodeCount))
      known[Number(inFrontOfBackground)] ??= holdersAround(graph, nodes, around())
      return known[Number(inFrontOfBackground)]!
    },
  }
}

function holdersAround(graph: HeapGraph, nodes: ReadonlySet<NodeIndex>, around: Uint8Array): Holders {
  const { firstEdge } = graph
  const { word } = graph.edges
  const { entered } = walk(graph, nodes, around)
  let most = 0
  for (let at = 0; at < entered.length; at++) most += firstEdge[entered[at] + 1] - firstEdge[entered[at]]
  const head = new Uint32Array(graph.nodeCount)
  const holder = new Uint32Array(most)
  const next = new Uint32Array(most)
  let links = 0
  for (let at = 0; at < entered.length; at++) {
    const node = entered[at]
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      if (!isStrong(graph, edge)) continue
      const target = edgeTarget(word[edge])
      holder[links] = node
      next[links] = head[target]
      head[target] = ++links
    }
  }
  return { head, holder, next }
}

const toGone = 1
const toKept = 2
const inside = 2

/** Gives what `leadsTo` says of the nodes of `open` to all inside that lead to them. */
function passBack({ head, holder, next }: Holders, open: NodeIndex[], seen: Uint8Array, leadsTo: Uint8Array): void {
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (let link = head[node]; link !== 0; link = next[link - 1]) {
      const by = holder[link - 1]
      if (seen[by] !== inside || (leadsTo[by] | leadsTo[node]) === leadsTo[by]) continue
      leadsTo[by] |= leadsTo[node]
      open.push(by)
    }
  }
}

/**
 * What a cache itself keeps for things that are gone: nodes that only caches hold, that lead to something gone and to
 * nothing that is kept. A table leads to both and stays; the entry of one removed validator goes, and what only
 * that entry holds goes with it.
 *
 * `settledColumn` makes a column that is not 0 where it is decided already: what is alive without the caches, and what is gone. `gone` says which of
 * the contents are, and `backgroundStays` whether no background is among it. Costs two walks of what caches alone hold.
 */
export function cacheEntries(
  graph: HeapGraph,
  settledColumn: () => Uint8Array,
  caches: Caches,
  gone: (node: NodeIndex) => boolean,
  backgroundStays: boolean,
): NodeIndex[] {
  const { nodes, contents } = caches
  const leadsTo = new Uint8Array(graph.nodeCount)
  const open: NodeIndex[] = []
  for (const node of contents) {
    leadsTo[node] = gone(node) ? toGone : toKept
    open.push(node)
  }
  if (!open.some((node) => leadsTo[node] === toGone)) return []

  const settled = settledColumn()
  const seen = settled.slice()
  const held = walk(graph, nodes, seen, inside).entered.subarray(nodes.size)
  passBack(caches.holders(backgroundStays), open, seen, leadsTo)
  const entries = held.filter((node) => leadsTo[node] === toGone)
  if (entries.length === 0) return []
  for (const node of entries) settled[node] = stop
  walk(graph, nodes, settled)
  for (const node of entries) settled[node] = 0
  return [...held.filter((node) => settled[node] === 0)]
}
