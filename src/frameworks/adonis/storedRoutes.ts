import type { Heap } from '../../recognise/heap.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/** `RoutesStore` (router/store): a tree of domains, of methods, of patterns. */
export const isStore = (heap: Heap, node: NodeIndex): boolean => {
  const tree = heap.property(node, 'tree')
  return tree !== undefined && heap.property(tree, 'domains') !== undefined
}

/**
 * What the store has of each route, by the middleware of the route, an object that every route has for itself: its
 * second record, which all of its methods and both copies share, and the tokens that a URL is compared with.
 */
export function storedRoutes(heap: Heap, store: NodeIndex): ReadonlyMap<NodeIndex, readonly NodeIndex[]> {
  const found = new Map<NodeIndex, NodeIndex[]>()
  const domains = heap.property(heap.property(store, 'tree')!, 'domains')!
  for (const domain of heap.ownProperties(domains)) {
    for (const { target: method } of heap.ownProperties(domain.target)) {
      const routes = heap.property(method, 'routes')
      const tokens = heap.property(method, 'tokens')
      if (routes === undefined || tokens === undefined) continue
      const tokensOf = new Map(heap.elements(tokens).map((list) => [firstText(heap, list), list]))
      for (const { name: pattern, target: record } of heap.ownProperties(routes)) {
        const middleware = heap.property(record, 'middleware')
        if (middleware === undefined || found.has(middleware)) continue
        const list = tokensOf.get(pattern)
        found.set(middleware, list === undefined ? [record] : [record, list])
      }
    }
  }
  return found
}

/** Every token has the whole pattern in `old`. */
function firstText(heap: Heap, tokens: NodeIndex): string | undefined {
  const [first] = heap.elements(tokens)
  return first === undefined ? undefined : heap.stringProperty(first, 'old')
}
