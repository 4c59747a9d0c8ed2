import { type HeapFacts, routesIn } from './facts.ts'
import type { Finding } from './finding.ts'
import { removableRoutes, servedBy } from './removableRoutes.ts'

/** HEAD routes that the framework added by itself beside GET routes, each with parts of its own. */
export function findHeadTwins(facts: HeapFacts): Finding[] {
  const twins = routesIn(facts, 'live').filter((route) => route.twin === 'head')
  return removableRoutes(facts, 'head-twin', twins, servedBy)
}
