import type { NodeIndex } from '../snapshot/snapshot.ts'
import { isFileScope } from './fileScopes.ts'
import type { Heap } from './heap.ts'
import { isRealm } from './realm.ts'
import { webpackBundles } from './webpackBundles.ts'

/**
 * The context of a whole module or script is the one that stands directly under the realm. There are more where a function is
 * around it: in a bundle of webpack that of the bundle, and one of each module in it.
 */
export function isModuleScope(heap: Heap, context: NodeIndex): boolean {
  const previous = heap.internal(context, 'previous')
  return previous !== undefined && (isRealm(heap, previous) || isScopeOfModuleFunction(heap, context))
}

/** Whether a context is that of a bundle of webpack or of a module in one, or of a function around a whole file. */
export function isScopeOfModuleFunction(heap: Heap, context: NodeIndex): boolean {
  const { scopes, entries, moduleScopeInfos } = webpackBundles(heap)
  if (scopes.has(context) || entries.has(context) || isFileScope(heap, context)) return true
  const info = moduleScopeInfos.size === 0 ? undefined : heap.internal(context, 'scope_info')
  return info !== undefined && moduleScopeInfos.has(info)
}
