import { lastHandler } from '../liveness/routeLists.ts'
import type { RouteMark } from '../recognise/mark.ts'
import { groupsBy, type HeapFacts, routesIn } from './facts.ts'
import type { Finding } from './finding.ts'
import { removableRoutes, servedBy } from './removableRoutes.ts'

/** Routes that differ from another one by a slash at the end only and call the same handler. */
export function findAliasRoutes(facts: HeapFacts): Finding[] {
  const groups = groupsBy(routesIn(facts, 'live'), aliasKey).filter((group) => group.length > 1)
  const aliases = groups.flatMap((group) => group.filter((route) => route !== withoutSlash(group)))
  return removableRoutes(facts, 'alias-route', aliases, servedBy)
}

function aliasKey(route: RouteMark): string | undefined {
  const handler = lastHandler(route)
  if (route.middleware || route.path === null || handler === undefined) return
  const { framework, router, method, path, constraints, matcher } = route
  return [framework, router, method, constraints, matcher, handler, bare(path)].join('\n')
}

const bare = (path: string): string => path.replace(/\/+$/, '')

const withoutSlash = (group: readonly RouteMark[]): RouteMark =>
  group.find((route) => route.path !== null && route.path === bare(route.path)) ?? group[0]
