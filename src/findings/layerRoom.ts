import type { Heap } from '../recognise/heap.ts'
import type { RouteMark } from '../recognise/mark.ts'
import { type Bytes, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import type { Shrinking } from './finding.ts'

/**
 * What the stack and the table of methods of a route would be smaller by if it had been given `kept` layers only, each for one
 * method at most. Never more than what goes: V8 may have for so few methods what is smaller than any table.
 */
export function layerRoom(heap: Heap, { stores }: RouteMark, kept: number): Shrinking[] {
  if (stores === undefined) return []
  const { nodes } = heap.graph.snapshot
  // An array is what its class is, its properties, its elements and its length, a word each.
  const word = selfSize(nodes, stores.stack) / 4
  const found: [NodeIndex | undefined, (bytes: Bytes) => Bytes][] = [
    [heap.internal(stores.stack, 'elements'), (bytes) => bytes - word * (2 + pushedInto(kept))],
    [tableOf(heap, stores.methods), (bytes) => 3 * word * (slotsIn(bytes / word) - slotsFor(kept))],
  ]
  return found.flatMap(([node, goingOf]) => {
    const bytes = node === undefined ? 0 : goingOf(selfSize(nodes, node))
    return node === undefined || bytes <= 0 ? [] : [{ node, bytes }]
  })
}

/** Properties of an object that V8 keeps in a hash table, not in places that its class knows. */
function tableOf(heap: Heap, object: NodeIndex | undefined): NodeIndex | undefined {
  const properties = object === undefined ? undefined : heap.internal(object, 'properties')
  return properties !== undefined && heap.type(properties) === 'array' ? properties : undefined
}

/** Room that an array has once so many were pushed into it, one by one. */
function pushedInto(count: number): number {
  let room = 0
  while (room < count) room = room + 1 + ((room + 1) >> 1) + 16
  return room
}

/** Slots of a hash table of so many words: three words each, a power of two of them, behind a head that is less. */
const slotsIn = (words: number): number => 2 ** Math.floor(Math.log2(words / 3))

/** Slots of a hash table that so many were put into: a third is free at least. */
const slotsFor = (count: number): number => Math.max(4, 2 ** Math.ceil(Math.log2(count + (count >> 1))))
