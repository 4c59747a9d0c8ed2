import type { Heap } from '../recognise/heap.ts'
import type { Mark, RouteMark, RouterMark } from '../recognise/mark.ts'
import type { IsOwnFile } from '../recognise/ownFiles.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { copiesAmong } from './copies.ts'
import { partsOfDeadApps } from './deadApps.ts'
import { type Dispatch, dispatchable } from './liveness.ts'
import { mountedOriginals } from './mountedOriginals.ts'
import { routesByRouter } from './routeLists.ts'

export type State = 'live' | 'dead' | 'shadowed'

/** State of every route and router mark. */
export type States = ReadonlyMap<RouteMark | RouterMark, State>

/**
 * Live, dead or shadowed, for every route and router.
 *
 * A router is dead when no server can dispatch to it and more than half of its routes have a live copy in one other router,
 * with the very same handler, the same method and the end of its path: it was copied and left behind. Without a copy nothing is said (it may be called in a way that the heap
 * does not show), so it stays live. With all that have routes of one app its routers
 * without routes are dead too. A route is dead with its router, or by the same rule where its router is unknown.
 * A route is shadowed when an earlier live one in the same router has the same method, path, constraints and functions,
 * all of them: one before the handler may pass on to the next route. A slash at the end is left out where the router ignores it. Or when its router was mounted by copy and is
 * reached only through the router that holds the copies, which answers.
 */
export function states(
  heap: Heap,
  marks: readonly Mark[],
  roots: readonly NodeIndex[],
  dispatch = routeDispatch(heap, marks, roots),
  isOwnFile: IsOwnFile = () => true,
): States {
  const routes = marks.filter((mark) => mark.kind === 'route')
  const routers = marks.filter((mark) => mark.kind === 'router')
  const result = new Map<RouteMark | RouterMark, State>([...routes, ...routers].map((mark) => [mark, 'live']))
  if (dispatch !== null) {
    const isReached = (mark: Mark): boolean => mark.leading.some((node) => dispatch.reached[node] === 1)
    const copiesOf = copiesAmong(routes.filter(isReached))
    const ownRoutes = routesByRouter(routes)
    const deadRouters = new Set<NodeIndex>()
    for (const router of routers) {
      const own = ownRoutes.get(router.leading[0]) ?? []
      if (isReached(router) || own.length === 0) continue
      if (mostInOne(own.map(copiesOf)) * 2 <= own.length) continue
      result.set(router, 'dead')
      deadRouters.add(router.leading[0])
    }
    const isDead = (router: RouterMark): boolean => deadRouters.has(router.leading[0])
    for (const part of partsOfDeadApps(routers, ownRoutes, isReached, isDead)) result.set(part, 'dead')
    for (const route of routes) {
      if (isReached(route)) continue
      if (route.router === null ? copiesOf(route).length > 0 : deadRouters.has(route.router)) result.set(route, 'dead')
    }
  }
  const live = routes.filter((route) => result.get(route) === 'live')
  for (const route of shadowed(live)) result.set(route, 'shadowed')
  if (dispatch?.throughModules === false) {
    const { reached } = dispatch
    const mounted = mountedOriginals(heap, { roots, reached, isOwnFile }, routers, live)
    for (const mark of mounted) result.set(mark, 'shadowed')
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

const matchedPath = ({ path, ignoresSlash }: RouteMark): string | null =>
  ignoresSlash === true && path !== null ? path.replace(/\/$/, '') : path

/** Of how many routes one router has copies. */
function mostInOne(copies: readonly (readonly RouteMark[])[]): number {
  const counts = new Map<NodeIndex | null, number>()
  for (const own of copies)
    for (const router of new Set(own.map(({ router }) => router))) counts.set(router, (counts.get(router) ?? 0) + 1)
  return Math.max(0, ...counts.values())
}

function shadowed(live: readonly RouteMark[]): RouteMark[] {
  const seen = new Set<string>()
  return live.filter((route) => {
    if (route.middleware || route.maybeMiddleware || route.router === null || route.path === null) return false
    const { router, method, constraints, matcher, handlers } = route
    const key = [router, method, matchedPath(route), constraints, matcher, handlers.join()].join('\n')
    return seen.size === seen.add(key).size
  })
}
