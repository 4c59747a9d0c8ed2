import type { Heap } from '../../recognise/heap.ts'
import { rememberedByHeap } from '../../recognise/remembered.ts'
import { scopeVariables, variablesOf } from '../../recognise/scopeVariables.ts'
import { withoutLastSlash } from '../../recognise/stringText.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/** What a route of h3 calls. */
export interface Handlers {
  /** From the registered function inwards; the last one is the user's, where the heap shows it. */
  readonly chain: readonly NodeIndex[]
  /** True where the function only passes on to another app or router. */
  readonly passesOn: boolean
}

const deepestWrapper = 20

/** Unwraps what h3 puts around a handler. Wrappers are told by what they close over, so bundles make no difference. */
export function handlersOf(heap: Heap, handler: NodeIndex): Handlers {
  const chain: NodeIndex[] = []
  let next: NodeIndex | undefined = handler
  while (next !== undefined && !chain.includes(next) && chain.length < deepestWrapper) {
    if (isDispatcher(heap, next)) return { chain: [...chain, next], passesOn: true }
    chain.push(next)
    next = behindBase(heap, next) ?? behindDefinition(heap, next) ?? behindLoader(heap, next)
  }
  return { chain: chain.flatMap((closure) => [...middlewareOf(heap, closure), closure]), passesOn: false }
}

/** `app.handler` of h3 2, which is bound to its app, or the handler of an app or router of h3 1. */
function isDispatcher(heap: Heap, closure: NodeIndex): boolean {
  const app = heap.internal(closure, 'bound_this')
  if (app !== undefined) return heap.property(app, '~routes') !== undefined
  return scopeVariables(heap, closure).some((variable) => hasRoutes(heap, variable))
}

/** What the handler of a router or an app of h3 1 closes over. */
const hasRoutes = rememberedByHeap((heap, node) => isRadixRouter(heap, node) || isStack(heap, node))

/** The tree of a router of h3 1 (`createRouter` of radix3). */
export const isRadixRouter = (heap: Heap, node: NodeIndex): boolean => {
  const tree = heap.property(node, 'ctx')
  return (
    tree !== undefined &&
    heap.property(tree, 'rootNode') !== undefined &&
    heap.property(tree, 'staticRoutesMap') !== undefined
  )
}

function isStack(heap: Heap, node: NodeIndex): boolean {
  if (heap.name(node) !== 'Array' || heap.type(node) !== 'object') return false
  const layers = heap.elements(node)
  return layers.length > 0 && layers.every((layer) => isLayer(heap, layer))
}

/** What `app.use` of h3 1 adds (`normalizeLayer`). `match` may be undefined. */
export function isLayer(heap: Heap, node: NodeIndex): boolean {
  const handler = heap.property(node, 'handler')
  if (handler === undefined || heap.type(handler) !== 'closure') return false
  const names = heap.ownProperties(node).map(({ name }) => name)
  return names.sort().join() === 'handler,match,route'
}

/** What `useBase` and `withBase` wrap: a function that closes over a base and a handler, and over nothing else. */
function behindBase(heap: Heap, closure: NodeIndex): NodeIndex | undefined {
  const variables = scopeVariables(heap, closure)
  const inner = variables.find((variable) => heap.type(variable) === 'closure')
  if (variables.length !== 2 || inner === undefined || !isDispatcher(heap, inner)) return undefined
  return variables.some((variable) => heap.string(variable, withoutLastSlash) !== undefined) ? inner : undefined
}

/** What `defineHandler({ handler })` wraps, with middleware, hooks or validation. */
function behindDefinition(heap: Heap, closure: NodeIndex): NodeIndex | undefined {
  const own = closureProperty(heap, closure, 'handler')
  if (own !== undefined && own !== closure) return own
  const variables = scopeVariables(heap, closure)
  if (variables.length > 2) return undefined
  // h3 1: the definition and its hooks; h3 2: the definition alone, where it validates.
  const extras = variables.length === 2 ? ['onRequest', 'onBeforeResponse'] : ['validate']
  if (!extras.every((name) => variables.some((variable) => extrasOf(heap, variable).includes(name)))) return undefined
  return variables.map((variable) => closureProperty(heap, variable, 'handler')).find((inner) => inner !== undefined)
}

const extrasOf = rememberedByHeap((heap, node) =>
  heap.propertyNames(node).filter((name) => ['onRequest', 'onBeforeResponse', 'validate'].includes(name)),
)

/** What a lazy handler resolved to, or the function that will load it. */
function behindLoader(heap: Heap, closure: NodeIndex): NodeIndex | undefined {
  const variables = scopeVariables(heap, closure)
  const closures = variables.filter((variable) => heap.type(variable) === 'closure')
  const resolve = closureProperty(heap, closure, '__resolve__')
  if (resolve !== undefined && closures.includes(resolve)) {
    const resolved = variables.map((variable) => closureProperty(heap, variable, 'handler'))
    return resolved.find((inner) => inner !== undefined) ?? closures.find((variable) => variable !== resolve)
  }
  // h3 2: loader, handler and promise. The promise knows the handler that it resolved to.
  if (variables.length !== 3) return undefined
  const promise = variables.find((variable) => heap.name(variable) === 'Promise')
  const result = promise === undefined ? undefined : heap.internal(promise, 'reactions_or_result')
  if (result !== undefined && closures.includes(result)) return result
  return heap.name(closure) === 'lazyHandler' ? closures[0] : undefined
}

function middlewareOf(heap: Heap, closure: NodeIndex): NodeIndex[] {
  const middleware = heap.property(closure, 'middleware')
  if (middleware === undefined || heap.name(middleware) !== 'Array') return []
  return heap.elements(middleware).filter((element) => heap.type(element) === 'closure')
}

function closureProperty(heap: Heap, node: NodeIndex, name: string): NodeIndex | undefined {
  const value = heap.property(node, name)
  return value !== undefined && heap.type(value) === 'closure' ? value : undefined
}

/**
 * The function that `mount(base, fetch)` of h3 2 was given, where a handler is what it made for the route `base/**`: in a
 * block with the fetch function alone, inside of a scope with the base.
 */
export function mountedFetch(heap: Heap, handler: NodeIndex, route: string): NodeIndex | undefined {
  const scope = heap.internal(handler, 'context')
  const outer = scope === undefined ? undefined : heap.internal(scope, 'previous')
  if (scope === undefined || outer === undefined || !route.endsWith('/**')) return undefined
  const [fetch, ...others] = variablesOf(heap, scope)
  if (fetch === undefined || others.length > 0 || heap.type(fetch) !== 'closure') return undefined
  const base = route.slice(0, -'/**'.length)
  // A copy has the prefix of the app around it before its own base.
  const isBase = (text: string | undefined): boolean => text !== undefined && text !== '' && base.endsWith(text)
  return variablesOf(heap, outer).some((variable) => isBase(heap.string(variable, withoutLastSlash)))
    ? fetch
    : undefined
}
