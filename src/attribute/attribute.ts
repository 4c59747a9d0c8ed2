import { background, type Fold, fold, type GroupIndex, type LeadIndex, leadAt, unreached } from '../graph/fold.ts'
import { foldColumns, foldWalk } from '../graph/foldWalk.ts'
import type { HeapGraph } from '../graph/graph.ts'
import { listCount } from '../graph/lists.ts'
import { type SetIndex, type SetTable, setTable } from '../graph/setTable.ts'
import { unions } from '../graph/unions.ts'
import type { Mark } from '../recognise/mark.ts'
import type { Bytes } from '../snapshot/snapshot.ts'
import { type Attribution, type OwnedGroups, unreachable } from './attribution.ts'
import { leadingNodes } from './leadingNodes.ts'

/**
 * Gives every byte its owners. `owners` are the marks that shall own; marks that are left out are seen through. Their
 * leading nodes shall be among the leads of `folded`.
 *
 * Exact: the shares are whole bytes and add up with the background to all that the root reaches. Costs some passes over
 * the fold and one over the nodes, whatever the number of owners.
 */
export function attribute(
  graph: HeapGraph,
  owners: readonly Mark[],
  folded: Fold = fold(graph, leadingNodes(owners)),
): Attribution {
  const owned = ownedGroups(folded, owners)
  return { ...owned, graph, ownerSet: setByNode(folded.group, owned.setOfGroup) }
}

function setByNode(group: Uint32Array, setOfGroup: Uint32Array): Uint32Array {
  const sets = new Uint32Array(group.length)
  for (let node = 0; node < sets.length; node++) sets[node] = setOfGroup[group[node]]
  return sets
}

/** The same for those who ask about no single node. Costs some passes over the fold. */
export function ownedGroups(folded: Fold, owners: readonly Mark[]): OwnedGroups {
  const sets = setTable()
  const none = sets.of([])
  const ownSet = leaderSets(folded, owners, sets)
  const isBackground = backgroundGroups(folded, ownSet)
  const withRegistries = spread(folded, ownSet, sets)
  const stronger = withoutRegistries(sets, owners)
  const setOfGroup = withRegistries.map((set, group) => {
    if (group === unreached) return unreachable
    return isBackground[group] === 1 ? none : stronger(set)
  })
  return { fold: folded, owners, setOfGroup, ...sums(folded, owners, setOfGroup, sets) }
}

/** Registries own what is left: what no other owner reaches. */
function withoutRegistries(sets: SetTable, owners: readonly Mark[]): (set: SetIndex) => SetIndex {
  const isRegistry = owners.map(({ kind }) => kind === 'registry')
  const { first, items } = sets.members()
  const stronger = new Map<SetIndex, SetIndex>()
  return (set) => {
    const [from, to] = [first[set], first[set + 1]]
    let registries = 0
    for (let at = from; at < to; at++) if (isRegistry[items[at]]) registries++
    if (registries === 0 || registries === to - from) return set
    const known = stronger.get(set) ?? sets.of(items.subarray(from, to).filter((owner) => !isRegistry[owner]))
    stronger.set(set, known)
    return known
  }
}

/**
 * By lead: the set of owners that it leads; 0 for none. A registry is seen through also where it shares a lead. The sets
 * of one owner are made first, so that their numbers are one higher than the owner's.
 */
function leaderSets(folded: Fold, owners: readonly Mark[], sets: SetTable): Uint32Array {
  const ownSet = new Uint32Array(folded.leads.length)
  const several = new Map<LeadIndex, number[]>()
  sets.singles(owners.length)
  for (let owner = 0; owner < owners.length; owner++) {
    const alone = owner + 1
    for (const node of owners[owner].leading) {
      const lead = leadAt(folded, node)
      if (lead === undefined || ownSet[lead] === alone) continue
      const list = several.get(lead)
      if (list !== undefined) list.push(owner)
      else if (ownSet[lead] === 0) ownSet[lead] = alone
      else several.set(lead, [ownSet[lead] - 1, owner])
    }
  }
  for (const [lead, list] of several) {
    const others = list.filter((owner) => owners[owner].kind !== 'registry')
    ownSet[lead] = sets.of(others.length > 0 ? others : list)
  }
  return ownSet
}

