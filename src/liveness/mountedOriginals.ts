import type { Heap } from '../recognise/heap.ts'
import type { RouteMark, RouterMark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { calledByHand, type Ways } from './calledByHand.ts'
import { copiesAmong } from './copies.ts'
import { reachesAround } from './liveness.ts'
import { routesByRouter } from './routeLists.ts'
import { usedInScopes } from './usedInScopes.ts'

/** How many routers are tried one by one; each costs a walk from the servers and one from the copies. */
const mostTried = 50

/**
 * Routes of routers that are live by reachability only, while all their routes have copies in another router: something
 * still holds the router, and no request enters it. A copy may have its handler from the original, as where it is wrapped:
 * requests come to it by the path of the copy all the same.
 *
 * Where the heap shows what a router is entered by, one that nothing enters, and that no function calls by hand, was copied
 * and no more, whoever holds it. To any other every way must lead through routers with such copies. The paths of copies may
 * be its own: what is mounted at the root, or knows its whole prefix before. The router itself is of no use either, unless a
 * copy leads to it: a wrapped handler may ask the original for what it is wrapped in.
 */
export function mountedOriginals(
  heap: Heap,
  ways: Ways,
  routers: readonly RouterMark[],
  live: readonly RouteMark[],
): (RouteMark | RouterMark)[] {
  const { roots, reached } = ways
  const byRouter = routesByRouter(live)
  const copiesAmongLive = copiesAmong(live)
  const routerAt = new Map(routers.map((router) => [router.leading[0], router]))
  const entriesOf = (node: NodeIndex | null) => (node === null ? undefined : routerAt.get(node)?.entries)
  const isEntered = (node: NodeIndex | null): boolean =>
    node !== null && (entriesOf(node) ?? [node]).some((entry) => reached[entry] === 1)
  /** Which of two is the copy tells a longer path, or the way of requests. Without either: what only one is entered by. */
  const isTold = (original: RouteMark, copy: RouteMark): boolean => {
    if (original.router === null || copy.path !== original.path || reached[original.router] === 1) return true
    return entriesOf(original.router)?.length === 0 && entriesOf(copy.router)?.length !== 0
  }
  const copiesOf = (original: RouteMark): NodeIndex[] => {
    if (original.path === null) return []
    const told = copiesAmongLive(original).filter((copy) => copy.path !== null && isTold(original, copy))
    return told.flatMap((copy) => copy.router ?? [])
  }

  const candidates = routers.flatMap((router) => {
    const all = byRouter.get(router.leading[0]) ?? []
    const [own, middleware] = [false, true].map((passesOn) => all.filter((route) => route.middleware === passesOn))
    const holders = common(own.map(copiesOf))
    const answering = isOnlyCopied(router) ? holders.filter(isEntered) : []
    return holders.length + answering.length === 0 ? [] : [{ router, own, middleware, holders, answering }]
  })
  const copied = candidates.filter(({ answering }) => answering.length > 0)
  const handlers = live.flatMap(({ handlers }) => handlers)
  const byHand = calledByHand(heap, ways, copied, handlers)
  const inScopes = usedInScopes(
    heap,
    ways,
    candidates
      .filter(({ answering }) => answering.length === 0)
      .map(({ router, holders }) => ({ router: router.leading[0], holders })),
    handlers,
  )
  return candidates.slice(0, mostTried).flatMap(({ router, own, holders, answering }) => {
    const routes = [...holders, ...answering].flatMap((holder) => byRouter.get(holder) ?? [])
    const leading = (mounts: boolean) =>
      routes.filter((route) => isMount(route) === mounts).flatMap((route) => [...route.leading])
    const answers =
      answering.length > 0
        ? byHand.has(router.leading[0])
        : inScopes.has(router.leading[0]) ||
          reachesAround(heap, [...roots, ...leading(true)], router.leading, [...holders, ...leading(false)])
    if (answers) return []
    const ofUse = [...leading(false), ...(router.holders ?? [])]
    return reachesAround(heap, ofUse, router.leading, []) ? own : [...own, router]
  })
}

/** Nothing in the heap is an entry of it. */
const isOnlyCopied = ({ entries }: RouterMark): boolean => entries?.length === 0

/** What is in all of the lists, once each; nothing where there is no list. */
function common([first = [], ...others]: readonly NodeIndex[][]): NodeIndex[] {
  const sets = others.map((list) => new Set(list))
  return [...new Set(first)].filter((node) => sets.every((set) => set.has(node)))
}

/** Mounts a router by reference, and that one answers for itself. */
const isMount = (route: RouteMark): boolean =>
  route.passesOn === true || (route.middleware && route.handlers.length === 0)
