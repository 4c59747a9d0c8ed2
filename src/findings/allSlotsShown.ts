import type { Heap } from '../recognise/heap.ts'
import { type NodeIndex, selfSize } from '../snapshot/snapshot.ts'

/** Bytes of V8's words, and how many of them an object and a store have before what they hold. */
const wordBytes = 8
const headWords = { object: 3, store: 2 }

const slots = (heap: Heap, at: NodeIndex | undefined, head: number): number =>
  at === undefined ? 0 : selfSize(heap.graph.snapshot.nodes, at) / wordBytes - head

/**
 * The store of elements of which the snapshot shows nothing: V8 writes no edges for arrays of nothing but numbers, whether
 * it was asked for numbers or not. Undefined where there is none.
 */
export function hiddenStore(heap: Heap, node: NodeIndex, elements: number): NodeIndex | undefined {
  const store = elements > 0 ? undefined : heap.internal(node, 'elements')
  return slots(heap, store, headWords.store) > 0 ? store : undefined
}

/**
 * Whether every slot of a plain object or array leads to something in the snapshot. Where V8 writes no numbers, a small
 * integer takes a slot and has no edge, so an object with `shown` edges and as many slots has no number in it: literals
 * have no slots to spare. What has more may hide a number, or may have room left.
 */
export function allSlotsShown(heap: Heap, node: NodeIndex, shown: { properties: number; elements: number }): boolean {
  const isArray = heap.isNamed(node, 'Array')
  const own = isArray
    ? 0
    : slots(heap, node, headWords.object) + slots(heap, heap.internal(node, 'properties'), headWords.store)
  return (
    (isArray || own === shown.properties) &&
    slots(heap, heap.internal(node, 'elements'), headWords.store) === shown.elements
  )
}
