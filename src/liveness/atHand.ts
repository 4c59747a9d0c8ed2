import type { Heap } from '../recognise/heap.ts'
import { closedOver } from '../recognise/scopeVariables.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { behindProxy, isData } from './methods.ts'

/** Scopes of a function that is named which are looked through: what a router gives to be mounted has it in one. */
const levels = 3

/** A router that is meant by a value, and what is called then: the router, or a function that was made of it. */
interface AtHand {
  readonly router: NodeIndex
  readonly called: NodeIndex
  /** The name under which an object has it; undefined in a Map, and for the value itself. */
  readonly property: string | undefined
}

/** Which of these routers a function has at hand that names the value: this, and what it has one step inside. */
export function atHand(heap: Heap, value: NodeIndex, wanted: ReadonlySet<NodeIndex>): AtHand[] {
  const looked = isData(heap, value) ? [] : [value]
  const held = looked.flatMap((node) => heap.entries(node))
  const ofMap = looked.flatMap((node) => heap.mapEntries(node))
  const called = [
    { called: value, property: undefined },
    ...held.map(({ name, target }) => ({ called: target, property: name })),
    ...ofMap.map((entry) => ({ called: entry.value, property: undefined })),
  ]
  return called.flatMap((one) =>
    madeOf(heap, one.called).flatMap((router) => (wanted.has(router) ? [{ router, ...one }] : [])),
  )
}

function madeOf(heap: Heap, node: NodeIndex): NodeIndex[] {
  if (heap.type(node) !== 'closure') return [node, ...behindProxy(heap, node)]
  const function_ = heap.unbound(node)
  const held = [node, function_].flatMap((one) => heap.entries(one).map(({ target }) => target))
  return [node, ...held, ...closedOver(heap, function_, levels)]
}
