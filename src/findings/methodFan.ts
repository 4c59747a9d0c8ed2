import type { RouteMark } from '../recognise/mark.ts'
import { groupsBy, type HeapFacts, retainedBy, routesIn, severityOf } from './facts.ts'
import type { Finding } from './finding.ts'
import { layerMark, layersOf } from './layers.ts'

/**
 * Routes for all methods that hold their functions once a method, middleware that is registered as one included: one layer of
 * each function could do. One finding a framework. The saving is what all layers but one of each function hold alone.
 */
export function findMethodFans(facts: HeapFacts): Finding[] {
  const all = routesIn(facts, 'live').filter(({ method }) => method === 'ALL')
  return groupsBy(all, (route) => route.framework).map((routes) => {
    const groups = routes.flatMap((route) => fansOf(facts, route))
    const removable = groups.flatMap((group) => group.slice(1))
    const savingBytes = removable.length === 0 ? 0 : retainedBy(facts, removable)
    const fanned = routes.filter((route) => groups.some(([first]) => route.leading.includes(first.leading[0])))
    return {
      code: 'method-fan',
      severity: severityOf(savingBytes, facts.attribution),
      count: removable.length,
      savingBytes,
      removable,
      groups,
      routes: fanned,
      evidence: groups.flatMap((group) => group.slice(0, 2).map(({ leading }) => leading[0])),
      framework: routes[0].framework,
      facts: { routes: fanned.length, functions: groups.length },
    }
  })
}

const fansOf = ({ heap }: HeapFacts, route: RouteMark): RouteMark[][] =>
  groupsBy(layersOf(heap, route), ({ held }) => held)
    .filter((group) => group.length > 1)
    .map((group) => group.map(layerMark))
