import type { Heap } from '../recognise/heap.ts'
import { type ExportOf, exportsInNamespace } from '../recognise/moduleExports.ts'
import { isModuleScope, isScopeOfModuleFunction } from '../recognise/moduleScope.ts'
import { rememberedByHeap } from '../recognise/remembered.ts'
import { namesOfScope } from '../recognise/scopeInfo.ts'
import { variableNames, variablesOf } from '../recognise/scopeVariables.ts'
import { webpackBundles } from '../recognise/webpackBundles.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { type FunctionNames, isNamed } from './functionNames.ts'
import { meantCells, type Namer } from './moduleNames.ts'

/**
 * What a function can mean by names of variables of its module, own ones in `scope` and imported ones. By one that is a module as a whole
 * it means what this exports: what its `text` goes on to, where that is known, whatever is done with it there.
 */
export function namedValues(
  heap: Heap,
  { closure, scope, names: all, text }: Namer & { readonly scope: NodeIndex; readonly text?: FunctionNames },
  exportOf: ExportOf,
): NodeIndex[] {
  const between = namesBetween(heap, closure, scope)
  const names = new Set([...all].filter((name) => !between.has(name)))
  const own = namedVariables(heap, scope).flatMap(([name, value]) => {
    const exported = !between.has(name) && (text?.all ?? names).has(name) ? exportsInNamespace(heap, value) : []
    const asked = exported.filter((one) => text === undefined || text.looksUp || isNamed(text, one.name))
    return [...(names.has(name) ? [value] : []), ...asked.map(({ target }) => target)]
  })
  const imported = meantCells(heap, { closure, names }, exportOf)
  const { tables } = webpackBundles(heap)
  // A variable of the function's own may have the short name of all modules.
  return [...own, ...imported.flatMap((cell) => heap.internal(cell, 'value') ?? [])].filter((node) => !tables.has(node))
}

/** Names of variables of the functions around a function, inside its module: there they mean nothing else. */
function namesBetween(heap: Heap, closure: NodeIndex, module: NodeIndex): ReadonlySet<string> {
  const found = new Set<string>()
  let scope = heap.internal(closure, 'context')
  while (scope !== undefined && scope !== module) {
    for (const name of variableNames(heap, scope)) found.add(name)
    scope = heap.internal(scope, 'previous')
  }
  return found
}

/** The scope of the module that a function is of. */
export function moduleScope(heap: Heap, closure: NodeIndex): NodeIndex | undefined {
  let scope = heap.internal(closure, 'context')
  while (scope !== undefined && !isModuleScope(heap, scope)) scope = heap.internal(scope, 'previous')
  return scope
}

/**
 * Variables of a scope with their values. Those of a block V8 names aside, and small numbers among them leave no trace: where
 * there are such, each name may mean each value.
 */
export const namedVariables = rememberedByHeap(
  (heap, scope): readonly (readonly [name: string, value: NodeIndex])[] => {
    const names = variableNames(heap, scope)
    if (names.length > 0)
      return names.flatMap((name) => {
        const value = heap.variable(scope, name)
        return value === undefined ? [] : [[name, value] as const]
      })
    const [ofBlock, values] = [namesOfScope(heap, scope), variablesOf(heap, scope)]
    if (ofBlock.length === values.length) return values.map((value, at) => [ofBlock[at], value] as const)
    return ofBlock.flatMap((name) => values.map((value) => [name, value] as const))
  },
)

/** Scopes that are looked through, from the function outward. */
const levels = 8

/** Variables of the functions around a function that it can see, with their names; not those of its module. */
export function variablesAround(heap: Heap, closure: NodeIndex): (readonly [name: string, value: NodeIndex])[] {
  const found: (readonly [name: string, value: NodeIndex])[] = []
  const hidden = new Set<string>()
  let scope = heap.internal(closure, 'context')
  for (let level = 0; level < levels && scope !== undefined && !isModuleScope(heap, scope); level++) {
    const named = namedVariables(heap, scope)
    found.push(...named.filter(([name]) => !hidden.has(name)))
    for (const name of [...variableNames(heap, scope), ...named.map(([name]) => name)]) hidden.add(name)
    scope = heap.internal(scope, 'previous')
  }
  return found
}

/** More variables than functions of one file use of it. */
const mostVariables = 100
const shortName = 2

/** The scope of a bundle is that of all libraries in it, and tells nothing of words that stand anywhere in a text. */
export const isBundle = (heap: Heap, scope: NodeIndex): boolean =>
  !isScopeOfModuleFunction(heap, scope) && isOfLibraries(heap, scope)

/** Whether a minifier gave the names, of the app's functions and of all libraries in one module. */
export const isMinified = (heap: Heap, scope: NodeIndex): boolean =>
  !isScopeOfModuleFunction(heap, scope) && hasShortNames(heap, scope)

/** Whether a scope has more variables than one file has, or names that a minifier gave. */
export const isOfLibraries = (heap: Heap, scope: NodeIndex): boolean =>
  hasShortNames(heap, scope) || ownNames(heap, scope).length > mostVariables

const hasShortNames = rememberedByHeap((heap, scope): boolean => {
  const names = ownNames(heap, scope)
  return names.length > 10 && names.filter((name) => name.length <= shortName).length * 2 > names.length
})

const ownNames = (heap: Heap, scope: NodeIndex): string[] =>
  variableNames(heap, scope).filter((name) => name !== 'this')
