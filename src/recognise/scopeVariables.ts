import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'

/**
 * What the innermost scope of a closure holds in its variables, oddballs included: the names of variables do not
 * survive a bundler, so a closure of a library is known by what it closes over. Empty where it has no scope of its own.
 */
export function scopeVariables(heap: Heap, closure: NodeIndex): NodeIndex[] {
  const scope = heap.internal(closure, 'context')
  return scope === undefined ? [] : variablesOf(heap, scope)
}

/** The same for a scope, which is a Context node. */
export function variablesOf(heap: Heap, scope: NodeIndex): NodeIndex[] {
  const { firstEdge, edges, snapshot } = heap.graph
  const code = snapshot.meta.edgeTypes.indexOf('context')
  const found: NodeIndex[] = []
  for (let edge = firstEdge[scope]; edge < firstEdge[scope + 1]; edge++) {
    if (edgeType(edges.word[edge]) === code) found.push(edgeTarget(edges.word[edge]))
  }
  return found
}
