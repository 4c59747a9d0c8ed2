import { type HeapFacts, routesIn } from './facts.ts'
import type { Finding } from './finding.ts'
import { removableRoutes } from './removableRoutes.ts'

/** Routes that an earlier equal route in the same router, or their copy in another, always answers for. */
export const findShadowedRoutes = (facts: HeapFacts): Finding[] =>
  removableRoutes(facts, 'shadowed-route', routesIn(facts, 'shadowed'))
