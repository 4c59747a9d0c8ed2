import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import { addTo } from './addTo.ts'
import type { Heap } from './heap.ts'
import { cellValue } from './scopeVariables.ts'

/**
 * By each of `wanted` the functions that stand in a scope of which it is a variable: where the app uses it, most likely in
 * the function that made it. In the order of the heap. Costs two passes over the edges of scopes and closures, whatever
 * is wanted.
 */
export function usingFunctions(heap: Heap, wanted: ReadonlySet<NodeIndex>): ReadonlyMap<NodeIndex, NodeIndex[]> {
  const { graph } = heap
  const { snapshot, firstEdge, edges, nodeCount } = graph
  const { nodes, meta, strings } = snapshot
  const scopeName = strings.find('system / Context')
  const closure = meta.nodeTypes.indexOf('closure')
  const [variable, hidden] = ['context', 'hidden'].map((type) => meta.edgeTypes.indexOf(type))
  const inScope = new Map<NodeIndex, Set<NodeIndex>>()
  for (let scope = 0; scope < nodeCount; scope++) {
    if (nodes.name[scope] !== scopeName) continue
    for (let edge = firstEdge[scope]; edge < firstEdge[scope + 1]; edge++) {
      const type = edgeType(edges.word[edge])
      if (type !== variable && type !== hidden) continue
      const value = cellValue(graph, edgeTarget(edges.word[edge]))
      if (wanted.has(value)) inScope.set(scope, (inScope.get(scope) ?? new Set()).add(value))
    }
  }
  const found = new Map<NodeIndex, NodeIndex[]>()
  if (inScope.size === 0) return found
  for (let function_ = 0; function_ < nodeCount; function_++) {
    if (nodes.type[function_] !== closure) continue
    const scope = heap.internal(function_, 'context')
    for (const value of (scope !== undefined && inScope.get(scope)) || []) addTo(found, value, function_)
  }
  return found
}
