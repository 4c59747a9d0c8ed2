import { reachable } from '../graph/flood.ts'
import type { HeapGraph } from '../graph/graph.ts'
import type { Mark } from '../recognise/mark.ts'
import { type Bytes, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import { type Attribution, unreachable } from './attribution.ts'
import { type OwnerSets, ownerSets, spread, unassigned } from './ownerSets.ts'

/**
 * Gives every byte its owners. `owners` are the marks that shall own; marks that are left out are seen through.
 *
 * Exact: the shares are whole bytes and add up with the background to all that the root reaches. Costs a few walks
 * of the graph, whatever the number of owners.
 */
export function attribute(graph: HeapGraph, owners: readonly Mark[]): Attribution {
  const sets = ownerSets()
  const ownerSet = new Uint32Array(graph.nodeCount).fill(unassigned)
  const reached = reachable(graph, [graph.root])
  const leading = [...leadingNodes(owners, sets)].filter(([node]) => reached[node] === 1 && node !== graph.root)
  const seeds = leading.map(([node]) => node)
  const isRegistry = (node: NodeIndex): boolean =>
    sets.members[ownerSet[node]].every((owner) => owners[owner].kind === 'registry')

  const background = reachable(graph, [graph.root], seeds)
  for (let node = 0; node < graph.nodeCount; node++) if (background[node] === 1) ownerSet[node] = 0
  for (const [node, set] of leading) ownerSet[node] = set
  spread(
    graph,
    ownerSet,
    seeds.filter((node) => !isRegistry(node)),
    sets,
  )
  // Registries own what is left: what no other owner reaches.
  spread(graph, ownerSet, seeds.filter(isRegistry), sets)

  for (let node = 0; node < graph.nodeCount; node++) if (reached[node] === 0) ownerSet[node] = unreachable
  return { graph, owners, ownerSet, ...sums(graph, owners, ownerSet, sets) }
}

/** The set of owners that each leading node leads. */
function leadingNodes(owners: readonly Mark[], sets: OwnerSets): Map<NodeIndex, number> {
  const leaders = new Map<NodeIndex, number[]>()
  owners.forEach((mark, owner) => {
    for (const node of mark.leading) {
      const list = leaders.get(node)
      if (list === undefined) leaders.set(node, [owner])
      else list.push(owner)
    }
  })
  // A registry is see-through also where it shares a leading node with another mark.
  const strongest = (list: number[]): number[] => {
    const others = list.filter((owner) => owners[owner].kind !== 'registry')
    return others.length > 0 ? others : list
  }
  return new Map([...leaders].map(([node, list]) => [node, sets.of(strongest(list))]))
}

function sums(
  graph: HeapGraph,
  owners: readonly Mark[],
  ownerSet: Uint32Array,
  sets: OwnerSets,
): Omit<Attribution, 'graph' | 'owners' | 'ownerSet'> {
  const setBytes = new Float64Array(sets.members.length)
  let unreachableBytes: Bytes = 0
  for (let node = 0; node < graph.nodeCount; node++) {
    const size = selfSize(graph.snapshot.nodes, node)
    if (ownerSet[node] === unreachable) unreachableBytes += size
    else setBytes[ownerSet[node]] += size
  }
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

/**
 * Deals the bytes `from` .. `to - 1` of a set like cards, one each in turn to `players`: how many `player` gets.
 * Whole bytes that add up, also when the set is dealt in stretches.
 */
export function dealt(from: Bytes, to: Bytes, players: number, player: number): Bytes {
  const before = (end: Bytes): number => Math.max(0, Math.ceil((end - player) / players))
  return before(to) - before(from)
}
