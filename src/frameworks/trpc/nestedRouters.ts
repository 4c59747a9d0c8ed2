import type { Mark, RouteMark } from '../../recognise/mark.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

type Router = NodeIndex | null

/**
 * Procedures belong to the routes of the outermost routers. The routes of a router whose whole index another one has
 * under a longer path are led by their index, which is all that they have for themselves.
 *
 * Each route comes led by its index and its procedure.
 */
export function withOneOwner(marks: readonly Mark[], framework: string): readonly Mark[] {
  const own = (mark: Mark): mark is RouteMark => mark.kind === 'route' && mark.framework === framework
  const routes = marks.filter(own)
  const byProcedure = groupedBy(routes, ({ leading }) => leading[1])
  const byRouter = groupedBy(routes, ({ router }) => router)
  const nested = new Set<Router>()
  for (const [router, routes] of byRouter) if (isNested(routes, byProcedure)) nested.add(router)
  return marks.map((mark) => {
    if (!own(mark)) return mark
    const [index, procedure] = mark.leading
    return { ...mark, leading: [nested.has(mark.router) ? index : procedure] }
  })
}

function isNested(routes: readonly RouteMark[], byProcedure: ReadonlyMap<NodeIndex, readonly RouteMark[]>): boolean {
  const [first, ...others] = routes.map((route) => longerPaths(route, byProcedure.get(route.leading[1]) ?? []))
  return [...first].some((place) => others.every((places) => places.has(place)))
}

/** Where the procedure is as well, under a longer path: the other router and what comes before the path there. */
function longerPaths({ path, router }: RouteMark, same: readonly RouteMark[]): Set<string> {
  const longer = same.filter((other) => other.router !== router && other.path!.endsWith(`.${path}`))
  return new Set(longer.map((other) => `${other.router} ${other.path!.slice(0, -path!.length)}`))
}

function groupedBy<Key>(routes: readonly RouteMark[], keyOf: (route: RouteMark) => Key): Map<Key, RouteMark[]> {
  const groups = new Map<Key, RouteMark[]>()
  for (const route of routes) {
    const group = groups.get(keyOf(route))
    if (group === undefined) groups.set(keyOf(route), [route])
    else group.push(route)
  }
  return groups
}
