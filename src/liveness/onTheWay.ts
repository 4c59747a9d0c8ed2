import type { Heap } from '../recognise/heap.ts'
import { nodesWithProperty } from '../recognise/nodesWithProperty.ts'
import { oncePerHeap } from '../recognise/remembered.ts'
import { scopeVariables } from '../recognise/scopeVariables.ts'
import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import { mostEdges } from './leadingTo.ts'

/** Functions that a server reaches in a list (middleware, layers, stacks) or as a listener. */
export const onTheWay = (heap: Heap, reached: Uint8Array): NodeIndex[] =>
  listedFunctions(heap).filter((node) => reached[node] === 1)

/**
 * Functions that a server reaches in a list, as a listener, or as what an object keeps by a name: an answer to unknown paths, to errors,
 * a method that a framework lends to its requests.
 */
export const keptOnTheWay = (heap: Heap, reached: Uint8Array): NodeIndex[] =>
  keptFunctions(heap).filter((node) => reached[node] === 1)

/** Functions that are elements of something, or listeners. */
const listedFunctions = oncePerHeap((heap): readonly NodeIndex[] => {
  const events = nodesWithProperty(heap, '_events').flatMap((emitter) => heap.property(emitter, '_events') ?? [])
  const listeners = events.flatMap((table) => targets(heap, table, 'property'))
  return [...new Set([...heldFunctions(heap).element, ...listeners.filter((node) => heap.type(node) === 'closure')])]
})

const keptFunctions = oncePerHeap((heap): readonly NodeIndex[] => {
  const { element, property } = heldFunctions(heap)
  return [...new Set([...element, ...property])]
})

/** Functions by the type of an edge that leads to them. One pass over the edges. */
const heldFunctions = oncePerHeap((heap): Record<'element' | 'property', ReadonlySet<NodeIndex>> => {
  const { edges, edgeCount, snapshot } = heap.graph
  const [element, property] = ['element', 'property'].map((type) => snapshot.meta.edgeTypes.indexOf(type))
  const closure = snapshot.meta.nodeTypes.indexOf('closure')
  // A class has what makes its fields under a symbol of V8's own.
  const ofEngine = snapshot.strings.find('<symbol>')
  const found = { element: new Set<NodeIndex>(), property: new Set<NodeIndex>() }
  for (let edge = 0; edge < edgeCount; edge++) {
    const word = edges.word[edge]
    const target = edgeTarget(word)
    if (snapshot.nodes.type[target] !== closure) continue
    const type = edgeType(word)
    if (type === element) found.element.add(target)
    else if (type === property && edges.nameOrIndex[edge] !== ofEngine) found.property.add(target)
  }
  return found
})

/** Functions that a function of a package was given, as to mount them, by themselves or in its options: it calls them. */
export const wrappedBy = (heap: Heap, closure: NodeIndex): NodeIndex[] =>
  [...scopeVariables(heap, closure), ...optionsOf(heap, closure)].filter((node) => heap.type(node) === 'closure')

/** What a function of a package was given in options. */
export const optionsOf = (heap: Heap, closure: NodeIndex): NodeIndex[] =>
  scopeVariables(heap, closure)
    .filter((node) => heap.isNamed(node, 'Object'))
    .flatMap((node) => targets(heap, node, 'property'))

/** Where the edges of such types lead; nothing from an object with more than the app writes by hand. */
export function targets(heap: Heap, node: NodeIndex, ...types: string[]): NodeIndex[] {
  const { firstEdge, edges, snapshot } = heap.graph
  if (firstEdge[node + 1] - firstEdge[node] > mostEdges) return []
  const codes = types.map((type) => snapshot.meta.edgeTypes.indexOf(type))
  const found: NodeIndex[] = []
  for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
    if (codes.includes(edgeType(edges.word[edge]))) found.push(edgeTarget(edges.word[edge]))
  }
  return found
}
