import { addTo } from '../../recognise/addTo.ts'
import { candidates } from '../../recognise/candidates.ts'
import type { Heap } from '../../recognise/heap.ts'
import { type Mount, mountPrefixes } from '../../recognise/mountPrefixes.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import { oncePerHeap } from '../../recognise/remembered.ts'
import { scopeVariables } from '../../recognise/scopeVariables.ts'
import { wrappedFunctions } from '../../recognise/wrappers.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { type Operation, operationsOf, requestShape, responseShape } from '../express-openapi-validator/operations.ts'
import { type Layer, layerOf } from './layers.ts'
import { givenPath } from './pathText.ts'

/** A router with what is put into it. */
export interface Router {
  /** The functions through which it is reached, in node order: they share one stack. */
  readonly functions: readonly NodeIndex[]
  /** Apps that dispatch to it. */
  readonly apps: readonly NodeIndex[]
  readonly layers: readonly Layer[]
  /** Whether a slash at the end of a path counts. */
  readonly isStrict: boolean
}

/** All routers of one heap, and how they are mounted in each other. */
export interface Routers {
  readonly byFunction: ReadonlyMap<NodeIndex, Router>
  /** By the node of a layer: the router that is mounted with it. */
  readonly mounted: ReadonlyMap<NodeIndex, Router>
  /** Where the router is mounted, `/v1` or `(/v1|/v2)`; empty at the root, null where there is no saying. */
  readonly prefixes: ReadonlyMap<Router, string | null>
  /** What express-openapi-validator compiled for a route: nodes that lead it as well. */
  checks(method: string, path: string): readonly NodeIndex[]
  /** The user's function behind a handler: bound functions and wrappers are seen through. */
  handler(closure: NodeIndex): NodeIndex
}

/** A router of express 4 and of router 2 is a function (`router`) with these properties. */
export const routerShape = ['params', 'caseSensitive', 'mergeParams', 'strict', 'stack']
/** An app is a function, too. Its router is a property in express 4, and a variable of a getter in express 5. */
const appShape = ['settings', 'engines', 'mountpath', 'locals']

/** Costs a pass over the edges of the heap, once. */
export const routersOf = oncePerHeap((heap): Routers => findRouters(heap))

function findRouters(heap: Heap): Routers {
  const shapes = [routerShape, appShape, requestShape, responseShape]
  const wanted: Recogniser[] = shapes.map((shape) => ({ name: 'express', shape, recognise: () => undefined }))
  const found = candidates(heap.graph.snapshot, wanted)
  const nodes = (shape: readonly string[]) => found.flatMap(({ node, rank }) => (shapes[rank] === shape ? [node] : []))
  const functions = nodes(routerShape).filter((node) => heap.type(node) === 'closure')
  const appFunctions = nodes(appShape).filter((node) => heap.type(node) === 'closure')
  const byStack = new Map<NodeIndex, NodeIndex[]>()
  for (const node of functions) {
    const stack = heap.property(node, 'stack')
    if (stack !== undefined) addTo(byStack, stack, node)
  }
  const isRouter = new Set(functions)
  const appsByStack = new Map<NodeIndex | undefined, NodeIndex[]>()
  for (const app of appFunctions) {
    const router = routerOfApp(heap, app, isRouter)
    if (router !== undefined) addTo(appsByStack, heap.property(router, 'stack'), app)
  }
  const byFunction = new Map<NodeIndex, Router>()
  for (const [stack, own] of byStack) {
    const layers = heap.elements(stack).map((node) => layerOf(heap, node))
    if (!layers.every((layer) => layer !== undefined)) continue
    const appsOf = appsByStack.get(stack) ?? []
    const isStrict = heap.booleanProperty(own[0], 'strict') === true
    const router = { functions: own, apps: appsOf, layers, isStrict }
    for (const node of [...own, ...appsOf]) byFunction.set(node, router)
  }

  const routers = [...new Set(byFunction.values())]
  const mounted = mountedRouters(heap, routers, byFunction)
  const wrapped = wrappedFunctions(
    heap,
    routers.flatMap(({ layers }) => layers.flatMap(answering)),
  )
  const handler = (closure: NodeIndex): NodeIndex => heap.unbound(wrapped.get(closure) ?? closure)
  const operations = [...nodes(requestShape), ...nodes(responseShape)].flatMap((node) => operationsOf(heap, node))
  return {
    byFunction,
    mounted,
    checks: checksOf(operations),
    prefixes: mountPrefixes(routers, mountsOf(routers, mounted)),
    handler,
  }
}

