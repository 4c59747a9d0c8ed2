import type { NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'

/** Objects that are looked through, the first included. */
const most = 8

/** An object and what it inherits from, upward. */
export function prototypeChain(heap: Heap, object: NodeIndex): NodeIndex[] {
  const chain: NodeIndex[] = []
  let node: NodeIndex | undefined = object
  while (node !== undefined && chain.length < most && !chain.includes(node)) {
    chain.push(node)
    node = heap.property(node, '__proto__')
  }
  return chain
}
