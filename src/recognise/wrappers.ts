import type { NodeIndex } from '../snapshot/snapshot.ts'
import { addTo } from './addTo.ts'
import type { Heap } from './heap.ts'
import type { Mark } from './mark.ts'
import { variablesOf } from './scopeVariables.ts'

/**
 * What wrappers such as `asyncHandler(fn)` wrap: by the closure of a wrapper, the function that it was made around.
 *
 * A closure is a wrapper when it has a scope of its own that holds exactly one function, which was made outside of that
 * scope; and when others of `closures` are of the same code and were made around other functions. So a handler that
 * uses one helper is none, nor are the handlers of a factory that was called several times with the same helper.
 */
export function wrappedFunctions(heap: Heap, closures: Iterable<NodeIndex>): ReadonlyMap<NodeIndex, NodeIndex> {
  const scopes = new Map<NodeIndex, NodeIndex[]>()
  for (const closure of new Set(closures)) {
    const scope = heap.internal(closure, 'context')
    if (scope !== undefined) addTo(scopes, scope, closure)
  }

  const byCode = new Map<NodeIndex, { closure: NodeIndex; inner: NodeIndex }[]>()
  for (const [scope, [closure, ...others]] of scopes) {
    const functions = variablesOf(heap, scope).filter((value) => heap.type(value) === 'closure')
    const code = heap.sharedFunction(closure)
    if (others.length > 0 || code === undefined || functions.length !== 1) continue
    const [inner] = functions
    if (inner === closure || isMadeIn(heap, inner, scope)) continue
    addTo(byCode, code, { closure, inner })
  }
  const wrappers = [...byCode.values()].filter((group) => new Set(group.map(({ inner }) => inner)).size > 1)
  return new Map(wrappers.flat().map(({ closure, inner }) => [closure, inner]))
}

/**
 * The same for what answers, of all routes together: compilers of async functions make a wrapper of each as well
 * (`_asyncToGenerator` of Babel). It says where code stands and whose it is. Whether two routes do the same it does not say:
 * beside the function a wrapper may hold what it was told.
 */
export function wrappedHandlers(heap: Heap, marks: readonly Mark[]): ReadonlyMap<NodeIndex, NodeIndex> {
  const found =
    known.get(marks) ??
    wrappedFunctions(
      heap,
      marks.flatMap((mark) => (mark.kind === 'route' && !mark.middleware ? mark.handlers.slice(-1) : [])),
    )
  known.set(marks, found)
  return found
}

const known = new WeakMap<readonly Mark[], ReadonlyMap<NodeIndex, NodeIndex>>()

const deepest = 100

function isMadeIn(heap: Heap, closure: NodeIndex, scope: NodeIndex): boolean {
  let context = heap.internal(closure, 'context')
  for (let depth = 0; depth < deepest && context !== undefined; depth++) {
    if (context === scope) return true
    context = heap.internal(context, 'previous')
  }
  return false
}
