import type { Heap } from '../recognise/heap.ts'
import { fileOf } from '../recognise/moduleExports.ts'
import { isModuleScope } from '../recognise/moduleScope.ts'
import type { IsOwnFile } from '../recognise/ownFiles.ts'
import { remembered } from '../recognise/remembered.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { atHand } from './atHand.ts'
import { type FunctionNames, functionNamesOf } from './functionNames.ts'
import { furtherInside, type Held } from './furtherInside.ts'
import { methods } from './methods.ts'
import { isMinified, moduleScope, namedVariables } from './namedValues.ts'
import { onTheWay, wrappedBy } from './onTheWay.ts'

/** Scopes that are looked through, from the function outward. */
const levels = 8

/**
 * Which of these routers a function on the way of requests uses by a variable of the functions around it, or by what has it inside: by
 * the texts of the app's own functions, and of those that they name. In `table[version].fetch(...)` nothing but the text tells that
 * the router is called, and in `router.routes.length` that it is only read. An object one property away from the router must be
 * named with that property; one further away that leads to the copies as well is the app as a whole. In what a minifier wrote the same
 * few names stand for something else in each function, and tell nothing.
 */
export function usedInScopes(
  heap: Heap,
  { reached, isOwnFile }: { readonly reached: Uint8Array; readonly isOwnFile: IsOwnFile },
  held: readonly Held[],
  handlers: readonly NodeIndex[],
): ReadonlySet<NodeIndex> {
  const found = new Set<NodeIndex>()
  if (held.length === 0) return found
  const wanted = new Set(held.map(({ router }) => router))
  const further = furtherInside(heap, held)
  const nearOf = remembered((value) => atHand(heap, value, wanted))
  const namesOf = functionNamesOf(heap)
  const open = [...onTheWay(heap, reached), ...handlers]
  const [seen, values] = [new Set<NodeIndex>(), new Set<NodeIndex>()]
  for (let function_ = open.pop(); function_ !== undefined && found.size < wanted.size; function_ = open.pop()) {
    const closure = heap.unbound(function_)
    if (seen.size === seen.add(closure).size) continue
    if (!isOwnFile(fileOf(heap, closure) ?? 'node:')) {
      open.push(...wrappedBy(heap, closure))
      continue
    }
    const variables = variablesAround(heap, closure)
    const module = variables.length === 0 ? undefined : moduleScope(heap, closure)
    const isUnread = variables.length === 0 || (module !== undefined && isMinified(heap, module))
    const names = isUnread ? undefined : namesOf(closure)
    for (const [name, value] of names === undefined ? [] : variables) {
      if (!names!.all.has(name)) continue
      if (values.size < values.add(value).size) open.push(...methods(heap, value))
      for (const router of usedBy(value, name, names!)) found.add(router)
    }
  }
  return found

  function usedBy(value: NodeIndex, name: string, names: FunctionNames): NodeIndex[] {
    const near = nearOf(value)
    const used = near.filter(({ router, property }) => {
      // What the router does itself is no use of it, and its own functions may be in the app's file, a bundle.
      if (router === value) return name !== 'this' && names.used.has(name)
      return property === undefined || names.looksUp || names.properties.has(property) || names.all.has(property)
    })
    const far = further(value).filter((router) => near.every((one) => one.router !== router))
    return [...used.map(({ router }) => router), ...far]
  }
}

/** Variables of the functions around a function, with their names; not those of its module. */
function variablesAround(heap: Heap, closure: NodeIndex): (readonly [name: string, value: NodeIndex])[] {
  const found: (readonly [name: string, value: NodeIndex])[] = []
  let scope = heap.internal(closure, 'context')
  for (let level = 0; level < levels && scope !== undefined && !isModuleScope(heap, scope); level++) {
    found.push(...namedVariables(heap, scope))
    scope = heap.internal(scope, 'previous')
  }
  return found
}
