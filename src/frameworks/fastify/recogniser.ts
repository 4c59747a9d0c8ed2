import type { Heap } from '../../recognise/heap.ts'
import type { Mark, RouteMark, RouterMark, Setting } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { type RouterRecord, routerRecords, routerShape } from '../find-my-way/routerRecords.ts'
import { contextSchemas, sharedSchemas } from './contextSchemas.ts'

const framework = 'fastify'

/**
 * The find-my-way router of a Fastify server. A route is one record; the Context that it stores has everything else.
 * One Context may serve several methods.
 *
 * What would otherwise connect each route with all others leads a mark of its own: the dispatcher that every record
 * has for a handler and the 404 Contexts (here), the instance behind `server` and the bound hooks with its parser
 * and its Request and Reply (below), and Ajv's instance and scope (validators/ajv.ts). On 900 routes in three mounts,
 * with five schemas on most, nodes with more than three owners are 0.38 of 18.6 MB owned: avvio's finished tasks, which
 * belong to the routers, and hidden classes.
 */
export const routesRecogniser: Recogniser = {
  name: 'fastify routes',
  shape: routerShape,

  recognise(heap, node) {
    const records = routerRecords(heap, node)
    if (records === undefined || records.length === 0) return
    if (!records.every(({ store }) => store !== undefined && isContext(heap, store))) return
    const routes = records.filter(({ store }) => isRouteContext(heap, store!))
    // What is left is the other router of each server: its records answer with 404, the same Context for all methods.
    const catchAll = records.filter(({ store }) => !isRouteContext(heap, store!))
    const instance = heap.property(records[0].store!, 'server')
    const router: RouterMark = {
      kind: 'router',
      leading: [...new Set([node, ...records.map(({ handler }) => handler), ...catchAll.map(({ store }) => store!)])],
      framework,
      prefix: null,
      ...(instance !== undefined && { app: rootOf(heap, instance) }),
      internal: true,
    }
    const marks: Mark[] = [router]
    const gets = new Set(routes.filter(({ method }) => method === 'GET').map((record) => pathOf(heap, record)))
    for (const record of routes) marks.push(routeOf(heap, record, gets), ...contextSchemas(heap, record.store!))
    return marks
  },
}

/** What an instance makes for itself and hands to all of its routes, so that none of them owns it. */
const ownParts = ['<symbol fastify.contentTypeParser>', '<symbol fastify.Request>', '<symbol fastify.Reply>']

/** A Fastify instance: the root, or the scope that `register` makes for a plugin. */
export const instanceRecogniser: Recogniser = {
  name: 'fastify instance',
  shape: ['<symbol fastify.children>', '<symbol fastify.routePrefix>', '<symbol fastify.hooks>'],

  recognise(heap, node) {
    return {
      kind: 'router',
      leading: [node, ...ownParts.map((part) => heap.property(node, part)).filter((part) => part !== undefined)],
      framework,
      prefix: heap.stringProperty(node, '<symbol fastify.routePrefix>') ?? null,
      app: rootOf(heap, node),
      internal: false,
    }
  },
}

/**
 * What boots a server (avvio): for each plugin and each route it keeps the finished task (fastq puts it into a pool) and an
 * entry in a tree of times, for as long as the server lives. No route leads to them, so they are of the server.
 */
export const bootRecogniser: Recogniser = {
  name: 'fastify boot',
  shape: ['pluginTree', '_current', '_readyQ', '_server'],

  recognise(heap, node) {
    const server = heap.property(node, '_server')!
    if (heap.property(server, '<symbol fastify.children>') === undefined) return undefined
    return { kind: 'router', leading: [node], framework, prefix: null, app: rootOf(heap, server), internal: true }
  },
}

/** Where each instance keeps what `addSchema` was given. */
export const schemasRecogniser: Recogniser = {
  name: 'fastify shared schemas',
  shape: ['schemaBucket', 'compilersFactory'],
  recognise: sharedSchemas,
}

/** The instance of a plugin has the one that it was registered in as its prototype. */
function rootOf(heap: Heap, instance: NodeIndex): NodeIndex {
  let root = instance
  for (let next: NodeIndex | undefined = root; next !== undefined; next = heap.property(next, '__proto__')) {
    if (heap.property(next, '<symbol fastify.children>') === undefined) break
    root = next
  }
  return root
}

const isContext = (heap: Heap, node: NodeIndex): boolean =>
  heap.property(node, 'handler') !== undefined &&
  heap.property(node, 'contentTypeParser') !== undefined &&
  heap.property(node, '_parserOptions') !== undefined

/** Fastify writes method and url of a route into its config; the Context of a 404 handler has neither. */
function isRouteContext(heap: Heap, context: NodeIndex): boolean {
  const config = heap.property(context, 'config')
  return (
    config !== undefined && heap.property(config, 'url') !== undefined && heap.property(config, 'method') !== undefined
  )
}

const pathOf = (heap: Heap, { path, store }: RouterRecord): string | null =>
  path ?? heap.stringProperty(heap.property(store!, 'config')!, 'url') ?? null

/** `gets` are the paths of GET routes. */
function routeOf(heap: Heap, record: RouterRecord, gets: ReadonlySet<string | null>): RouteMark {
  const context = record.store!
  const notFound = heap.property(context, '<symbol fastify.404ContextKey>')
  return {
    kind: 'route',
    leading: [record.node, context, ...(notFound === undefined ? [] : [notFound])],
    framework,
    method: record.method,
    path: pathOf(heap, record),
    constraints: record.constraints,
    ...(record.matcher !== undefined && { matcher: record.matcher }),
    router: heap.property(context, 'server') ?? null,
    handlers: [heap.unbound(heap.property(context, 'handler')!)],
    settings: () => settingsOf(heap, context),
    twin: isHeadTwin(heap, record, gets) ? 'head' : null,
    middleware: false,
  }
}

/** Of a Context. What it has under symbols Fastify made of these, or it is the same for all routes of an instance. */
const noSettings = ['handler', 'server', 'config', 'exposeHeadRoute', 'prefixTrailingSlash']

/** What a Context says beside its handler, and what the app put into its config. */
const settingsOf = (heap: Heap, context: NodeIndex): Setting[] => [
  ...heap.ownProperties(context).filter(({ name }) => !name.startsWith('<symbol') && !noSettings.includes(name)),
  ...heap
    .ownProperties(heap.property(context, 'config')!)
    .filter(({ name }) => name !== 'url' && name !== 'method')
    .map(({ name, target }) => ({ name: `config.${name}`, target })),
]

/**
 * Since 4.2 Fastify says which routes it added by itself; there are no others than HEAD beside GET. Before, only these have
 * its own hook that counts the body and sends none, beside a GET route of the same path. It goes by its name, so of minified
 * versions before 4.2 nothing is said.
 */
function isHeadTwin(heap: Heap, record: RouterRecord, gets: ReadonlySet<string | null>): boolean {
  const { method, store } = record
  if (method !== 'HEAD') return false
  const told = heap.booleanProperty(store!, '<symbol fastify.routeByFastify>')
  if (told !== undefined) return told
  const hooks = heap.property(store!, 'onSend')
  return (
    hooks !== undefined &&
    gets.has(pathOf(heap, record)) &&
    heap.elements(hooks).some((hook) => heap.isNamed(heap.unbound(hook), 'headRouteOnSendHandler'))
  )
}
