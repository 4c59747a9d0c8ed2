import type { RouteMark, RouterMark } from '../../recognise/mark.ts'
import { joinedPath } from '../../recognise/mountPrefixes.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import type { Layer, MethodLayer, Route } from './layers.ts'
import { type Router, type Routers, routerShape, routersOf } from './routers.ts'

const framework = 'express'
/** What a route of `app.all()` answers to, besides the rarer ones. */
const everyMethod = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE', 'MKCOL']

/**
 * A router of express 4 and 5 or of the package `router`, with its layers (lib/router of express 4, router 2). The app
 * belongs to its router.
 *
 * Routers are mounted by reference, so the routes of a router that is mounted at three places are there once. Their
 * paths have the prefix of all mounts, `(/v1|/v2|/v3)/users`; where a prefix is not to be had (express 4 keeps regular
 * expressions only), or where there are more than eight, the paths are those in the router.
 *
 * A route is one method of one path. `app.all()` makes a layer a method, all of one `Route`: they are one route of
 * method ALL, and the layers lead it as well. Middleware, error handlers and mounts are layers without a `Route`.
 */
export const recogniser: Recogniser = {
  name: 'express router',
  shape: routerShape,

  recognise(heap, node) {
    const routers = routersOf(heap)
    const router = routers.byFunction.get(node)
    if (router?.functions[0] !== node) return
    const prefix = routers.prefixes.get(router) ?? null
    const mark: RouterMark = {
      kind: 'router',
      leading: [...router.functions, ...router.apps],
      framework,
      prefix: prefix === '' ? null : prefix,
      internal: false,
    }
    return [mark, ...router.layers.flatMap((layer) => layerMarks(routers, router, layer))]
  },
}

function layerMarks(routers: Routers, router: Router, layer: Layer): RouteMark[] {
  const prefix = routers.prefixes.get(router) ?? ''
  const mark = {
    kind: 'route',
    framework,
    path: layer.path === null ? null : joinedPath(prefix, layer.path),
    constraints: '',
    ...(layer.isExpression ? { matcher: `@${layer.node}` } : { ignoresSlash: !router.isStrict }),
    router: router.functions[0],
    twin: null,
  } as const
  if (layer.route === undefined) {
    // What a mounted router holds is its own, and no handler of the layer.
    const handlers = routers.mounted.has(layer.node) ? [] : [routers.handler(layer.handle)]
    return [{ ...mark, leading: [layer.node], method: 'ALL', handlers, middleware: true }]
  }
  const { route } = layer
  return [...layersByMethod(route)].map(([method, own]) => {
    const handlers = [...new Set(own.map(({ handle }) => routers.handler(handle)))]
    const wrappers = own.map(({ handle }) => handle).filter((handle) => routers.handler(handle) !== handle)
    const checks = mark.path === null ? [] : routers.checks(method, mark.path)
    const leading: NodeIndex[] = [layer.node, route.node, ...own.map(({ node }) => node), ...checks]
    return { ...mark, leading, method, handlers, wrappers, stores: route.stores, middleware: false }
  })
}

/**
 * The layers that a request of each method goes through, in order of registration, as the router itself lists them. What
 * `all()` added stands before and between those of every method, and for a route of its own.
 */
function layersByMethod({ layers }: Route): Map<string, readonly MethodLayer[]> {
  const methods = new Set(layers.map(({ method }) => method ?? 'ALL'))
  if (everyMethod.every((method) => methods.has(method))) return new Map([['ALL', layers]])
  const isFor = (method: string) => (layer: MethodLayer) => layer.method === undefined || layer.method === method
  return new Map([...methods].map((method) => [method, layers.filter(isFor(method))]))
}
