import { routesByRouter } from '../liveness/routeLists.ts'
import type { State } from '../liveness/states.ts'
import type { RouteMark } from '../recognise/mark.ts'

/**
 * Key of every route: `GET /users/:id`, with constraints in brackets, plus ` #2` for the second of equals. Live routes
 * are numbered first, so that a dead copy does not take the live one's key; then those of the router with the longer
 * list of routes, since which one comes first in a heap is chance. The same app gives the same keys in every process. A
 * path that the heap does not hold is called that.
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
    (a, b) => rank[stateOf(a)] - rank[stateOf(b)] || place.get(a.router)! - place.get(b.router)!,
  )
  for (const route of inOrder) {
    const plain = plainKey(route)
    const time = (times.get(plain) ?? 0) + 1
    times.set(plain, time)
    keys.set(route, time === 1 ? plain : `${plain} #${time}`)
  }
  return keys
}

/** By router: how many come before it, told by what is registered in them. */
function routerPlaces(routes: readonly RouteMark[]): Map<RouteMark['router'], number> {
  const texts = Array.from(routesByRouter(routes), ([router, own]) => ({ router, text: own.map(plainKey).join('\n') }))
  texts.sort((a, b) => b.text.length - a.text.length || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
  return new Map(texts.map(({ router }, at) => [router, at]))
}

const plainKey = ({ method, path, constraints }: RouteMark): string =>
  `${method} ${path ?? '(path unknown)'}${constraints === '' ? '' : ` [${constraints}]`}`
