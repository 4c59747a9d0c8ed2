import { plainKey, routerPlaces } from '../liveness/routePlaces.ts'
import type { State } from '../liveness/states.ts'
import type { RouteMark } from '../recognise/mark.ts'

/**
 * Key of every route: `GET /users/:id`, with constraints in brackets, plus ` #2` for the second of equals. Middleware
 * is numbered last, since it does not answer; live routes first, so that a dead copy does not take the live one's key; then
 * those of the router with the longer list of routes, since which one comes first in a heap is chance. The same app gives the
 * same keys in every process.
 */
export function routeKeys(
  routes: readonly RouteMark[],
  stateOf: (route: RouteMark) => State,
): ReadonlyMap<RouteMark, string> {
  const keys = new Map<RouteMark, string>()
  const times = new Map<string, number>()
  const rank: Readonly<Record<State, number>> = { live: 0, shadowed: 1, dead: 2 }
  const place = routerPlaces(routes)
  const inOrder = [...routes].sort(
    (a, b) =>
      Number(a.middleware) - Number(b.middleware) ||
      rank[stateOf(a)] - rank[stateOf(b)] ||
      place.get(a.router)! - place.get(b.router)!,
  )
  for (const route of inOrder) {
    const plain = plainKey(route)
    const time = (times.get(plain) ?? 0) + 1
    times.set(plain, time)
    keys.set(route, time === 1 ? plain : `${plain} #${time}`)
  }
  return keys
}
