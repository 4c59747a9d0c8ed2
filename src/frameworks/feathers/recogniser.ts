import { addTo } from '../../recognise/addTo.ts'
import type { Heap } from '../../recognise/heap.ts'
import type { Mark, RouteMark, RouterMark } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { pathsOf } from './routeTree.ts'
import { endpointOf, externalMethods, methodBehind } from './services.ts'

const framework = 'feathers'

/**
 * A Feathers app that is served by Koa or Express (@feathersjs/transport-commons 5 gives it `routes`). Its services are
 * the routers, and each method that a service has for others is a route. A service that is used under several paths,
 * as those of a sub-app are, is the same object everywhere: one router, with routes for every path. A sub-app is served
 * by nobody itself and is not looked at.
 */
export const recogniser: Recogniser = {
  name: 'feathers app',
  shape: ['services', 'settings', 'mixins', 'routes', 'lookup'],

  recognise(heap, node) {
    const services = heap.property(node, 'services')
    const tree = heap.property(node, 'routes')
    const root = tree === undefined ? undefined : heap.property(tree, 'root')
    if (services === undefined || tree === undefined || root === undefined) return
    const places = new Map<NodeIndex, string[]>()
    for (const { name, target } of heap.ownProperties(services)) {
      if (externalMethods(heap, target) !== undefined) addTo(places, target, name)
    }
    const app: RouterMark = { kind: 'router', leading: [tree, services], framework, prefix: null, internal: true }
    const paths = pathsOf(heap, root)
    return [app, ...[...places].flatMap(([service, locations]) => serviceMarks(heap, service, locations, paths))]
  },
}

function serviceMarks(
  heap: Heap,
  service: NodeIndex,
  locations: readonly string[],
  paths: ReadonlyMap<string, NodeIndex>,
): Mark[] {
  const prefix = locations.length === 1 && locations[0] !== '/' ? `/${locations[0]}` : null
  const router: RouterMark = { kind: 'router', leading: [service], framework, prefix, internal: false }
  const methods = externalMethods(heap, service) ?? []
  const routes = locations.flatMap((location) =>
    methods.flatMap((method): RouteMark[] => {
      const { verb, below, constraints } = endpointOf(method)
      const path = `${location === '/' ? '' : `/${location}`}${below}` || '/'
      const entry = paths.get(path)
      const handler = methodBehind(heap, service, method)
      if (entry === undefined || handler === undefined) return []
      const hooked = heap.property(service, method)
      return [
        {
          kind: 'route',
          leading: [entry, ...(hooked === undefined ? [] : [hooked])],
          framework,
          method: verb,
          path,
          constraints,
          router: service,
          handlers: [handler],
          twin: null,
          middleware: false,
        },
      ]
    }),
  )
  return [router, ...routes]
}
