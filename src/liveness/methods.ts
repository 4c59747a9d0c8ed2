import type { Heap } from '../recognise/heap.ts'
import { prototypeChain } from '../recognise/prototypes.ts'
import { closedOver } from '../recognise/scopeVariables.ts'
import { webpackBundles } from '../recognise/webpackBundles.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { targets } from './onTheWay.ts'

/** More values in one object are data. */
const mostValues = 1_000

/** An object, a list or a Map with more edges is not looked through. */
const mostEdges = 10_000

/** Scopes of a getter in which the object is that it passes on from. */
const levels = 3

/**
 * Functions that one who has a value can call: itself, its methods, the elements and entries of lists and maps, listeners of
 * an emitter, and the same of what it holds, one step deep: apps in a table by host. Getters pass on what other objects have
 * (compiled to CommonJS, what a module imports is such an object), so those count as the value itself.
 */
export function methods(heap: Heap, value: NodeIndex): NodeIndex[] {
  return methodsOf(heap, value, 1, false, new Set())
}

/** `passedOn` are the objects that getters were found to have at hand: in a circle too, each is looked through once. */
function methodsOf(
  heap: Heap,
  value: NodeIndex,
  steps: number,
  ofEmitter: boolean,
  passedOn: Set<NodeIndex>,
): NodeIndex[] {
  const own = isFunction(heap, value) ? [value] : []
  const held = prototypeChain(heap, value).flatMap((node) => heldBy(heap, node))
  const inside = held.flatMap(({ name, target }) => {
    if (isFunction(heap, target)) {
      const from = name.startsWith('get ') ? closedOver(heap, target, levels) : []
      const others = from.filter((node) => heap.type(node) === 'object' && passedOn.size < passedOn.add(node).size)
      return [target, ...others.flatMap((node) => methodsOf(heap, node, steps, false, passedOn))]
    }
    // An emitter has its listeners in a table, and those of one event in a list.
    const isTable = name === '_events' && !ofEmitter
    const left = isTable || isProxy(heap, target) ? steps : steps - 1
    if (left < 0 || held.length > mostValues || !isObject(heap, target)) return []
    return methodsOf(heap, target, left, isTable, passedOn)
  })
  return [...own, ...inside]
}

export const isFunction = (heap: Heap, node: NodeIndex): boolean => heap.type(node) === 'closure'

export const isObject = (heap: Heap, node: NodeIndex): boolean => heap.type(node) === 'object' || isProxy(heap, node)

const isProxy = (heap: Heap, node: NodeIndex): boolean => heap.isNamed(node, 'system / JSProxy')

/** What a proxy is around, and the object that answers for it. */
export const behindProxy = (heap: Heap, node: NodeIndex): NodeIndex[] =>
  isProxy(heap, node) ? targets(heap, node, 'hidden') : []

/** What webpack exports by a getter in the scope of the bundle is a constant. */
export function heldBy(heap: Heap, node: NodeIndex): { name: string; target: NodeIndex }[] {
  if (isData(heap, node)) return []
  const { scopes: bundles } = webpackBundles(heap)
  const isConstant = (name: string, target: NodeIndex): boolean => {
    const scope = name.startsWith('get ') ? heap.internal(target, 'context') : undefined
    return scope !== undefined && bundles.has(scope)
  }
  const entries = heap.mapEntries(node).flatMap(({ key, value }) => [key, value])
  return [
    ...heap.ownProperties(node).filter(({ name, target }) => name !== 'constructor' && !isConstant(name, target)),
    ...[...heap.elements(node), ...entries, ...behindProxy(heap, node)].map((target) => ({ name: '', target })),
  ]
}

/** Whether something holds more than an app would call by name. */
export function isData(heap: Heap, node: NodeIndex): boolean {
  const { firstEdge } = heap.graph
  const stores = ['table', 'elements'].map((name) => heap.internal(node, name))
  return [node, ...stores].some((store) => store !== undefined && firstEdge[store + 1] - firstEdge[store] > mostEdges)
}
