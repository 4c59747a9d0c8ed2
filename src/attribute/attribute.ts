import type { HeapGraph } from '../graph/graph.ts'
import type { Mark } from '../recognise/mark.ts'
import { type Bytes, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import { type Attribution, unreachable } from './attribution.ts'
import { type OwnerSets, ownerSets, spread, unassigned } from './ownerSets.ts'
import { leadingNodes, type Reach, reach, side } from './reach.ts'

/**
 * Gives every byte its owners. `owners` are the marks that shall own; marks that are left out are seen through.
 *
 * Exact: the shares are whole bytes and add up with the background to all that the root reaches. Costs a few walks
 * of what is owned, whatever the number of owners, and one of the graph where `around`, what the root reaches around
 * the owners' leading nodes, is not there yet.
 */
export function attribute(
  graph: HeapGraph,
  owners: readonly Mark[],
  around: Reach = reach(graph, leadingNodes(owners)),
): Attribution {
  const sets = ownerSets()
  const ownerSet = firstSets(around.side)
  const isBackground = around.side.map((found) => (found === side.background ? 1 : 0))
  const leading = [...leaders(owners, sets)].filter(([node]) => around.side[node] === side.wall)
  const seeds = leading.map(([node]) => node)
  const isRegistry = (node: NodeIndex): boolean =>
    sets.members[ownerSet[node]].every((owner) => owners[owner].kind === 'registry')

  for (const [node, set] of leading) ownerSet[node] = set
  spread(
    graph,
    ownerSet,
    seeds.filter((node) => !isRegistry(node)),
    sets,
  )
  // Registries own what is left: what no other owner reaches.
  spread(graph, ownerSet, seeds.filter(isRegistry), sets)
  return { graph, owners, ownerSet, isBackground, entries: around.entries, ...sums(graph, owners, ownerSet, sets) }
}

/** Where the spreading begins, by side: what is a wall gets its own set then. */
const setOfSide = Uint32Array.of(unreachable, 0, unassigned, unassigned)

function firstSets(sides: Uint8Array): Uint32Array {
  const ownerSet = new Uint32Array(sides.length)
  for (let node = 0; node < sides.length; node++) ownerSet[node] = setOfSide[sides[node]]
  return ownerSet
}

/** The set of owners that each leading node leads. */
function leaders(owners: readonly Mark[], sets: OwnerSets): Map<NodeIndex, number> {
  const byNode = new Map<NodeIndex, number[]>()
  owners.forEach((mark, owner) => {
    for (const node of mark.leading) {
      const list = byNode.get(node)
      if (list === undefined) byNode.set(node, [owner])
      else list.push(owner)
    }
  })
  // A registry is see-through also where it shares a leading node with another mark.
  const strongest = (list: number[]): number[] => {
    const others = list.filter((owner) => owners[owner].kind !== 'registry')
    return others.length > 0 ? others : list
  }
  return new Map([...byNode].map(([node, list]) => [node, sets.of(strongest(list))]))
}

function sums(
  graph: HeapGraph,
  owners: readonly Mark[],
  ownerSet: Uint32Array,
  sets: OwnerSets,
): Omit<Attribution, 'graph' | 'owners' | 'ownerSet' | 'isBackground' | 'entries'> {
  const { setBytes, unreachableBytes } = bytesBySet(graph, ownerSet, sets.members.length)
  const exclusive = new Float64Array(owners.length)
  const shared = new Float64Array(owners.length)
  const share = new Float64Array(owners.length)
  sets.members.forEach((members, set) => {
    members.forEach((owner, position) => {
      if (members.length === 1) exclusive[owner] += setBytes[set]
      else shared[owner] += setBytes[set]
      share[owner] += dealt(0, setBytes[set], members.length, position)
    })
  })
  const reachableBytes = setBytes.reduce((sum, bytes) => sum + bytes, 0)
  return {
    sets: sets.members,
    setBytes,
    exclusive,
    shared,
    share,
    backgroundBytes: setBytes[0],
    reachableBytes,
    unreachableBytes,
  }
}

function bytesBySet({ snapshot: { nodes } }: HeapGraph, ownerSet: Uint32Array, count: number) {
  const setBytes = new Float64Array(count)
  let unreachableBytes: Bytes = 0
  for (let node = 0; node < ownerSet.length; node++) {
    const size = selfSize(nodes, node)
    if (ownerSet[node] === unreachable) unreachableBytes += size
    else setBytes[ownerSet[node]] += size
  }
  return { setBytes, unreachableBytes }
}

/**
 * Deals the bytes `from` .. `to - 1` of a set like cards, one each in turn to `players`: how many `player` gets.
 * Whole bytes that add up, also when the set is dealt in stretches.
 */
export function dealt(from: Bytes, to: Bytes, players: number, player: number): Bytes {
  const before = (end: Bytes): number => Math.max(0, Math.ceil((end - player) / players))
  return before(to) - before(from)
}