/** By group: 1 for background and what it leads to without passing an owner. */
function backgroundGroups(folded: Fold, ownSet: Uint32Array): Uint8Array {
  const columns = foldColumns(folded)
  const { ofGroup, isWall } = columns
  for (let lead = 0; lead < ownSet.length; lead++) if (ownSet[lead] !== 0) isWall[lead] = 1
  ofGroup[background] = 1
  foldWalk(folded, folded.entries, columns, 1)
  return ofGroup
}

/** By group: all owners that reach it without passing another one's lead, as if registries were like all others. */
function spread({ groups, targets, leads, members }: Fold, ownSet: Uint32Array, sets: SetTable): Uint32Array {
  // Leads first, then groups: a lead leads to its groups, and a group to the leads that are no owner's.
  const count = leads.length + listCount(members)
  const first = new Uint32Array(count + 1)
  const items = new Uint32Array(groups.items.length + targets.items.length)
  const ownFirst = new Uint32Array(count + 1)
  let length = 0
  let owned = 0
  for (let lead = 0; lead < leads.length; lead++) {
    for (let at = groups.first[lead]; at < groups.first[lead + 1]; at++)
      items[length++] = leads.length + groups.items[at]
    first[lead + 1] = length
    if (ownSet[lead] !== 0) owned++
    ownFirst[lead + 1] = owned
  }
  for (let node = leads.length; node < count; node++) {
    const group = node - leads.length
    for (let at = targets.first[group]; at < targets.first[group + 1]; at++) {
      if (ownSet[targets.items[at]] === 0) items[length++] = targets.items[at]
    }
    first[node + 1] = length
    ownFirst[node + 1] = owned
  }
  const own = { first: ownFirst, items: ownSet.filter((set) => set !== 0) }
  return unions({ first, items: items.subarray(0, length) }, own, sets).subarray(leads.length)
}

function sums(
  folded: Fold,
  owners: readonly Mark[],
  setOfGroup: Uint32Array,
  sets: SetTable,
): Omit<OwnedGroups, 'fold' | 'owners' | 'setOfGroup'> {
  const { first, items } = sets.members()
  const setBytes = new Float64Array(sets.count)
  for (let group: GroupIndex = unreached + 1; group < setOfGroup.length; group++) {
    setBytes[setOfGroup[group]] += folded.bytes[group]
  }
  const exclusive = new Float64Array(owners.length)
  const shared = new Float64Array(owners.length)
  const share = new Float64Array(owners.length)
  for (let set = 0; set < setBytes.length; set++) {
    const size = first[set + 1] - first[set]
    for (let position = 0; position < size; position++) {
      const owner = items[first[set] + position]
      if (size === 1) exclusive[owner] += setBytes[set]
      else shared[owner] += setBytes[set]
      share[owner] += dealt(0, setBytes[set], size, position)
    }
  }
  return {
    sets: { first, items },
    setBytes,
    exclusive,
    shared,
    share,
    backgroundBytes: setBytes[0],
    reachableBytes: setBytes.reduce((sum, bytes) => sum + bytes, 0),
    unreachableBytes: folded.bytes[unreached],
  }
}

/**
 * Deals the bytes `from` .. `to - 1` of a set like cards, one each in turn to `players`: how many `player` gets.
 * Whole bytes that add up, also when the set is dealt in stretches.
 */
export function dealt(from: Bytes, to: Bytes, players: number, player: number): Bytes {
  return dealtBefore(to, players, player) - dealtBefore(from, players, player)
}

const dealtBefore = (end: Bytes, players: number, player: number): number =>
  Math.max(0, Math.ceil((end - player) / players))
