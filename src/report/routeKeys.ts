import type { State } from '../liveness/states.ts'
import type { RouteMark } from '../recognise/mark.ts'

/**
 * Key of every route: `GET /users/:id`, with constraints in brackets, plus ` #2` for the second of equals. Live routes
 * are numbered first, so that a dead copy does not take the live one's key. The same app gives the same keys in every
 * process. A path that the heap does not hold is called that.
 */
export function routeKeys(
  routes: readonly RouteMark[],
  stateOf: (route: RouteMark) => State,
): ReadonlyMap<RouteMark, string> {
  const keys = new Map<RouteMark, string>()
  const times = new Map<string, number>()
  const rank: Readonly<Record<State, number>> = { live: 0, shadowed: 1, dead: 2 }
  const inOrder = [...routes].sort((a, b) => rank[stateOf(a)] - rank[stateOf(b)])
  for (const route of inOrder) {
    const plain = plainKey(route)
    const time = (times.get(plain) ?? 0) + 1
    times.set(plain, time)
    keys.set(route, time === 1 ? plain : `${plain} #${time}`)
  }
  return keys
}

const plainKey = ({ method, path, constraints }: RouteMark): string =>
  `${method} ${path ?? '(path unknown)'}${constraints === '' ? '' : ` [${constraints}]`}`
