import { lastHandler } from '../liveness/routeLists.ts'
import type { RouteMark } from '../recognise/mark.ts'
import { answerTexts } from './answerTexts.ts'
import { groupsBy, type HeapFacts, routesIn } from './facts.ts'
import type { Finding } from './finding.ts'
import { removableRoutes, servedBy } from './removableRoutes.ts'

/**
 * Routes that differ from another one by a slash at the end only and answer alike, by the same handler. A HEAD route that the framework
 * added goes by its GET route: plugins wrap the two apart.
 */
export function findAliasRoutes(facts: HeapFacts): Finding[] {
  const live = routesIn(facts, 'live').filter((route) => !route.middleware && route.path !== null)
  const gets = new Map(live.filter(({ method }) => method === 'GET').map((route) => [placeOf(route), route]))
  const answering = (route: RouteMark) => (route.twin === 'head' ? gets.get(placeOf(route)) : undefined) ?? route
  const answerOf = answerTexts(facts.heap, facts.marks)
  const groups = groupsBy(live, (route) => {
    const handler = lastHandler(answering(route))
    return handler && [placeOf({ ...route, path: bare(route.path!) }), route.method, handler].join('\n')
  })
    .filter((group) => group.length > 1)
    .flatMap((group) => groupsBy(group, (route) => answerOf(answering(route))))
    .filter((group) => group.length > 1)
  const aliases = groups.flatMap((group) => group.filter(({ path }) => path !== withoutSlash(group).path))
  const pairs = writtenPairs(facts, live)
  return removableRoutes(facts, 'alias-route', aliases, servedBy).map((finding) => ({
    ...finding,
    facts: {
      ...finding.facts,
      written: pairs.filter((route) => servedBy(route) === servedBy(finding.routes[0])).length,
    },
  }))
}

/**
 * One route of each pair that differs by the slash and that no framework made of one route, as at the root of a router with a
 * prefix: written both ways, or of two handlers. A router that ignores the slash has one place for the two.
 */
function writtenPairs({ marks }: HeapFacts, live: readonly RouteMark[]): RouteMark[] {
  const routers = marks.filter((mark) => mark.kind === 'router')
  const prefixOf = new Map(routers.map(({ leading, prefix }) => [leading[0], bare(prefix ?? '')]))
  const atRoot = ({ router, path }: RouteMark) => router !== null && prefixOf.get(router) === bare(path!)
  const written = live.filter(({ twin }) => twin === null)
  return groupsBy(written, (route) => {
    const { method, constraints, matcher, path } = route
    return [servedBy(route), method, constraints, matcher, bare(path!)].join('\n')
  }).flatMap((group) => {
    const paths = new Set(group.map(({ path }) => path))
    const ofOne = new Set(group.map((route) => `${route.router} ${lastHandler(route)}`)).size === 1
    return paths.size < 2 || (ofOne && atRoot(group[0])) ? [] : [group[0]]
  })
}

const placeOf = ({ framework, router, constraints, matcher, path }: RouteMark): string =>
  [framework, router, constraints, matcher, path].join('\n')

const bare = (path: string): string => path.replace(/\/+$/, '')

const withoutSlash = (group: readonly RouteMark[]): RouteMark =>
  group.find((route) => route.path !== null && route.path === bare(route.path)) ?? group[0]
