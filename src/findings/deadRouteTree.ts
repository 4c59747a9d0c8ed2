import { byPath, byPlace } from '../liveness/routePlaces.ts'
import type { RouterMark } from '../recognise/mark.ts'
import { groupsBy, type HeapFacts, retainedBy, routesIn, routesOf, severityOf } from './facts.ts'
import type { Finding } from './finding.ts'

/**
 * Routers that were copied into another one when the app was composed, and that something still holds although no
 * server dispatches to them. One finding a framework; it counts the dead routes, middleware left out.
 */
export function findDeadRouteTrees(facts: HeapFacts): Finding[] {
  const routers = facts.marks.filter((mark): mark is RouterMark => mark.kind === 'router')
  const deadRouters = largestFirst(
    facts,
    routers.filter((router) => facts.states.get(router) === 'dead'),
  )
  const found = byPath(routesIn(facts, 'dead'), routesOf(facts))
  return groupsBy(found, (route) => route.framework).map((dead) => {
    const { framework } = dead[0]
    const trees = deadRouters.filter((router) => router.framework === framework)
    const removable = [...trees, ...dead]
    const savingBytes = retainedBy(facts, removable)
    const registering = new Set(dead.map(({ router }) => router))
    const routes = dead.filter((route) => !route.middleware)
    return {
      code: 'dead-route-tree',
      severity: severityOf(savingBytes, facts.attribution),
      count: routes.length,
      savingBytes,
      removable,
      groups: [],
      routes,
      evidence: (trees.length > 0 ? trees : routes).map((mark) => mark.leading[0]),
      framework,
      facts: {
        routers: trees.filter(({ leading: [router] }) => registering.has(router)).length,
        liveRoutes: routesIn(facts, 'live').filter((route) => route.framework === framework && !route.middleware)
          .length,
      },
    }
  })
}

function largestFirst(facts: HeapFacts, routers: readonly RouterMark[]): RouterMark[] {
  const routesIn = new Map<number, number>()
  for (const mark of facts.marks) {
    if (mark.kind === 'route' && mark.router !== null) routesIn.set(mark.router, (routesIn.get(mark.router) ?? 0) + 1)
  }
  const size = (router: RouterMark): number => routesIn.get(router.leading[0]) ?? 0
  return byPlace(routers, routesOf(facts)).sort((a, b) => size(b) - size(a))
}
