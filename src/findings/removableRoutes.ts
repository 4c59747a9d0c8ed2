import { byPath } from '../liveness/routePlaces.ts'
import type { RouteMark, RouterMark } from '../recognise/mark.ts'
import { groupsBy, type HeapFacts, neverMade, routesOf, severityOf } from './facts.ts'
import type { Finding, FindingCode } from './finding.ts'

/** The framework that serves a route: whoever builds on it has the same setting to change. */
export const servedBy = ({ adapter, framework }: RouteMark): string => adapter ?? framework

/**
 * One finding for each of `of`, by default a framework: these routes could go. The saving is what they alone hold; what caches hold besides for
 * them is told apart, since it goes only where the routes were never registered. `routers` of the framework go with them.
 * Routes and evidence are by path, so that every boot of an app names the same one first.
 */
export function removableRoutes(
  facts: HeapFacts,
  code: FindingCode,
  found: readonly RouteMark[],
  of = (route: RouteMark): string => route.framework,
  routers: readonly RouterMark[] = [],
): Finding[] {
  return groupsBy(byPath(found, routesOf(facts)), of).map((routes) => {
    const removable = [...routers.filter(({ framework }) => framework === routes[0].framework), ...routes]
    const removal = neverMade(facts, removable)
    const cachedBytes = removal.cachedBytes()
    const savingBytes = removal.bytes - cachedBytes
    return {
      code,
      severity: severityOf(savingBytes, facts.attribution),
      count: routes.length,
      savingBytes,
      removable,
      groups: [],
      routes,
      evidence: routes.map((route) => route.leading[0]),
      // Who builds on another one's server is where the setting is made.
      framework: (routes.find(({ adapter }) => adapter !== undefined) ?? routes[0]).framework,
      facts: { cachedBytes },
    }
  })
}
