import type { Heap } from '../recognise/heap.ts'
import { oncePerHeap } from '../recognise/remembered.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'

/**
 * Whether the snapshot holds values of numbers: only then two things may be called equal that could differ in one. V8
 * writes them on request only; without, it has nodes for numbers of the heap but no values, and nothing for small integers.
 */
export const holdsNumbers = oncePerHeap((heap): boolean => anyNumber(heap))

function anyNumber(heap: Heap): boolean {
  const { nodes, meta } = heap.graph.snapshot
  const number = meta.nodeTypes.indexOf('number')
  for (let node: NodeIndex = 0; node < heap.graph.nodeCount; node++) {
    if (nodes.type[node] === number && heap.number(node) !== undefined) return true
  }
  return false
}
