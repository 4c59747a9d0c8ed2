import type { Heap } from '../recognise/heap.ts'
import { nodesWithProperty } from '../recognise/nodesWithProperty.ts'
import { oncePerHeap } from '../recognise/remembered.ts'
import { scopeVariables } from '../recognise/scopeVariables.ts'
import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import { mostEdges } from './leadingTo.ts'

/** Functions that a server reaches in a list (middleware, layers, stacks) or as a listener. */
export const onTheWay = (heap: Heap, reached: Uint8Array): NodeIndex[] =>
  listedFunctions(heap).filter((node) => reached[node] === 1)

/** Functions that are elements of something, or listeners. One pass over the edges. */
const listedFunctions = oncePerHeap((heap): readonly NodeIndex[] => {
  const { edges, edgeCount, nodeCount, snapshot } = heap.graph
  const element = snapshot.meta.edgeTypes.indexOf('element')
  const closure = snapshot.meta.nodeTypes.indexOf('closure')
  const seen = new Uint8Array(nodeCount)
  const found: NodeIndex[] = []
  const add = (node: NodeIndex): void => {
    if (snapshot.nodes.type[node] !== closure || seen[node] === 1) return
    seen[node] = 1
    found.push(node)
  }
  for (let edge = 0; edge < edgeCount; edge++) {
    if (edgeType(edges.word[edge]) === element) add(edgeTarget(edges.word[edge]))
  }
  for (const emitter of nodesWithProperty(heap, '_events')) {
    const events = heap.property(emitter, '_events')
    if (events !== undefined) for (const listener of targets(heap, events, 'property')) add(listener)
  }
  return found
})

/** Functions that a function of a package was given, as to mount them: it calls them. */
export const wrappedBy = (heap: Heap, closure: NodeIndex): NodeIndex[] =>
  scopeVariables(heap, closure).filter((node) => heap.type(node) === 'closure')

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
