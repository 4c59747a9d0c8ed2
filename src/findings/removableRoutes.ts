import type { RouteMark } from '../recognise/mark.ts'
import { groupsBy, type HeapFacts, neverMade, severityOf } from './facts.ts'
import type { Finding, FindingCode } from './finding.ts'

/** The framework that serves a route: whoever builds on it has the same setting to change. */
export const servedBy = ({ adapter, framework }: RouteMark): string => adapter ?? framework

/**
 * One finding for each of `of`, by default a framework: these routes could go. The saving is what they alone hold; what caches hold besides for
 * them is told apart, since it goes only where the routes were never registered.
 */
export function removableRoutes(
  facts: HeapFacts,
  code: FindingCode,
  removable: readonly RouteMark[],
  of = (route: RouteMark): string => route.framework,
): Finding[] {
  return groupsBy(removable, of).map((routes) => {
    const removal = neverMade(facts, routes)
    const cachedBytes = removal.cachedBytes()
    const savingBytes = removal.bytes - cachedBytes
    return {
      code,
      severity: severityOf(savingBytes, facts.attribution),
      count: routes.length,
      savingBytes,
      removable: routes,
      groups: [],
      routes,
      evidence: routes.map((route) => route.leading[0]),
      // Who builds on another one's server is where the setting is made.
      framework: (routes.find(({ adapter }) => adapter !== undefined) ?? routes[0]).framework,
      facts: { cachedBytes },
    }
  })
}
