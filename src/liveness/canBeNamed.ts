import { closures } from '../recognise/closures.ts'
import type { Heap } from '../recognise/heap.ts'
import { cellsOfModule, exportsInNamespace, fileOf } from '../recognise/moduleExports.ts'
import type { IsOwnFile } from '../recognise/ownFiles.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { atHand } from './atHand.ts'
import { leadsTo } from './liveness.ts'
import { methods } from './methods.ts'
import { moduleScope, namedVariables } from './namedValues.ts'

/** Gives the scope of the module of a function, where names in its text say something: of the app's own. */
export function readableScopes(heap: Heap, isOwnFile: IsOwnFile): (closure: NodeIndex) => NodeIndex | undefined {
  const known = new Map<NodeIndex, boolean>()
  return (closure) => {
    const scope = moduleScope(heap, closure)
    // What `new Function` made has no variables but what it was given, whosever file it is of.
    if (scope === undefined || heap.generatedBy(closure) !== undefined) return undefined
    if (!known.has(scope)) known.set(scope, isOwnFile(fileOf(heap, closure) ?? 'node:'))
    return known.get(scope) === true ? scope : undefined
  }
}

/**
 * Whether a module of the app's own has one of `wanted` at hand, or a function that leads to one. If not, no text needs to be read. Costs
 * a look at every function.
 */
export function canBeNamed(
  heap: Heap,
  {
    wanted,
    inside,
  }: { readonly wanted: ReadonlySet<NodeIndex>; readonly inside: (value: NodeIndex) => readonly NodeIndex[] },
  scopeOf: (closure: NodeIndex) => NodeIndex | undefined,
  reached: Uint8Array,
): boolean {
  const known = new Set<NodeIndex>()
  for (const [scope, closure] of modulesOfFunctions(heap, scopeOf)) {
    for (const value of valuesOfModule(heap, scope, closure)) {
      if (known.size === known.add(value).size) continue
      if (atHand(heap, value, wanted).length > 0 || inside(value).length > 0) return true
      for (const method of methods(heap, value)) known.add(method)
    }
  }
  return leadsTo(
    heap,
    [...known].filter((node) => heap.type(node) === 'closure'),
    wanted,
    reached,
  )
}

/** Scopes of modules, each with a function of its module. */
function modulesOfFunctions(
  heap: Heap,
  scopeOf: (closure: NodeIndex) => NodeIndex | undefined,
): ReadonlyMap<NodeIndex, NodeIndex> {
  const modules = new Map<NodeIndex, NodeIndex>()
  for (const closure of closures(heap)) {
    const scope = scopeOf(closure)
    if (scope !== undefined && !modules.has(scope)) modules.set(scope, closure)
  }
  return modules
}

/** What the variables and cells of a module hold. */
export function valuesOfModule(heap: Heap, scope: NodeIndex, closure: NodeIndex): NodeIndex[] {
  const cells = cellsOfModule(heap, fileOf(heap, closure)!)
  return [
    ...namedVariables(heap, scope).flatMap(([, value]) => [
      value,
      ...exportsInNamespace(heap, value).map(({ target }) => target),
    ]),
    ...cells.flatMap((cell) => heap.internal(cell, 'value') ?? []),
  ]
}
