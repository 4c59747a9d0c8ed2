import { addTo } from '../recognise/addTo.ts'
import type { Heap } from '../recognise/heap.ts'
import type { RouteMark, RouterMark } from '../recognise/mark.ts'
import { nodesWithProperty } from '../recognise/nodesWithProperty.ts'
import { closedOver } from '../recognise/scopeVariables.ts'
import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'

/** Scopes that are looked through, from the function outward. */
const levels = 8

/** An object with more than this is no object of the app's that has a router and a method. */
const mostEdges = 200

/** Of a router: the functions that prove nothing, and what a function of its framework has near. */
interface Wanted {
  readonly handlers: ReadonlySet<NodeIndex>
  readonly beside: readonly NodeIndex[]
}

/**
 * Which of these routers a function on the way of requests has at hand, itself or in an object: it may dispatch through the
 * router by a call of its own, which leaves nothing in the heap.
 *
 * On the way are functions that a server reaches in a list (middleware, layers, stacks) or as a listener, and `handlers`. A handler of the
 * router's own stands in the scope where the router was made, and proves nothing; no more does a function of the router's
 * framework (`beside`).
 */
export function calledByHand(
  heap: Heap,
  reached: Uint8Array,
  routers: readonly { readonly router: RouterMark; readonly own: readonly RouteMark[] }[],
  handlers: readonly NodeIndex[],
): ReadonlySet<NodeIndex> {
  const found = new Set<NodeIndex>()
  if (routers.length === 0) return found
  const wanted = new Map<NodeIndex, Wanted[]>()
  for (const { router, own } of routers)
    addTo(wanted, router.leading[0], {
      handlers: new Set([...own.flatMap(({ handlers }) => handlers), ...(router.holders ?? [])]),
      beside: router.beside ?? [],
    })
  for (const listed of new Set([...onTheWay(heap, reached), ...handlers])) {
    const closure = heap.unbound(listed)
    const near = [...closedOver(heap, closure, levels), ...targets(heap, listed, 'internal', 'shortcut')]
    const atHand = new Set([...near, ...near.flatMap((node) => targets(heap, node, 'property'))])
    for (const node of atHand)
      for (const { handlers, beside } of wanted.get(node) ?? [])
        if (!handlers.has(closure) && !beside.some((part) => near.includes(part))) found.add(node)
  }
  return found
}

function onTheWay(heap: Heap, reached: Uint8Array): Set<NodeIndex> {
  const { edges, edgeCount, snapshot } = heap.graph
  const element = snapshot.meta.edgeTypes.indexOf('element')
  const closure = snapshot.meta.nodeTypes.indexOf('closure')
  const found = new Set<NodeIndex>()
  const add = (node: NodeIndex): void => {
    if (snapshot.nodes.type[node] === closure && reached[node] === 1) found.add(node)
  }
  for (let edge = 0; edge < edgeCount; edge++) {
    if (edgeType(edges.word[edge]) === element) add(edgeTarget(edges.word[edge]))
  }
  for (const emitter of nodesWithProperty(heap, '_events')) {
    const events = heap.property(emitter, '_events')
    if (events !== undefined) for (const listener of targets(heap, events, 'property')) add(listener)
  }
  return found
}

function targets(heap: Heap, node: NodeIndex, ...types: string[]): NodeIndex[] {
  const { firstEdge, edges, snapshot } = heap.graph
  if (firstEdge[node + 1] - firstEdge[node] > mostEdges) return []
  const codes = types.map((type) => snapshot.meta.edgeTypes.indexOf(type))
  const found: NodeIndex[] = []
  for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
    if (codes.includes(edgeType(edges.word[edge]))) found.push(edgeTarget(edges.word[edge]))
  }
  return found
}