function checksOf(operations: readonly Operation[]): Routers['checks'] {
  const byRoute = new Map<string, NodeIndex[]>()
  for (const { method, path, nodes } of operations) {
    const key = `${method} ${withoutNames(path)}`
    for (const node of nodes) addTo(byRoute, key, node)
  }
  return (method, path) => byRoute.get(`${method} ${withoutNames(path)}`) ?? []
}

/** The document may have other names for parameters than the app. */
const withoutNames = (path: string): string => path.replace(/:\w+/g, ':').replace(/(?<=.)\/$/, '')

function routerOfApp(heap: Heap, app: NodeIndex, routers: ReadonlySet<NodeIndex>): NodeIndex | undefined {
  const getter = heap.property(app, 'get router')
  const held = heap.property(app, '_router') ?? heap.property(app, 'router')
  const candidates = [
    ...(held === undefined ? [] : [held]),
    ...(getter === undefined ? [] : scopeVariables(heap, getter)),
  ]
  return candidates.find((node) => routers.has(node))
}

/** Middleware that was made around a function is no wrapper of it, so only what ends a route is looked into. */
const answering = ({ route }: Layer): NodeIndex[] =>
  route?.layers.filter(({ method }, at) => method !== route.layers[at + 1]?.method).map(({ handle }) => handle) ?? []

/**
 * What the layers mount. A router is its own handle, or what a bound handle is bound to. An app that is mounted in an
 * app is the one app that a closure (`mounted_app`) closes over. So do middleware functions that have an app at hand:
 * which code the closure has is told by the layers whose app remembers their router and path as its own.
 */
function mountedRouters(
  heap: Heap,
  routers: readonly Router[],
  byFunction: ReadonlyMap<NodeIndex, Router>,
): Map<NodeIndex, Router> {
  const mounted = new Map<NodeIndex, Router>()
  const closures: { node: NodeIndex; app: NodeIndex; code: NodeIndex | undefined }[] = []
  const mounting = new Set<NodeIndex | undefined>()
  for (const router of routers) {
    for (const { node, handle, path, route } of router.layers) {
      if (route !== undefined) continue
      const bound = heap.internal(handle, 'bound_this')
      const held = byFunction.get(heap.unbound(handle)) ?? (bound === undefined ? undefined : byFunction.get(bound))
      if (held !== undefined) mounted.set(node, held)
      const app = held === undefined ? onlyApp(heap, handle, byFunction) : undefined
      if (app === undefined || byFunction.get(app) === router) continue
      const code = heap.sharedFunction(handle)
      closures.push({ node, app, code })
      const [parent, mountpath] = [heap.property(app, 'parent'), heap.property(app, 'mountpath')]
      const isOwn = parent !== undefined && router.apps.includes(parent)
      const given = mountpath === undefined ? undefined : givenPath(heap, mountpath)
      // What is read back from a regular expression has no slash at the end.
      if (isOwn && given !== undefined && (given === path || given === `${path}/`)) mounting.add(code)
    }
  }
  for (const { node, app, code } of closures) if (mounting.has(code)) mounted.set(node, byFunction.get(app)!)
  return mounted
}

function onlyApp(heap: Heap, handle: NodeIndex, byFunction: ReadonlyMap<NodeIndex, Router>): NodeIndex | undefined {
  const apps = scopeVariables(heap, handle).filter((node) => byFunction.get(node)?.apps.includes(node))
  return apps.length === 1 ? apps[0] : undefined
}

const mountsOf = (routers: readonly Router[], mounted: ReadonlyMap<NodeIndex, Router>): Mount<Router>[] =>
  routers.flatMap((parent) =>
    parent.layers.flatMap(({ node, path }) => {
      const router = mounted.get(node)
      return router === undefined ? [] : [{ parent, router, path }]
    }),
  )
