import type { Heap } from '../recognise/heap.ts'
import { remembered } from '../recognise/remembered.ts'
import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'

/** An object with more than this is no object of the app's that has a router and a method. */
export const mostEdges = 200

/**
 * Which of the goals objects lead to in at most so many edges: by properties, as arrays, and as a Map or Set. An object also
 * leads to itself where it is a goal. Costs a pass over the edges for each step.
 */
export function leadingTo(
  heap: Heap,
  goals: readonly NodeIndex[],
  steps: number,
): ReadonlyMap<NodeIndex, ReadonlySet<NodeIndex>> {
  const { graph } = heap
  const isMeant = meantEdges(heap)
  const found = new Map(goals.map((goal) => [goal, new Set([goal])]))
  const leads = new Uint8Array(graph.nodeCount)
  for (const goal of goals) leads[goal] = 1
  for (let step = 0; step < steps; step++) {
    const before = leads.slice()
    const further: (readonly [NodeIndex, ReadonlySet<NodeIndex>])[] = []
    for (let node = 0; node < graph.nodeCount; node++) {
      const [first, end] = [graph.firstEdge[node], graph.firstEdge[node + 1]]
      if (end - first > mostEdges) continue
      for (let edge = first; edge < end; edge++) {
        const target = edgeTarget(graph.edges.word[edge])
        if (before[target] === 1 && isMeant(node, edge)) further.push([node, new Set(found.get(target))])
      }
    }
    for (const [node, reached] of further) {
      const own = found.get(node) ?? new Set()
      for (const goal of reached) own.add(goal)
      found.set(node, own)
      leads[node] = 1
    }
  }
  return found
}

/** More objects than this are not looked through from one by one. */
const mostLooked = 100_000

/**
 * The same, asked object by object, for few objects: what is within so many edges of each is looked through, until that comes
 * to more than the passes over all edges would cost.
 */
export function leadingFrom(
  heap: Heap,
  goals: ReadonlySet<NodeIndex>,
  steps: number,
): (from: NodeIndex) => ReadonlySet<NodeIndex> {
  const { firstEdge, edges } = heap.graph
  const isMeant = meantEdges(heap)
  let all: ReadonlyMap<NodeIndex, ReadonlySet<NodeIndex>> | undefined
  let left = mostLooked
  return remembered((from) => {
    if (left <= 0) {
      all ??= leadingTo(heap, [...goals], steps)
      return all.get(from) ?? new Set()
    }
    const seen = new Set([from])
    let last = [from]
    for (let step = 0; step < steps; step++) {
      const next: NodeIndex[] = []
      for (const node of last) {
        const [first, end] = [firstEdge[node], firstEdge[node + 1]]
        if (end - first > mostEdges) continue
        for (let edge = first; edge < end; edge++) {
          const target = edgeTarget(edges.word[edge])
          if (!seen.has(target) && isMeant(node, edge)) {
            seen.add(target)
            next.push(target)
          }
        }
      }
      last = next
    }
    left -= seen.size
    const [fewer, others] = seen.size < goals.size ? [seen, goals] : [goals, seen]
    return new Set([...fewer].filter((goal) => others.has(goal)))
  })
}

/** Tells properties that are no part of a class, elements, and what a Map or Set has in its table. */
function meantEdges(heap: Heap): (node: NodeIndex, edge: number) => boolean {
  const { edges, snapshot } = heap.graph
  const [property, element, internal] = ['property', 'element', 'internal'].map((type) =>
    snapshot.meta.edgeTypes.indexOf(type),
  )
  const array = snapshot.meta.nodeTypes.indexOf('array')
  const ofClass = ['__proto__', 'constructor', 'prototype'].map((name) => snapshot.strings.find(name))
  const stores = ['elements', 'table'].map((name) => snapshot.strings.find(name))
  return (node, edge) => {
    const type = edgeType(edges.word[edge])
    if (type === element) return true
    const name = edges.nameOrIndex[edge]
    if (type === property) return !ofClass.includes(name)
    return type === internal && (snapshot.nodes.type[node] === array || stores.includes(name))
  }
}
