import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'
import { cellValue } from './scopeVariables.ts'

/**
 * Functions that stand in a scope of which a variable is `node`: where the app uses it, most likely in the function that
 * made it. In the order of the heap. Costs two passes over the edges of scopes and closures, so it is for what is shown.
 */
export function usingFunctions(heap: Heap, node: NodeIndex): NodeIndex[] {
  const { graph } = heap
  const { snapshot, firstEdge, edges, nodeCount } = graph
  const { nodes, meta, strings } = snapshot
  const scopeName = strings.find('system / Context')
  const closure = meta.nodeTypes.indexOf('closure')
  const [variable, hidden] = ['context', 'hidden'].map((type) => meta.edgeTypes.indexOf(type))
  const scopes = new Set<NodeIndex>()
  for (let scope = 0; scope < nodeCount; scope++) {
    if (nodes.name[scope] !== scopeName) continue
    for (let edge = firstEdge[scope]; edge < firstEdge[scope + 1]; edge++) {
      const type = edgeType(edges.word[edge])
      if (type !== variable && type !== hidden) continue
      if (cellValue(graph, edgeTarget(edges.word[edge])) === node) scopes.add(scope)
    }
  }
  if (scopes.size === 0) return []
  const found: NodeIndex[] = []
  for (let function_ = 0; function_ < nodeCount; function_++) {
    if (nodes.type[function_] !== closure) continue
    const scope = heap.internal(function_, 'context')
    if (scope !== undefined && scopes.has(scope)) found.push(function_)
  }
  return found
}
