import { addTo } from '../../recognise/addTo.ts'
import type { Heap } from '../../recognise/heap.ts'
import { scopeVariables } from '../../recognise/scopeVariables.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/** Nodes of a tree that are walked at most; a route has about five. */
const nodeLimit = 1_000_000

/**
 * What the tree of an instance (memoirist) has for its routes, by the `compile` function of the route's record: objects
 * of `handler` and a `compile` that closes over the other one. Before the first request they wait in `deferred`.
 */
export function storesByCompiler(heap: Heap, tree: NodeIndex): Map<NodeIndex, NodeIndex[]> {
  const stores = new Map<NodeIndex, NodeIndex[]>()
  const seen = new Set([tree])
  const open = [tree]
  while (open.length > 0 && seen.size < nodeLimit) {
    const node = open.pop()!
    const compile = heap.property(node, 'compile')
    if (compile !== undefined) {
      for (const variable of scopeVariables(heap, compile)) addTo(stores, variable, node)
      continue
    }
    for (const target of [...heap.ownProperties(node).map(({ target }) => target), ...heap.elements(node)]) {
      if (heap.type(target) !== 'object' || seen.has(target)) continue
      seen.add(target)
      open.push(target)
    }
  }
  return stores
}
