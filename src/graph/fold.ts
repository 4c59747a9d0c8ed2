import { edgeTarget, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import { flood, stop, walk } from './flood.ts'
import type { HeapGraph } from './graph.ts'
import { distinct, type Lists, listCount, listsOf, transposed, wider } from './lists.ts'
import { setTable } from './setTable.ts'
import { unions } from './unions.ts'

/** Index into Fold.leads. */
export type LeadIndex = number

/** Index into the groups of a fold. */
export type GroupIndex = number

/**
 * A heap folded by some of its nodes, the leads: all other nodes are told apart by one thing only, which leads reach
 * them without passing another lead. Nodes with the same ones are a group, and the leads and groups with what they
 * lead to are a small graph. Whatever is asked about what some leads reach, or reach around others, has its exact
 * answer there: who owns what, and what goes with what.
 */
export interface Fold {
  readonly graph: HeapGraph
  /** By LeadIndex. */
  readonly leads: Uint32Array
  /** By NodeIndex: its group. A lead is in the group that it alone reaches. */
  readonly group: Uint32Array
  /** By GroupIndex: the leads that reach it, ascending. `soleGroup` of a lead is the group that it alone reaches. */
  readonly members: Lists
  /** By LeadIndex: the groups that it reaches. */
  readonly groups: Lists
  /** By GroupIndex: the leads that its nodes lead to. */
  readonly targets: Lists
  /** The leads that background leads to. */
  readonly entries: readonly LeadIndex[]
  /** By GroupIndex: shallow bytes of its nodes. */
  readonly bytes: Float64Array
}

/** The group of what the root does not reach. */
export const unreached: GroupIndex = 0
/** The group of what the root reaches without passing a lead. */
export const background: GroupIndex = 1
const firstSole = 2

/** The group of what this lead alone reaches. */
const soleGroup = (lead: LeadIndex): GroupIndex => lead + firstSole

/** The lead at a node that the root reaches; undefined where there is none. */
export function leadAt({ leads, group }: Fold, node: NodeIndex): LeadIndex | undefined {
  const lead = group[node] - firstSole
  return lead >= 0 && lead < leads.length && leads[lead] === node ? lead : undefined
}

/** The leads at these nodes, without those that are none. */
export const leadsAt = (fold: Fold, nodes: Iterable<NodeIndex>): LeadIndex[] =>
  [...nodes].flatMap((node) => leadAt(fold, node) ?? [])

/** By NodeIndex: 1 for background. */
export function backgroundColumn({ group }: Fold): Uint8Array {
  const column = new Uint8Array(group.length)
  for (let node = 0; node < group.length; node++) column[node] = group[node] === background ? 1 : 0
  return column
}

/**
 * Folds by all of `leadNodes` but the root, which never is a lead. Costs a walk of the graph, 4 bytes a node, and some
 * more work for what several leads reach. What the nodes of `beside` lead to counts as background as well; the root shall
 * reach them.
 */
export function fold(
  graph: HeapGraph,
  leadNodes: ReadonlySet<NodeIndex>,
  beside: ReadonlySet<NodeIndex> = new Set(),
): Fold {
  const leads = new Uint32Array([...leadNodes].filter((node) => node !== graph.root))
  const group = new Uint32Array(graph.nodeCount)
  const entries = walkBackground(graph, leads, group, beside)
  const { holders, held, shared, sharedBy } = label(graph, leads, group, entries)
  const members = assignShared(graph, leads.length, group, shared, sharedBy)
  for (let lead = 0; lead < leads.length; lead++) group[leads[lead]] = unreached
  for (const lead of entries) group[leads[lead]] = soleGroup(lead)
  for (const lead of held) group[leads[lead]] = soleGroup(lead)

  const groupCount = listCount(members)
  const holding = holders.map((node) => group[node])
  return {
    graph,
    leads,
    group,
    members,
    groups: transposed(members, leads.length),
    targets: distinct(listsOf(groupCount, holding, held), leads.length),
    entries,
    bytes: bytesByGroup(graph, group, groupCount),
  }
}

/** In the column of groups, while it is made: leads, from this number on. */
const leadCode = 0x80000000

/** Writes background and leads into the column, and returns the leads that background leads to. */
function walkBackground(
  graph: HeapGraph,
  leads: Uint32Array,
  group: Uint32Array,
  beside: ReadonlySet<NodeIndex>,
): LeadIndex[] {
  const seen = new Uint8Array(graph.nodeCount)
  for (const node of leads) seen[node] = stop
  const found = flood(graph, seen, 1)
  const from = [...beside].filter((node) => seen[node] === 0)
  if (from.length > 0) found.push(...walk(graph, from, seen, 1).met)
  for (let node = 0; node < group.length; node++) group[node] = seen[node] === 1 ? background : unreached
  for (let lead = 0; lead < leads.length; lead++) group[leads[lead]] = leadCode + lead
  return found.map((node) => group[node] - leadCode)
}

interface Labels {
  /** Nodes behind leads, or leads, that lead to leads, and to which, in step. */
  readonly holders: Uint32Array
  readonly held: Uint32Array
  /** Nodes that a second lead was found to reach, and the sole group of that lead, in step. */
  readonly shared: Uint32Array
  readonly sharedBy: Uint32Array
}

/**
 * Gives each node behind leads the sole group of the first lead that gets to it, and notes every edge on which another
 * lead gets to it. What these notes' nodes lead to is shared as well; everything else has one lead.
 */
function label(graph: HeapGraph, leads: Uint32Array, group: Uint32Array, entries: readonly LeadIndex[]): Labels {
  const { firstEdge, strong } = graph
  const { word } = graph.edges
  // One note a node is more than most heaps have: V8 has not compiled the growing, and falls out of its code where it comes to it.
  let holders = new Uint32Array(group.length)
  let held = new Uint32Array(group.length)
  let heldCount = 0
  let shared = new Uint32Array(group.length)
  let sharedBy = new Uint32Array(group.length)
  let sharedCount = 0
  const stack = new Uint32Array(group.length)
  const isQueued = new Uint8Array(leads.length)
  const queue = [...entries]
  for (const lead of entries) isQueued[lead] = 1
  for (let head = 0; head < queue.length; head++) {
    const own = soleGroup(queue[head])
    stack[0] = leads[queue[head]]
    for (let depth = 1; depth > 0; ) {
      const node = stack[--depth]
      for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
        const target = edgeTarget(word[edge])
        const found = group[target]
        if (found === own || found === background || ((strong[edge >>> 5] >>> (edge & 31)) & 1) === 0) continue
        if (found === unreached) {
          group[target] = own
          stack[depth++] = target
        } else if (found < leadCode) {
          if (sharedCount === shared.length) [shared, sharedBy] = [wider(shared), wider(sharedBy)]
          shared[sharedCount] = target
          sharedBy[sharedCount++] = own
        } else {
          const lead = found - leadCode
          if (heldCount === held.length) [holders, held] = [wider(holders), wider(held)]
          holders[heldCount] = node
          held[heldCount++] = lead
          if (isQueued[lead] === 1) continue
          isQueued[lead] = 1
          queue.push(lead)
        }
      }
    }
  }
  return {
    holders: holders.subarray(0, heldCount),
    held: held.subarray(0, heldCount),
    shared: shared.subarray(0, sharedCount),
    sharedBy: sharedBy.subarray(0, sharedCount),
  }
}

