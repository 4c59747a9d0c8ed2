import { lastHandler } from '../liveness/routeLists.ts'
import { addTo } from '../recognise/addTo.ts'
import type { RouteMark } from '../recognise/mark.ts'
import { type HeapFacts, routesIn } from './facts.ts'
import type { Finding, FindingCode } from './finding.ts'

/** Findings that who registers the routes can mend, and nobody else. */
const ofRegistrations: readonly FindingCode[] = ['method-fan', 'shadowed-route', 'alias-route', 'repeated-middleware']
/** Of these one registration stands in for another one. */
const ofPairs: readonly FindingCode[] = ['shadowed-route', 'alias-route']

/**
 * A finding names the packages that registered all of its routes by themselves, and is a note: no line of the app's mends it. Where the app
 * called them at several places for routes that can stand in for each other, one of its calls is too many.
 */
export function ofPackages(facts: HeapFacts, finding: Finding): Finding {
  if (!ofRegistrations.includes(finding.code) || finding.routes.length === 0) return finding
  const registrars = finding.routes.map(facts.registrarOf)
  if (!registrars.every((registrar) => registrar !== undefined)) return finding
  if (ofPairs.includes(finding.code) && !areOfOneCall(facts, finding.routes)) return finding
  const packages = [...new Set(registrars.map((registrar) => registrar.package))].sort().join(' and ')
  return { ...finding, severity: 'note', facts: { ...finding.facts, packages } }
}

/** Whether another live route that can stand in for it was registered by the same call of the app's, for each of these. */
function areOfOneCall(facts: HeapFacts, routes: readonly RouteMark[]): boolean {
  const others = new Map<string, RouteMark[]>()
  for (const route of routesIn(facts, 'live')) addTo(others, standingFor(route), route)
  return routes.every((route) => {
    const source = facts.registrarOf(route)?.source
    const same = others.get(standingFor(route)) ?? []
    return same.some((other) => other !== route && facts.registrarOf(other)?.source === source)
  })
}

const standingFor = (route: RouteMark): string =>
  [route.router, route.method, route.path?.replace(/\/+$/, ''), lastHandler(route)].join('\n')
