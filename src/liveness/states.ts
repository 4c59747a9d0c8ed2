import type { Heap } from '../recognise/heap.ts'
import type { Mark, RouteMark, RouterMark } from '../recognise/mark.ts'
import { scopeVariables } from '../recognise/scopeVariables.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { type Dispatch, dispatchable, reachesAround } from './liveness.ts'

export type State = 'live' | 'dead' | 'shadowed'

/** State of every route and router mark. */
export type States = ReadonlyMap<RouteMark | RouterMark, State>

/**
 * Live, dead or shadowed, for every route and router.
 *
 * A router is dead when no server can dispatch to it and at least half of its routes have a live copy with the very
 * same handler: it was copied and left behind. Without a copy nothing is said (it may be called in a way that the heap
 * does not show), so it stays live. A route is dead with its router, or by the same rule where its router is unknown.
 * A route is shadowed when an earlier live one in the same router has the same method, path, constraints and functions,
 * all of them: one before the handler may pass on to the next route. Or when its router was mounted by copy and is
 * reached only through the router that holds the copies, which answers.
 */
export function states(
  heap: Heap,
  marks: readonly Mark[],
  roots: readonly NodeIndex[],
  dispatch = routeDispatch(heap, marks, roots),
): States {
  const routes = marks.filter((mark) => mark.kind === 'route')
  const routers = marks.filter((mark) => mark.kind === 'router')
  const result = new Map<RouteMark | RouterMark, State>([...routes, ...routers].map((mark) => [mark, 'live']))
  if (dispatch !== null) {
    const isReached = (mark: Mark): boolean => mark.leading.some((node) => dispatch.reached[node] === 1)
    const liveHandlers = new Set(routes.filter(isReached).map(lastHandler))
    liveHandlers.delete(undefined)
    const isLeftBehind = (route: RouteMark): boolean => !isReached(route) && liveHandlers.has(lastHandler(route))
    const ownRoutes = routesByRouter(routes)
    const deadRouters = new Set<NodeIndex>()
    for (const router of routers) {
      const own = ownRoutes.get(router.leading[0]) ?? []
      if (isReached(router) || own.length === 0) continue
      if (own.filter(isLeftBehind).length * 2 < own.length) continue
      result.set(router, 'dead')
      deadRouters.add(router.leading[0])
    }
    for (const route of routes) {
      if (isReached(route)) continue
      if (route.router === null ? isLeftBehind(route) : deadRouters.has(route.router)) result.set(route, 'dead')
    }
  }
  const live = routes.filter((route) => result.get(route) === 'live')
  for (const route of shadowed(live)) result.set(route, 'shadowed')
  if (dispatch?.throughModules === false) {
    for (const route of mountedOriginals(heap, roots, routers, live)) result.set(route, 'shadowed')
  }
  return result
}

/** What servers dispatch to, seen from the routes. */
export function routeDispatch(
  heap: Heap,
  marks: readonly Mark[],
  roots: readonly NodeIndex[],
  scopes: readonly NodeIndex[] = [],
): Dispatch | null {
  const routes = marks.filter((mark) => mark.kind === 'route')
  return dispatchable(
    heap,
    roots,
    routes.flatMap((route) => [...route.leading]),
    scopes,
  )
}

/** The function that answers; those before it pass on. */
export const lastHandler = (route: RouteMark): NodeIndex | undefined => route.handlers.at(-1)

/** Routes by the primary node of the router that they are registered in. */
export function routesByRouter(routes: readonly RouteMark[]): Map<NodeIndex | null, RouteMark[]> {
  const byRouter = new Map<NodeIndex | null, RouteMark[]>()
  for (const route of routes) {
    const list = byRouter.get(route.router)
    if (list === undefined) byRouter.set(route.router, [route])
    else list.push(route)
  }
  return byRouter
}

function shadowed(live: readonly RouteMark[]): RouteMark[] {
  const seen = new Set<string>()
  return live.filter((route) => {
    // `ALL` is also what middleware is registered as, and that runs every time it is registered.
    if (route.middleware || route.method === 'ALL' || route.router === null || route.path === null) return false
    const { router, method, path, constraints, matcher, handlers } = route
    const key = [router, method, path, constraints, matcher, handlers.join()].join('\n')
    return seen.size === seen.add(key).size
  })
}

/** How many routers are tried one by one; each costs a walk from the servers. */
const mostTried = 50

/**
 * Routes of routers that are live by reachability only because a handler still holds the router, while all its routes
 * have copies with longer paths in another router, and every way to it leads through routers with such copies. A copy
 * that hands requests on through the original needs it.
 */
function mountedOriginals(
  heap: Heap,
  roots: readonly NodeIndex[],
  routers: readonly RouterMark[],
  live: readonly RouteMark[],
): RouteMark[] {
  const byRouter = routesByRouter(live)
  const byHandler = routesByHandler(live)
  const holdersOf = (original: RouteMark): NodeIndex[] => {
    const same = byHandler.get(lastHandler(original)) ?? []
    // A function that answers everywhere is a dispatcher of the app's own and tells nothing.
    if (same.length > mostOfOneHandler) return []
    const copies = same.filter((copy) => isMountedCopy(original, copy) && !isThrough(heap, copy, original))
    return copies.flatMap((copy) => copy.router ?? [])
  }

  const candidates = routers.flatMap((router) => {
    const own = (byRouter.get(router.leading[0]) ?? []).filter((route) => !route.middleware)
    const holders = common(own.map(holdersOf))
    return holders.length === 0 ? [] : [{ router, own, holders }]
  })
  return candidates.slice(0, mostTried).flatMap(({ router, own, holders }) => {
    const routes = holders.flatMap((holder) => byRouter.get(holder) ?? [])
    const leading = (mounts: boolean) =>
      routes.filter((route) => isMount(route) === mounts).flatMap((route) => [...route.leading])
    return reachesAround(heap, [...roots, ...leading(true)], router.leading, [...holders, ...leading(false)]) ? [] : own
  })
}

/** What is in all of the lists, once each; nothing where there is no list. */
const common = ([first = [], ...others]: readonly NodeIndex[][]): NodeIndex[] =>
  [...new Set(first)].filter((node) => others.every((list) => list.includes(node)))

/** Mounts a router by reference, and that one answers for itself. */
const isMount = (route: RouteMark): boolean => route.middleware && route.handlers.length === 0

const mostOfOneHandler = 1000

/** Whether a function before the handler of the copy has the original in its scope, as a wrapper around it does. */
const isThrough = (heap: Heap, copy: RouteMark, original: RouteMark): boolean =>
  copy.handlers.slice(0, -1).some((wrapper) => scopeVariables(heap, wrapper).includes(original.leading[0]))

function routesByHandler(routes: readonly RouteMark[]): Map<NodeIndex | undefined, RouteMark[]> {
  const byHandler = new Map<NodeIndex | undefined, RouteMark[]>()
  for (const route of routes) {
    const handler = lastHandler(route)
    const list = byHandler.get(handler)
    if (list === undefined) byHandler.set(handler, [route])
    else list.push(route)
  }
  byHandler.delete(undefined)
  return byHandler
}

const isMountedCopy = (original: RouteMark, copy: RouteMark): boolean =>
  copy.router !== original.router &&
  copy.method === original.method &&
  copy.path !== null &&
  original.path !== null &&
  copy.path.length > original.path.length &&
  (original.path === '/' || copy.path.endsWith(original.path))
