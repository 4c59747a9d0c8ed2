import type { Heap } from '../recognise/heap.ts'
import { type NodeIndex, selfSize } from '../snapshot/snapshot.ts'

/** Bytes of V8's words, and how many of them an object and a store have before what they hold. */
const wordBytes = 8
const headWords = { object: 3, store: 2 }

/**
 * Whether every slot of a plain object or array leads to something in the snapshot. Where V8 writes no numbers, a small
 * integer takes a slot and has no edge, so an object with `shown` edges and as many slots has no number in it: literals
 * have no slots to spare. What has more may hide a number, or may have room left.
 */
export function allSlotsShown(heap: Heap, node: NodeIndex, shown: { properties: number; elements: number }): boolean {
  const { nodes } = heap.graph.snapshot
  const slots = (at: NodeIndex | undefined, head: number): number =>
    at === undefined ? 0 : selfSize(nodes, at) / wordBytes - head
  const isArray = heap.isNamed(node, 'Array')
  const own = isArray ? 0 : slots(node, headWords.object) + slots(heap.internal(node, 'properties'), headWords.store)
  return (
    (isArray || own === shown.properties) && slots(heap.internal(node, 'elements'), headWords.store) === shown.elements
  )
}
