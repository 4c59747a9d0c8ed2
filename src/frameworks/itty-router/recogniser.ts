import type { Heap } from '../../recognise/heap.ts'
import type { RouteMark, RouterMark } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import { rememberedByHeap } from '../../recognise/remembered.ts'
import { scopeVariables } from '../../recognise/scopeVariables.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

const framework = 'itty-router'

/**
 * A router of itty-router 5 or 6 (`Router`, `IttyRouter`, `AutoRouter`), with those that are mounted in it. A route is a
 * tuple `[METHOD, RegExp, [handlers], path]` in its list, and the path is whole: the base of the router is part of it.
 *
 * A router is mounted as a handler, by its `fetch`, and of a router that nobody else holds this function is all that
 * stays: its scope has the list and the base. A route whose only handler is such a function is a mount and passes on.
 * Middleware is registered like any route, so it is one.
 */
export const recogniser: Recogniser = {
  name: 'itty-router router',
  shape: ['routes', 'fetch'],

  recognise(heap, node) {
    const list = heap.property(node, 'routes')
    const fetch = heap.property(node, 'fetch')
    if (list === undefined || fetch === undefined || !isList(heap, list)) return
    const marks: (RouterMark | RouteMark)[] = []
    const found = new Set([list])
    const open = [{ list, fetch, object: [node] }]
    for (let router = open.pop(); router !== undefined; router = open.pop()) {
      const leading = [router.list, router.fetch, ...router.object]
      const prefix = baseOf(heap, router.fetch)
      marks.push({ kind: 'router', leading, framework, prefix, internal: false })
      for (const tuple of heap.elements(router.list)) {
        const functions = functionsOf(heap, tuple)
        const mounted = functions.map((handler) => listBehind(heap, handler, router.list))
        marks.push(routeOfTuple(heap, tuple, router.list, functions, mounted))
        mounted.forEach((inner, at) => {
          if (inner === undefined || found.has(inner)) return
          found.add(inner)
          open.push({ list: inner, fetch: functions[at], object: [] })
        })
      }
    }
    return marks
  },
}

function routeOfTuple(
  heap: Heap,
  tuple: NodeIndex,
  router: NodeIndex,
  functions: readonly NodeIndex[],
  mounted: readonly (NodeIndex | undefined)[],
): RouteMark {
  const [methodNode, , handlers, path] = heap.elements(tuple)
  const method = heap.string(methodNode)!
  const isMount = mounted.length > 0 && mounted.every((list) => list !== undefined)
  return {
    kind: 'route',
    leading: [tuple, handlers],
    framework,
    method,
    path: heap.string(path) ?? null,
    constraints: '',
    ignoresSlash: true,
    router,
    handlers: isMount ? [] : functions.map((closure) => heap.unbound(closure)),
    twin: null,
    middleware: isMount,
    maybeMiddleware: method === 'ALL',
  }
}

const functionsOf = (heap: Heap, tuple: NodeIndex): NodeIndex[] =>
  heap.elements(heap.elements(tuple)[2]).filter((handler) => heap.type(handler) === 'closure')

/** Of the router whose `fetch` a handler is. One that has the list at hand in which it is itself is the app's. */
const listBehind = (heap: Heap, handler: NodeIndex, own: NodeIndex): NodeIndex | undefined =>
  scopeVariables(heap, handler).find((variable) => variable !== own && isList(heap, variable))

/** The only text in the scope of `fetch`. */
const baseOf = (heap: Heap, fetch: NodeIndex): string | null =>
  scopeVariables(heap, fetch)
    .map((variable) => heap.string(variable))
    .find((text) => text !== undefined && text !== '') ?? null

/** A list with at least one route, and with nothing else. */
const isList = rememberedByHeap((heap: Heap, node: NodeIndex): boolean => {
  if (heap.type(node) !== 'object' || heap.name(node) !== 'Array') return false
  const tuples = heap.elements(node)
  return tuples.length > 0 && tuples.every((tuple) => isTuple(heap, tuple))
})

function isTuple(heap: Heap, node: NodeIndex): boolean {
  const elements = heap.name(node) === 'Array' ? heap.elements(node) : []
  if (elements.length !== 4) return false
  const [method, pattern, handlers, path] = elements
  return (
    /^[A-Z]+$/.test(heap.string(method) ?? '') &&
    heap.type(pattern) === 'regexp' &&
    heap.name(handlers) === 'Array' &&
    heap.type(path).includes('string')
  )
}
