import type { Heap } from '../../src/recognise/heap.ts'
import type { NodeIndex } from '../../src/snapshot/snapshot.ts'

/** What a fixture keeps under this name: lists of nodes by the name of the list. */
export function keptLists(heap: Heap, root: NodeIndex): ReadonlyMap<string, NodeIndex[]> {
  return new Map(heap.ownProperties(root).map(({ name, target }) => [name, heap.elements(target)]))
}

/** The value of the one property of this name in the heap. */
export function kept(heap: Heap, name: string): NodeIndex {
  for (let node = 0; node < heap.graph.nodeCount; node++) {
    const value = heap.property(node, name)
    if (value !== undefined) return value
  }
  throw new Error(`Nothing is kept as ${name}.`)
}
