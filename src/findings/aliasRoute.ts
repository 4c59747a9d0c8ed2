import { lastHandler } from '../liveness/routeLists.ts'
import type { RouteMark } from '../recognise/mark.ts'
import { groupsBy, type HeapFacts, routesIn } from './facts.ts'
import type { Finding } from './finding.ts'
import { removableRoutes, servedBy } from './removableRoutes.ts'

/**
 * Routes that differ from another one by a slash at the end only and call the same handler. A HEAD route that the framework
 * added goes by the handler of its GET route: plugins wrap the two apart.
 */
export function findAliasRoutes(facts: HeapFacts): Finding[] {
  const live = routesIn(facts, 'live').filter((route) => !route.middleware && route.path !== null)
  const ofGet = new Map(
    live.filter(({ method }) => method === 'GET').map((route) => [placeOf(route), lastHandler(route)]),
  )
  const groups = groupsBy(live, (route) => {
    const handler = (route.twin === 'head' ? ofGet.get(placeOf(route)) : undefined) ?? lastHandler(route)
    return handler && [placeOf({ ...route, path: bare(route.path!) }), route.method, handler].join('\n')
  }).filter((group) => group.length > 1)
  const aliases = groups.flatMap((group) => group.filter((route) => route !== withoutSlash(group)))
  return removableRoutes(facts, 'alias-route', aliases, servedBy)
}

const placeOf = ({ framework, router, constraints, matcher, path }: RouteMark): string =>
  [framework, router, constraints, matcher, path].join('\n')

const bare = (path: string): string => path.replace(/\/+$/, '')

const withoutSlash = (group: readonly RouteMark[]): RouteMark =>
  group.find((route) => route.path !== null && route.path === bare(route.path)) ?? group[0]