/** Writes the groups of what several leads reach, and returns the members of all groups. */
function assignShared(
  graph: HeapGraph,
  leadCount: number,
  group: Uint32Array,
  shared: Uint32Array,
  sharedBy: Uint32Array,
): Lists {
  const sets = setTable()
  sets.reserve()
  sets.reserve()
  sets.singles(leadCount)

  const { nodes, links, numberOf } = behindShared(graph, group, shared)
  // First the group that each has already, then those of the notes.
  const lists = new Uint32Array(nodes.length + shared.length)
  const own = new Uint32Array(lists.length)
  for (let at = 0; at < nodes.length; at++) {
    lists[at] = at
    own[at] = group[nodes[at]]
  }
  own.set(sharedBy, nodes.length)
  for (let at = 0; at < shared.length; at++) lists[nodes.length + at] = numberOf[shared[at]] - 1
  const found = unions(links, listsOf(nodes.length, lists, own), sets)
  for (let at = 0; at < nodes.length; at++) group[nodes[at]] = found[at]
  return sets.members()
}

/** What nodes that several leads reach lead to, they included, as a graph of its own. */
function behindShared(graph: HeapGraph, group: Uint32Array, shared: Uint32Array) {
  const { firstEdge, strong } = graph
  const { word } = graph.edges
  // By NodeIndex: its place in `nodes` + 1.
  const numberOf = new Uint32Array(group.length)
  const nodes = new Uint32Array(group.length)
  const first = new Uint32Array(group.length + 1)
  let items = new Uint32Array(group.length)
  let count = 0
  let length = 0
  for (let at = 0; at < shared.length; at++) {
    if (numberOf[shared[at]] !== 0) continue
    nodes[count] = shared[at]
    numberOf[shared[at]] = ++count
  }
  for (let head = 0; head < count; head++) {
    const node = nodes[head]
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      const target = edgeTarget(word[edge])
      const found = group[target]
      if (found === background || found >= leadCode || ((strong[edge >>> 5] >>> (edge & 31)) & 1) === 0) continue
      if (numberOf[target] === 0) {
        nodes[count] = target
        numberOf[target] = ++count
      }
      if (length === items.length) items = wider(items)
      items[length++] = numberOf[target] - 1
    }
    first[head + 1] = length
  }
  const links = { first: first.subarray(0, count + 1), items: items.subarray(0, length) }
  return { nodes: nodes.subarray(0, count), links, numberOf }
}

function bytesByGroup({ snapshot: { nodes } }: HeapGraph, group: Uint32Array, count: number): Float64Array {
  const bytes = new Float64Array(count)
  for (let node = 0; node < group.length; node++) bytes[group[node]] += selfSize(nodes, node)
  return bytes
}
