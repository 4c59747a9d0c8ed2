import type { Heap } from '../../recognise/heap.ts'
import type { RouteMark, RouterMark } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

const framework = 'hapi'

/**
 * The core of a hapi server (lib/core.js of @hapi/hapi 21), with the routers and routes of all its plugins.
 *
 * Each plugin gets a `Server` of its own with a realm that holds its prefix; they share the core and its table of
 * routes. A route names the realm that it was registered in, so the realm is its router. Paths are whole. The routes
 * that hapi answers errors and preflights with are not in the table and belong to the server.
 */
export const recogniser: Recogniser = {
  name: 'hapi server',
  shape: ['router', 'instances', 'registrations', 'listener', 'toolkit'],

  recognise(heap, core) {
    const table = heap.property(core, 'router')
    const instances = heap.property(core, 'instances')
    if (table === undefined || instances === undefined) return
    const routers = heap.mapEntries(instances).flatMap(({ value }) => routerOfServer(heap, value, core, table) ?? [])
    const routes = [...recordsByRoute(heap, table)].flatMap(
      ([route, records]) => routeOfRecords(heap, route, records) ?? [],
    )
    return routers.length === 0 ? undefined : [...routers, ...routes]
  },
}

/** The first server has no parent: what they all share is its own. */
function routerOfServer(heap: Heap, server: NodeIndex, core: NodeIndex, table: NodeIndex): RouterMark | undefined {
  const realm = heap.property(server, 'realm')
  const modifiers = realm === undefined ? undefined : heap.property(realm, 'modifiers')
  if (realm === undefined || modifiers === undefined) return
  const options = heap.property(modifiers, 'route')
  return {
    kind: 'router',
    leading: heap.property(core, 'root') === server ? [realm, server, core, table] : [realm, server],
    framework,
    prefix: (options === undefined ? undefined : heap.stringProperty(options, 'prefix')) ?? null,
    app: core,
    internal: false,
  }
}

/**
 * The records of the table (lib/index.js of @hapi/call 9) by the route they are about, in its order. A route for
 * several virtual hosts has a record in the table of each.
 */
function recordsByRoute(heap: Heap, table: NodeIndex): Map<NodeIndex, NodeIndex[]> {
  const byRoute = new Map<NodeIndex, NodeIndex[]>()
  for (const record of [...recordsIn(heap, heap.property(table, 'routes')), ...recordsOfHosts(heap, table)]) {
    const route = heap.property(record, 'route')
    if (route === undefined) continue
    const records = byRoute.get(route)
    if (records === undefined) byRoute.set(route, [record])
    else records.push(record)
  }
  return byRoute
}

const recordsOfHosts = (heap: Heap, table: NodeIndex): NodeIndex[] => {
  const hosts = heap.property(table, 'vhosts')
  return hosts === undefined ? [] : heap.mapEntries(hosts).flatMap(({ value }) => recordsIn(heap, value))
}

/** Of a Map from method to `{ routes, router }`. */
function recordsIn(heap: Heap, byMethod: NodeIndex | undefined): NodeIndex[] {
  if (byMethod === undefined) return []
  return heap.mapEntries(byMethod).flatMap(({ value }) => {
    const records = heap.property(value, 'routes')
    return records === undefined ? [] : heap.elements(records)
  })
}

function routeOfRecords(heap: Heap, node: NodeIndex, records: readonly NodeIndex[]): RouteMark | undefined {
  const method = heap.stringProperty(node, 'method')
  const settings = heap.property(node, 'settings')
  const realm = heap.property(node, 'realm')
  const twin = heap.property(node, 'public')
  if (method === undefined || settings === undefined || realm === undefined) return
  return {
    kind: 'route',
    leading: [node, ...records, ...(twin === undefined ? [] : [twin])],
    framework,
    method: method === '*' ? 'ALL' : method.toUpperCase(),
    path: heap.stringProperty(node, 'path') ?? null,
    constraints: hostText(heap, heap.property(settings, 'vhost')),
    router: realm,
    handlers: [...prerequisites(heap, node), heap.property(settings, 'handler')]
      .filter((handler) => handler !== undefined && heap.type(handler) === 'closure')
      .map((handler) => heap.unbound(handler!)),
    settings: () => heap.ownProperties(settings).filter(({ name }) => name !== 'handler'),
    twin: null,
    middleware: false,
  }
}

/** `vhost` is a host or a list of hosts. */
function hostText(heap: Heap, vhost: NodeIndex | undefined): string {
  if (vhost === undefined) return ''
  const one = heap.string(vhost)
  const hosts = one === undefined ? heap.elements(vhost).flatMap((host) => heap.string(host) ?? []) : [one]
  return hosts.length === 0 ? '' : `host:${hosts.join(',')}`
}

/** The functions of `options.pre`, kept as a list of lists of `{ method }` (lib/handler.js). */
function prerequisites(heap: Heap, route: NodeIndex): (NodeIndex | undefined)[] {
  const sets = heap.property(route, '_prerequisites')
  if (sets === undefined) return []
  return heap
    .elements(sets)
    .flatMap((set) => heap.elements(set))
    .map((item) => heap.property(item, 'method'))
}
