import type { RouteMark } from '../recognise/mark.ts'
import { groupsBy, type HeapFacts, retainedBy, saving, severityOf } from './facts.ts'
import type { Finding, FindingCode } from './finding.ts'

/**
 * One finding a framework: these routes could go. The saving is what they alone hold; what caches hold besides for
 * them is told apart, since it goes only where the routes were never registered.
 */
export function removableRoutes(facts: HeapFacts, code: FindingCode, removable: readonly RouteMark[]): Finding[] {
  return groupsBy(removable, (route) => route.framework).map((routes) => {
    const savingBytes = retainedBy(facts, routes)
    return {
      code,
      severity: severityOf(savingBytes, facts.attribution),
      count: routes.length,
      savingBytes,
      removable: routes,
      groups: [],
      routes,
      evidence: routes.map((route) => route.leading[0]),
      framework: routes[0].framework,
      facts: { cachedBytes: saving(facts, routes) - savingBytes },
    }
  })
}
