import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'

/**
 * Names that V8 keeps about a scope, in order: first those of its variables, where they are few, then those of its function, by
 * which it is called and which it was given. Of a block, whose variables have no names in a snapshot, these are there as well.
 */
export function namesOfScope(heap: Heap, context: NodeIndex): string[] {
  const info = heap.internal(context, 'scope_info')
  if (info === undefined) return []
  const { firstEdge, edges, snapshot } = heap.graph
  const hidden = snapshot.meta.edgeTypes.indexOf('hidden')
  const found: string[] = []
  for (let edge = firstEdge[info]; edge < firstEdge[info + 1]; edge++) {
    const target = edgeTarget(edges.word[edge])
    if (edgeType(edges.word[edge]) === hidden && heap.type(target).endsWith('string')) found.push(heap.name(target))
  }
  return found
}
