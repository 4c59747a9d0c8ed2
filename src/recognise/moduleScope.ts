import type { NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'
import { isRealm } from './realm.ts'
import { webpackBundles } from './webpackBundles.ts'

/**
 * The context of a whole module or script is the one that stands directly under the realm. In a bundle of webpack there are
 * more: that of the bundle, and one of each module in it.
 */
export function isModuleScope(heap: Heap, context: NodeIndex): boolean {
  const previous = heap.internal(context, 'previous')
  return previous !== undefined && (isRealm(heap, previous) || isWebpackScope(heap, context))
}

/** Whether a context is that of a bundle of webpack or of a module in one. */
export function isWebpackScope(heap: Heap, context: NodeIndex): boolean {
  const { scopes, moduleScopeInfos } = webpackBundles(heap)
  if (scopes.has(context)) return true
  const info = moduleScopeInfos.size === 0 ? undefined : heap.internal(context, 'scope_info')
  return info !== undefined && moduleScopeInfos.has(info)
}
