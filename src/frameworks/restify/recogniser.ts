import type { Heap } from '../../recognise/heap.ts'
import type { RouteMark, RouterMark } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import { wrappedFunctions } from '../../recognise/wrappers.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { type RouterRecord, routerRecords } from '../find-my-way/routerRecords.ts'

const framework = 'restify'

/**
 * A restify server with the records of its find-my-way router (lib/server.js, lib/router.js and
 * lib/routerRegistryRadix.js of restify 11 and 12). Each record stores its route, and the route has a chain of
 * functions. There are no routers in routers. What `pre()` and `use()` were given runs for every route and belongs to
 * the server.
 *
 * Of a path that ends with an optional parameter find-my-way makes two records, so it is two routes.
 */
export const recogniser: Recogniser = {
  name: 'restify server',
  shape: ['router', 'preChain', 'useChain', 'firstChain'],

  recognise(heap, node) {
    const router = heap.property(node, 'router')
    const registry = router === undefined ? undefined : heap.property(router, '_registry')
    const findMyWay = registry === undefined ? undefined : heap.property(registry, '_findMyWay')
    if (router === undefined || registry === undefined || findMyWay === undefined) return
    const routes = routerRecords(heap, findMyWay)?.map((record) => routeOf(heap, record))
    if (routes === undefined || !routes.every((route) => route !== undefined)) return

    const leading = [findMyWay, node, router, registry]
    const mark: RouterMark = { kind: 'router', leading, framework, prefix: null, internal: false }
    const wrapped = wrappedFunctions(
      heap,
      routes.flatMap(({ chain }) => chain.slice(-1)),
    )
    return [mark, ...routes.map((route) => markOf(heap, route, findMyWay, wrapped))]
  },
}

interface Route {
  readonly record: RouterRecord
  /** The nodes that make it up. */
  readonly leading: readonly NodeIndex[]
  readonly chain: readonly NodeIndex[]
}

function routeOf(heap: Heap, record: RouterRecord): Route | undefined {
  const route = record.store === undefined ? undefined : heap.property(record.store, 'route')
  const chain = route === undefined ? undefined : heap.property(route, 'chain')
  const stack = chain === undefined ? undefined : heap.property(chain, '_stack')
  if (route === undefined || chain === undefined || stack === undefined) return undefined
  const functions = heap.elements(stack).filter((element) => heap.type(element) === 'closure')
  return { record, leading: [record.node, record.handler, route, chain], chain: functions }
}

function markOf(
  heap: Heap,
  { record, leading, chain }: Route,
  router: NodeIndex,
  wrapped: ReadonlyMap<NodeIndex, NodeIndex>,
): RouteMark {
  return {
    kind: 'route',
    leading,
    framework,
    method: record.method,
    path: record.path,
    constraints: record.constraints,
    ...(record.matcher !== undefined && { matcher: record.matcher }),
    router,
    handlers: chain.map((closure) => heap.unbound(wrapped.get(closure) ?? closure)),
    twin: null,
    middleware: false,
  }
}
