import type { NodeIndex } from '../snapshot/snapshot.ts'
import { isFileScope } from './fileScopes.ts'
import type { Heap } from './heap.ts'
import { isRealm } from './realm.ts'
import { rememberedByHeap } from './remembered.ts'
import { namesOfScope } from './scopeInfo.ts'
import { variableNames } from './scopeVariables.ts'
import { webpackBundles } from './webpackBundles.ts'

/**
 * The context of a whole module or script stands directly under the realm. There are more where a function is
 * around it: in a bundle of webpack that of the bundle, and one of each module in it. Where nothing in a module uses what it
 * declares it has no context, and those of its functions and blocks stand in that place: a block counts as the module then.
 */
export function isModuleScope(heap: Heap, context: NodeIndex): boolean {
  const previous = heap.internal(context, 'previous')
  if (previous === undefined) return false
  return (isRealm(heap, previous) && !isOfNamedFunction(heap, context)) || isScopeOfModuleFunction(heap, context)
}

/**
 * Behind the names of its variables V8 tells those of a function, by which it is called and which it is given. A CommonJS module
 * has an empty one, as a function without a name has: these two are not told apart. An ES module has itself beside its variables.
 */
const isOfNamedFunction = rememberedByHeap((heap, context): boolean => {
  if (heap.internal(context, 'extension') !== undefined) return false
  const variables = variableNames(heap, context).length
  return (
    variables > 0 &&
    namesOfScope(heap, context)
      .slice(variables)
      .some((name) => name !== '')
  )
})

/** Whether a context is that of a bundle of webpack or of a module in one, or of a function around a whole file. */
export function isScopeOfModuleFunction(heap: Heap, context: NodeIndex): boolean {
  const { scopes, entries, moduleScopeInfos } = webpackBundles(heap)
  if (scopes.has(context) || entries.has(context) || isFileScope(heap, context)) return true
  const info = moduleScopeInfos.size === 0 ? undefined : heap.internal(context, 'scope_info')
  return info !== undefined && moduleScopeInfos.has(info)
}
