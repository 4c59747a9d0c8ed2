import type { Heap } from '../../recognise/heap.ts'
import type { RouteMark, RouterMark } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { originals, withoutClones } from './clones.ts'
import { withMountPrefixes } from './mounts.ts'
import { recordPath } from './recordPath.ts'
import { routerStructure } from './routerStructure.ts'

const framework = 'hono'

/**
 * A Hono app with the records of its `routes` array (hono-base of Hono 4). `route()` copies the records of a sub-app
 * into the app; the sub-app keeps its own.
 *
 * Middleware is a record of method ALL like `app.all()` makes one, and a route of two handlers is two records. The
 * heap does not say which is which, so every record is a route.
 */
export const appRecogniser: Recogniser = {
  name: 'hono app',
  shape: ['routes', 'router', '_basePath', 'get', 'post', 'fetch'],

  recognise(heap, node) {
    const routes = heap.property(node, 'routes')
    const inner = heap.property(node, 'router')
    if (routes === undefined || inner === undefined) return
    const records = heap.elements(routes).flatMap((node) => recordAt(heap, node) ?? [])
    const structure = routerStructure(
      heap,
      inner,
      records.map((record) => record.node),
    )

    const app: RouterMark = {
      kind: 'router',
      leading: [node, ...structure.routers],
      framework,
      prefix: heap.stringProperty(node, '_basePath') ?? null,
      internal: false,
    }
    return [
      app,
      ...records.map((record) => routeOfRecord(heap, record, node, structure.entriesOf.get(record.node) ?? [])),
    ]
  },

  refine(heap, marks) {
    const clones = originals(heap, marks, framework)
    return withMountPrefixes(heap, withoutClones(marks, clones), framework, clones)
  },
}

/** A record outside of any app's array, e.g. one that the closure of a sub-app's error handler keeps. */
export const recordRecogniser: Recogniser = {
  name: 'hono record',
  shape: ['basePath', 'path', 'method', 'handler'],
  recognise(heap, node) {
    const record = recordAt(heap, node)
    return record && routeOfRecord(heap, record, null, [])
  },
}

interface HonoRecord {
  readonly node: NodeIndex
  readonly method: string
  readonly handler: NodeIndex
}

function recordAt(heap: Heap, node: NodeIndex): HonoRecord | undefined {
  const handler = heap.property(node, 'handler')
  if (handler === undefined || heap.type(handler) !== 'closure' || heap.property(node, 'path') === undefined) return
  const method = heap.stringProperty(node, 'method')
  return method === undefined ? undefined : { node, method, handler }
}

function routeOfRecord(
  heap: Heap,
  { node, method, handler }: HonoRecord,
  router: NodeIndex | null,
  entries: readonly NodeIndex[],
): RouteMark {
  return {
    kind: 'route',
    leading: [node, ...entries],
    framework,
    method: method.toUpperCase(),
    path: recordPath(heap, node) ?? null,
    constraints: '',
    router,
    handlers: handlersOf(heap, handler),
    twin: null,
    middleware: false,
    maybeMiddleware: method.toUpperCase() === 'ALL',
  }
}

/**
 * A sub-app with an error handler of its own gets its handlers wrapped; the wrapper names what it wraps, by a symbol in
 * 4.0 and by a string later (COMPOSED_HANDLER of hono-base).
 */
function handlersOf(heap: Heap, handler: NodeIndex): NodeIndex[] {
  const chain = [handler]
  for (let depth = 0; depth < 20; depth++) {
    const last = chain[chain.length - 1]
    const wrapped = heap.property(last, '__COMPOSED_HANDLER') ?? heap.property(last, '<symbol composedHandler>')
    if (wrapped === undefined || chain.includes(wrapped)) break
    chain.push(wrapped)
  }
  return chain.map((closure) => heap.unbound(closure))
}
