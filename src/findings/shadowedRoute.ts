import { byPlace } from '../liveness/routePlaces.ts'
import type { RouteMark, RouterMark } from '../recognise/mark.ts'
import { type HeapFacts, routesIn, routesOf, severityOf } from './facts.ts'
import type { Finding } from './finding.ts'
import { removableRoutes } from './removableRoutes.ts'
import { roomOfRoutes } from './storeRoom.ts'

/** Routes that an earlier equal route in the same router, or their copy in another, always answers for, and their routers. */
export function findShadowedRoutes(facts: HeapFacts): Finding[] {
  const routers = byPlace(
    facts.marks.filter((mark) => mark.kind === 'router'),
    routesOf(facts),
  )
  const shadowed = routers.filter((mark) => facts.states.get(mark) === 'shadowed')
  const removable = [...shadowed, ...structures(facts, routers)]
  const places = new Set(routesIn(facts, 'live').map(placeOf))
  return removableRoutes(facts, 'shadowed-route', routesIn(facts, 'shadowed'), undefined, removable).map((finding) => {
    const bySlash = finding.routes.filter((route) => route.ignoresSlash && !places.has(placeOf(route))).length
    const shrinking = roomOfRoutes(facts, finding.routes, finding.removable)
    const savingBytes = shrinking.reduce((sum, { bytes }) => sum + bytes, finding.savingBytes)
    const severity = severityOf(savingBytes, facts.attribution)
    return { ...finding, severity, savingBytes, shrinking, facts: { ...finding.facts, bySlash } }
  })
}

const placeOf = ({ router, method, path }: RouteMark): string => [router, method, path].join('\n')

/**
 * Of routers that something still needs, though none of their routes: what they find routes by, which are the nodes of their
 * marks behind the first. Nothing asks it, and no other router may have it too.
 */
function structures({ marks, states }: HeapFacts, routers: readonly RouterMark[]): RouterMark[] {
  const answering = new Set<unknown>()
  const copied = new Set<unknown>()
  for (const mark of marks) {
    if (mark.kind === 'route') (states.get(mark) === 'shadowed' ? copied : answering).add(mark.router)
  }
  const isUnused = (mark: RouterMark): boolean => copied.has(mark.leading[0]) && !answering.has(mark.leading[0])
  const inUse = new Set(routers.filter((mark) => !isUnused(mark)).flatMap(({ leading }) => leading))
  return routers
    .filter((mark) => states.get(mark) === 'live' && isUnused(mark))
    .map((mark) => ({ ...mark, leading: mark.leading.slice(1).filter((node) => !inUse.has(node)) }))
    .filter(({ leading }) => leading.length > 0)
}
