import { type HeapGraph, isStrong } from '../graph/graph.ts'
import { edgeTarget, type NodeIndex } from '../snapshot/snapshot.ts'
import type { OwnerIndex } from './attribution.ts'

/**
 * Sets of owners, each kept once, so that a node's set is a number. Set 0 is empty.
 */
export interface OwnerSets {
  readonly members: readonly Uint32Array[]
  /** Number of the set with exactly these members; they need not be sorted or distinct. */
  of(owners: readonly OwnerIndex[]): number
  /** Number of the union of the sets with these numbers. */
  union(sets: readonly number[]): number
}

export function ownerSets(): OwnerSets {
  const members: Uint32Array[] = [new Uint32Array(0)]
  const numberOfMembers = new Map<string, number>([['', 0]])
  const numberOfUnion = new Map<string, number>()

  function of(owners: readonly OwnerIndex[]): number {
    const sorted = owners.length === 1 ? Uint32Array.of(owners[0]) : Uint32Array.from(new Set(owners)).sort()
    const key = sorted.join()
    let number = numberOfMembers.get(key)
    if (number === undefined) {
      number = members.push(sorted) - 1
      numberOfMembers.set(key, number)
    }
    return number
  }

  function union(sets: readonly number[]): number {
    if (sets.length > 0 && sets.every((set) => set === sets[0])) return sets[0]
    const distinct = [...sets].sort((a, b) => a - b).filter((set, at, sorted) => set !== sorted[at - 1])
    const key = distinct.join()
    let number = numberOfUnion.get(key)
    if (number === undefined) {
      number = of(distinct.flatMap((set) => [...members[set]]))
      numberOfUnion.set(key, number)
    }
    return number
  }

  return { members, of, union }
}

/** Value in the column of `spread` for a node that has no set yet. */
export const unassigned = 0xfffffffe

/**
 * Gives every unassigned node that `seeds` reach the union of the sets of all seeds that reach it. A path stops at a
 * node that is already assigned.
 *
 * Exact. Nodes on a cycle have the same owners, so the cycles are folded first (Tarjan's strongly connected
 * components) and the sets then flow once along the folded graph: one walk over the edges, whatever the number of
 * seeds. A union is made once for each combination of sets that occurs, and few do.
 */
export function spread(graph: HeapGraph, assigned: Uint32Array, seeds: readonly NodeIndex[], sets: OwnerSets): void {
  const { component, order, start } = components(graph, assigned, seeds)
  const count = start.length - 1
  const incoming = incomingSets(count)
  const { firstEdge } = graph
  const { word } = graph.edges

  const push = (node: NodeIndex, set: number, from: number): void => {
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const to = component[edgeTarget(word[edge])]
      if (to !== 0 && to !== from && isStrong(graph, edge)) incoming.add(to - 1, set)
    }
  }
  for (const seed of seeds) push(seed, assigned[seed], 0)

  // Components were completed targets first, so the last one has no predecessor that is still to come.
  for (let at = count - 1; at >= 0; at--) {
    const set = incoming.only(at) ?? sets.union(incoming.of(at))
    for (let i = start[at]; i < start[at + 1]; i++) {
      assigned[order[i]] = set
      push(order[i], set, at + 1)
    }
  }
}

/** Growing lists of set numbers, one a component. A set that repeats the one before it is not stored again. */
function incomingSets(count: number): {
  add(component: number, set: number): void
  /** The one set of a component; undefined where it has several. */
  only(component: number): number | undefined
  of(component: number): number[]
} {
  const head = new Int32Array(count).fill(-1)
  let set = new Uint32Array(1024)
  let next = new Int32Array(1024)
  let length = 0
  return {
    add(component, number) {
      const at = head[component]
      if (at >= 0 && set[at] === number) return
      if (length === set.length) {
        const widerSet = new Uint32Array(length * 2)
        widerSet.set(set)
        set = widerSet
        const widerNext = new Int32Array(length * 2)
        widerNext.set(next)
        next = widerNext
      }
      set[length] = number
      next[length] = at
      head[component] = length++
    },
    only(component) {
      const at = head[component]
      return next[at] < 0 ? set[at] : undefined
    },
    of(component) {
      const numbers: number[] = []
      for (let at = head[component]; at >= 0; at = next[at]) numbers.push(set[at])
      return numbers
    },
  }
}

interface Components {
  /** By NodeIndex: number of its component + 1; 0 outside the walked part. */
  readonly component: Uint32Array
  /** The walked nodes, component by component, in order of completion. */
  readonly order: Uint32Array
  /** Component c is order[start[c]] .. order[start[c + 1] - 1]. */
  readonly start: Uint32Array
}

/** Strongly connected components of the unassigned nodes that the seeds reach (Tarjan 1972, with an explicit stack). */
function components(graph: HeapGraph, assigned: Uint32Array, seeds: readonly NodeIndex[]): Components {
  const { nodeCount, firstEdge, strong } = graph
  const { word } = graph.edges
  const component = new Uint32Array(nodeCount)
  const low = new Uint32Array(nodeCount)
  const number = new Uint32Array(nodeCount)
  const open = new Uint32Array(nodeCount)
  const callNode = new Uint32Array(nodeCount)
  const callEdge = new Uint32Array(nodeCount)
  const order = new Uint32Array(nodeCount)
  const start: number[] = [0]
  let visited = 0
  let opened = 0
  let completed = 0
  let depth = 0

  for (const first of firstOnes(graph, assigned, seeds)) {
    // The node to enter next, or none.
    let next = number[first] === 0 ? first : none
    while (next !== none || depth > 0) {
      if (next !== none) {
        number[next] = low[next] = ++visited
        open[opened++] = next
        callNode[depth] = next
        callEdge[depth++] = firstEdge[next]
        next = none
      }
      const node = callNode[depth - 1]
      let edge = callEdge[depth - 1]
      for (const end = firstEdge[node + 1]; edge < end && next === none; edge++) {
        const target = edgeTarget(word[edge])
        if (assigned[target] !== unassigned || component[target] !== 0) continue
        if (((strong[edge >>> 5] >>> (edge & 31)) & 1) === 0) continue
        if (number[target] === 0) next = target
        else if (number[target] < low[node]) low[node] = number[target]
      }
      callEdge[depth - 1] = edge
      if (next !== none) continue
      depth--
      if (depth > 0 && low[node] < low[callNode[depth - 1]]) low[callNode[depth - 1]] = low[node]
      if (low[node] !== number[node]) continue
      let member: NodeIndex
      do {
        member = open[--opened]
        component[member] = start.length
        order[completed++] = member
      } while (member !== node)
      start.push(completed)
    }
  }
  return { component, order: order.subarray(0, completed), start: Uint32Array.from(start) }
}

const none = -1

/** The unassigned nodes that edges of the seeds lead to; some more than once. */
function firstOnes(graph: HeapGraph, assigned: Uint32Array, seeds: readonly NodeIndex[]): NodeIndex[] {
  const found: NodeIndex[] = []
  for (const seed of seeds) {
    for (let edge = graph.firstEdge[seed]; edge < graph.firstEdge[seed + 1]; edge++) {
      const target = edgeTarget(graph.edges.word[edge])
      if (assigned[target] === unassigned && isStrong(graph, edge)) found.push(target)
    }
  }
  return found
}
