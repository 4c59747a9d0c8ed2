import type { HeapGraph } from '../graph/graph.ts'
import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'
import { isModuleScope } from './moduleScope.ts'

/**
 * What the innermost scope of a closure holds in its variables, oddballs included: the names of variables do not
 * survive a bundler, so a closure of a library is known by what it closes over. Empty where it has no scope of its own:
 * that of a module, or of a whole bundle with thousands of variables, says nothing about one function.
 */
export function scopeVariables(heap: Heap, closure: NodeIndex): NodeIndex[] {
  const scope = heap.internal(closure, 'context')
  return scope === undefined || isModuleScope(heap, scope) ? [] : variablesOf(heap, scope)
}

/**
 * The same for the innermost scopes, `levels` of them at most, never that of a module: parameters that are taken apart
 * in the head of a function, and blocks, have scopes of their own.
 */
export function closedOver(heap: Heap, closure: NodeIndex, levels: number): NodeIndex[] {
  const variables: NodeIndex[] = []
  let scope = heap.internal(closure, 'context')
  for (let level = 0; level < levels && scope !== undefined && !isModuleScope(heap, scope); level++) {
    variables.push(...variablesOf(heap, scope))
    scope = heap.internal(scope, 'previous')
  }
  return variables
}

/**
 * The same for a scope, which is a Context node. V8 names the variables of functions; those of inner blocks are hidden
 * edges.
 */
export function variablesOf(heap: Heap, scope: NodeIndex): NodeIndex[] {
  const { firstEdge, edges, snapshot } = heap.graph
  const [context, hidden] = ['context', 'hidden'].map((name) => snapshot.meta.edgeTypes.indexOf(name))
  const found: NodeIndex[] = []
  for (let edge = firstEdge[scope]; edge < firstEdge[scope + 1]; edge++) {
    const type = edgeType(edges.word[edge])
    if (type === context || type === hidden) found.push(cellValue(heap.graph, edgeTarget(edges.word[edge])))
  }
  return found
}

/** Names of the variables of a scope that V8 tells: those of functions and modules. */
export function variableNames(heap: Heap, scope: NodeIndex): string[] {
  const { firstEdge, edges, snapshot } = heap.graph
  const context = snapshot.meta.edgeTypes.indexOf('context')
  const names: string[] = []
  for (let edge = firstEdge[scope]; edge < firstEdge[scope + 1]; edge++)
    if (edgeType(edges.word[edge]) === context) names.push(snapshot.strings.text(edges.nameOrIndex[edge]))
  return names
}

/**
 * The value of a variable that is assigned to: since V8 14 it is in a cell of its own, as the first hidden edge. The
 * cell itself where the value is a small integer, which has no node; any other node is its own value.
 */
export function cellValue({ snapshot, firstEdge, edges }: HeapGraph, node: NodeIndex): NodeIndex {
  if (snapshot.nodes.name[node] !== snapshot.strings.find('system / ContextCell')) return node
  const hidden = snapshot.meta.edgeTypes.indexOf('hidden')
  for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
    if (edgeType(edges.word[edge]) === hidden && edges.nameOrIndex[edge] === 0) return edgeTarget(edges.word[edge])
  }
  return node
}
