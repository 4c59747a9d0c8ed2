import { type PartName, partNames } from '../attribute/parts.ts'
import { groupsBy } from '../findings/facts.ts'
import { lastHandler, routesByRouter } from '../liveness/routeLists.ts'
import type { Mark, RouteMark, RouterMark } from '../recognise/mark.ts'
import type { Bytes, NodeIndex } from '../snapshot/snapshot.ts'
import type { Described } from './document.ts'
import type { Parts, RouteEntry, RouterEntry } from './report.ts'
import { sharedBytes } from './sharedBytes.ts'

/** Routes of which the report holds a retaining path: the largest. */
const withPath = 200

/** Routes, largest share first, then by key. */
export function routeEntries(
  input: Described,
  keys: ReadonlyMap<RouteMark, string>,
  routerIndexOf: (router: NodeIndex | null) => number | null,
  validatorIndicesOf: (route: RouteMark) => readonly number[],
): RouteEntry[] {
  const { attribution, states, reached, heap } = input.facts
  const { exclusive, shared, share } = attribution
  const found = attribution.owners.flatMap((mark, owner) =>
    mark.kind === 'route' ? { mark, owner, key: keys.get(mark) ?? '' } : [],
  )
  found.sort((a, b) => share[b.owner] - share[a.owner] || (a.key < b.key ? -1 : 1))
  const handlers = sameHandlers(
    input,
    found.map(({ mark }) => mark),
  )
  const routeOf = new Map<Mark, number>(found.map(({ mark }, at) => [mark, at]))
  const sharedWith = sharedBytes(
    attribution,
    found.slice(0, withPath).map(({ owner }) => owner),
    (mark) => {
      if (mark.kind === 'route') return { kind: 'route', index: routeOf.get(mark) ?? null }
      if (mark.kind === 'router') return { kind: 'router', index: routerIndexOf(mark.leading[0]) }
      return { kind: 'other', index: null }
    },
  )
  return found.map(({ mark, owner, key }, at) => ({
    key,
    method: mark.method,
    path: mark.path,
    framework: mark.framework,
    state: states.get(mark) ?? 'live',
    reached: reached === null ? null : reached.has(mark),
    exclusiveBytes: exclusive[owner],
    sharedBytes: shared[owner],
    shareBytes: share[owner],
    parts: partsOf(input, owner),
    source: input.sourceOf(mark),
    router: routerIndexOf(mark.router),
    validators: validatorIndicesOf(mark),
    handler: handlers[at],
    nodeId: heap.graph.snapshot.nodes.id[mark.leading[0]],
    retainingPath: at < withPath ? input.pathTo(mark.leading[0]) : null,
    sharedWith: at < withPath ? (sharedWith.get(owner) ?? []) : null,
    middleware: mark.middleware,
    twin: mark.twin,
  }))
}

/** A number for each piece of code that answers for more than one of the routes, in their order; null where alone. */
function sameHandlers(
  { facts: { heap }, wrappedHandlers }: Described,
  routes: readonly RouteMark[],
): (number | null)[] {
  const codeOf = (route: RouteMark) => {
    const last = lastHandler(route)
    const handler = last === undefined ? undefined : (wrappedHandlers.get(last) ?? last)
    return handler === undefined ? undefined : (heap.sharedFunction(handler) ?? handler)
  }
  const numbers = new Map<RouteMark, number>()
  const repeated = groupsBy(routes, codeOf).filter(({ length }) => length > 1)
  repeated.forEach((group, number) => {
    for (const route of group) numbers.set(route, number)
  })
  return routes.map((route) => numbers.get(route) ?? null)
}

function partsOf({ partShares }: Described, owner: number): Parts {
  const row = owner * partNames.length
  const parts: Partial<Record<PartName, Bytes>> = {}
  for (let part = 0; part < partNames.length; part++) parts[partNames[part]] = partShares[row + part]
  return parts as Parts
}

/** Routers, largest share first, and where each stands in the list by its primary node. */
export function routerEntries(input: Described): {
  entries: RouterEntry[]
  indexOf: (router: NodeIndex | null) => number | null
} {
  const { attribution, states, heap, marks } = input.facts
  const routes = routesByRouter(marks.filter((mark): mark is RouteMark => mark.kind === 'route'))
  const isShown = (mark: Mark): mark is RouterMark =>
    mark.kind === 'router' && (!mark.internal || routes.has(mark.leading[0]))
  const found = attribution.owners.flatMap((mark, owner) => (isShown(mark) ? { mark, owner } : []))
  found.sort((a, b) => attribution.share[b.owner] - attribution.share[a.owner] || a.mark.leading[0] - b.mark.leading[0])
  const position = new Map(found.map(({ mark }, at) => [mark.leading[0], at]))
  return {
    indexOf: (router) => (router === null ? null : (position.get(router) ?? null)),
    entries: found.map(({ mark, owner }) => {
      const node = mark.leading[0]
      const state = states.get(mark) ?? 'live'
      return {
        framework: mark.framework,
        prefix: mark.prefix,
        state,
        routes: (routes.get(node) ?? []).filter((route) => !route.middleware).length,
        exclusiveBytes: attribution.exclusive[owner],
        sharedBytes: attribution.shared[owner],
        shareBytes: attribution.share[owner],
        nodeId: heap.graph.snapshot.nodes.id[node],
        source: input.sourceOf(mark),
        retainingPath: state === 'dead' ? input.pathTo(node) : null,
      }
    }),
  }
}
