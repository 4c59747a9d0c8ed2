import type { NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'
import { isRealm } from './realm.ts'

/** The context of a whole module or script is the one that stands directly under the realm. */
export function isModuleScope(heap: Heap, context: NodeIndex): boolean {
  const previous = heap.internal(context, 'previous')
  return previous !== undefined && isRealm(heap, previous)
}
