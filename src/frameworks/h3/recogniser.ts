import type { Heap } from '../../recognise/heap.ts'
import type { RouteMark, RouterMark } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import { scopeVariables } from '../../recognise/scopeVariables.ts'
import { withoutLastSlash } from '../../recognise/stringText.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { withCopiedApps } from './copiedApps.ts'
import { handlersOf, isLayer, isRadixRouter, mountedFetch } from './handlers.ts'
import { withPrefixes } from './mounts.ts'

const framework = 'h3'

/**
 * An app of h3 2 (`H3` in dist/cache.mjs of 2.0.8) with the records of its `~routes`. `mount(base, app)` copies the
 * records of the app with the base before their paths, and puts the copies into a tree of its own; the originals are
 * never looked up again. `mount(base, app.fetch)` leaves the app as it is, behind one route `base/**` that only passes
 * on.
 */
export const appRecogniser: Recogniser = {
  name: 'h3 app',
  shape: ['config', '~middleware', '~routes', 'fetch', 'handler'],

  recognise(heap, node) {
    const records = heap.property(node, '~routes')
    if (records === undefined) return
    const tree = heap.property(node, '~rou3')
    const app = routerMark(node, ...(tree === undefined ? [] : [tree]), records)
    return [app, ...heap.elements(records).flatMap((record) => routeOfRecord(heap, record, node) ?? [])]
  },
  refine: (heap, marks) => withCopiedApps(framework, heap, marks),
}

/**
 * A router of h3 1 (`createRouter`). Its routes are in a table in the scope of its functions, one record a path with a
 * handler a method. It is mounted by reference. Where a path has no handler for a method, but a pattern that matches it has
 * one, the router writes that one into the record at the first such request.
 */
export const routerRecogniser: Recogniser = {
  name: 'h3 router',
  shape: ['use', 'add', 'handler', 'get', 'post', 'connect', 'trace'],

  recognise(heap, node) {
    const handler = heap.property(node, 'handler')
    if (handler === undefined) return
    const variables = scopeVariables(heap, handler)
    const tree = variables.find((variable) => isRadixRouter(heap, variable))
    if (tree === undefined || !variables.includes(node)) return
    const records = variables.flatMap((variable) => recordsOf(heap, variable))
    return [routerMark(node, tree), ...records.flatMap((record) => routesOfPath(heap, record, node))]
  },
}

/**
 * An app of h3 1 (`createApp`): a list of layers, each for all methods and everything below its path. A layer with a
 * path may answer or pass on, which the heap does not say, so it is a route; a layer without one is middleware.
 */
export const stackRecogniser: Recogniser = {
  name: 'h3 app with a stack',
  shape: ['use', 'resolve', 'handler', 'stack', 'options'],

  recognise(heap, node) {
    const stack = heap.property(node, 'stack')
    if (stack === undefined) return
    const layers = heap.elements(stack)
    if (!layers.every((layer) => isLayer(heap, layer))) return
    return [routerMark(node), ...layers.map((layer) => routeOfLayer(heap, layer, node))]
  },
  refine: (heap, marks) => withPrefixes(framework, heap, marks),
}

const routerMark = (...leading: NodeIndex[]): RouterMark => ({
  kind: 'router',
  leading,
  framework,
  prefix: null,
  internal: false,
})

function routeOfRecord(heap: Heap, record: NodeIndex, router: NodeIndex): RouteMark | undefined {
  const method = heap.stringProperty(record, 'method')
  const handler = heap.property(record, 'handler')
  if (method === undefined || handler === undefined || heap.type(handler) !== 'closure') return
  const path = heap.stringProperty(record, 'route') ?? null
  const middleware = heap.property(record, 'middleware')
  const route = routeMark(heap, record, router, method === '' ? 'ALL' : method, path, handler)
  const passesOn =
    route.middleware || (method === '' && path !== null && mountedFetch(heap, handler, path) !== undefined)
  return {
    ...route,
    ignoresSlash: true,
    handlers: [...(middleware === undefined ? [] : heap.elements(middleware)), ...route.handlers],
    middleware: passesOn,
    passesOn,
  }
}

/** The records of a table whose keys are their paths; none where it is another object. */
function recordsOf(heap: Heap, table: NodeIndex): NodeIndex[] {
  if (heap.type(table) !== 'object') return []
  const entries = heap.ownProperties(table)
  const isTable = entries.every(
    ({ name, target }) =>
      heap.property(target, 'handlers') !== undefined && heap.stringProperty(target, 'path') === name,
  )
  return isTable ? entries.map(({ target }) => target) : []
}

function routesOfPath(heap: Heap, record: NodeIndex, router: NodeIndex): RouteMark[] {
  const path = heap.stringProperty(record, 'path') ?? null
  return heap.ownProperties(heap.property(record, 'handlers')!).flatMap(({ name, target }) => {
    if (heap.type(target) !== 'closure') return []
    return routeMark(heap, record, router, name.toUpperCase(), path, target)
  })
}

function routeOfLayer(heap: Heap, layer: NodeIndex, router: NodeIndex): RouteMark {
  const path = layerPath(heap, layer)
  const route = routeMark(heap, layer, router, 'ALL', path, heap.property(layer, 'handler')!)
  return { ...route, middleware: route.middleware || path === '/', maybeMiddleware: true }
}

/** A slash at the end is cut off by slicing, and V8 keeps such a path as a reference into the whole one. */
function layerPath(heap: Heap, layer: NodeIndex): string | null {
  const path = heap.property(layer, 'route')
  if (path === undefined) return null
  return heap.string(path, withoutLastSlash) ?? null
}

function routeMark(
  heap: Heap,
  node: NodeIndex,
  router: NodeIndex,
  method: string,
  path: string | null,
  handler: NodeIndex,
): RouteMark {
  const { chain, passesOn } = handlersOf(heap, handler)
  return {
    kind: 'route',
    leading: [node],
    framework,
    method,
    path,
    constraints: '',
    router,
    handlers: chain,
    twin: null,
    middleware: passesOn,
  }
}
