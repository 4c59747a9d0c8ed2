import { type HeapFacts, routesIn } from './facts.ts'
import type { Finding } from './finding.ts'
import { removableRoutes } from './removableRoutes.ts'

/** Routes that an earlier equal route in the same router, or their copy in another, always answers for, and their routers. */
export function findShadowedRoutes(facts: HeapFacts): Finding[] {
  const routers = facts.marks
    .filter((mark) => mark.kind === 'router')
    .filter((mark) => facts.states.get(mark) === 'shadowed')
  return removableRoutes(facts, 'shadowed-route', routesIn(facts, 'shadowed'), undefined, routers)
}
