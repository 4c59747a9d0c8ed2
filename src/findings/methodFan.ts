import type { RouteMark } from '../recognise/mark.ts'
import { groupsBy, type HeapFacts, retainedBy, routesIn, severityOf } from './facts.ts'
import type { Finding, Shrinking } from './finding.ts'
import { layerMark, layersOf } from './layers.ts'
import { storeRoom } from './storeRoom.ts'

/**
 * Routes for all methods that hold their functions once a method, middleware that is registered as one included: one layer of
 * each function could do. One finding a framework. The saving is what all layers but one of each function hold alone.
 */
export function findMethodFans(facts: HeapFacts): Finding[] {
  const all = routesIn(facts, 'live').filter(({ method }) => method === 'ALL')
  return groupsBy(all, (route) => route.framework).map((routes) => {
    const fans = routes
      .map((route) => ({ route, groups: fansOf(facts, route) }))
      .filter(({ groups }) => groups.length > 0)
    const groups = fans.flatMap((fan) => fan.groups)
    const removable = groups.flatMap((group) => group.slice(1))
    const shrinking = fans.flatMap((fan) => shrinkingOf(facts, fan))
    const room = shrinking.reduce((sum, { bytes }) => sum + bytes, 0)
    const savingBytes = removable.length === 0 ? 0 : retainedBy(facts, removable) + room
    const fanned = fans.map(({ route }) => route)
    return {
      code: 'method-fan',
      severity: severityOf(savingBytes, facts.attribution),
      count: removable.length,
      savingBytes,
      shrinking,
      removable,
      groups,
      routes: fanned,
      evidence: groups.flatMap((group) => group.slice(0, 2).map(({ leading }) => leading[0])),
      framework: routes[0].framework,
      facts: { routes: fanned.length, functions: groups.length },
    }
  })
}

/** A route for all methods, and its layers by function where there are several of one. */
interface Fan {
  readonly route: RouteMark
  readonly groups: RouteMark[][]
}

function shrinkingOf({ heap }: HeapFacts, { route, groups }: Fan): Shrinking[] {
  if (route.stores === undefined) return []
  const going = groups.reduce((sum, group) => sum + group.length - 1, 0)
  return storeRoom(heap, route.stores, heap.elements(route.stores.array).length - going)
}

const fansOf = ({ heap }: HeapFacts, route: RouteMark): RouteMark[][] =>
  groupsBy(layersOf(heap, route), ({ held }) => held)
    .filter((group) => group.length > 1)
    .map((group) => group.map(layerMark))
