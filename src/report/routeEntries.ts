import { type PartName, partNames } from '../attribute/parts.ts'
import { groupsBy } from '../findings/facts.ts'
import { lastHandler, routesByRouter } from '../liveness/states.ts'
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
  const { attribution, states, heap } = input.facts
  const entries: { entry: RouteEntry; node: NodeIndex; owner: number }[] = attribution.owners.flatMap((mark, owner) => {
    if (mark.kind !== 'route') return []
    const node = mark.leading[0]
    const entry: RouteEntry = {
      key: keys.get(mark) ?? '',
      method: mark.method,
      path: mark.path,
      framework: mark.framework,
      state: states.get(mark) ?? 'live',
      exclusiveBytes: attribution.exclusive[owner],
      sharedBytes: attribution.shared[owner],
      shareBytes: attribution.share[owner],
      parts: partsOf(input, owner),
      source: input.sourceOf(mark),
      router: routerIndexOf(mark.router),
      validators: validatorIndicesOf(mark),
      handler: null,
      nodeId: heap.graph.snapshot.nodes.id[node],
      retainingPath: null,
      sharedWith: null,
      middleware: mark.middleware,
      twin: mark.twin,
    }
    return { entry, node, owner }
  })
  entries.sort(({ entry: a }, { entry: b }) => b.shareBytes - a.shareBytes || (a.key < b.key ? -1 : 1))
  const handlers = sameHandlers(
    input,
    entries.map(({ owner }) => attribution.owners[owner] as RouteMark),
  )
  const routeOf = new Map(entries.map(({ owner }, at) => [attribution.owners[owner], at]))
  const shared = sharedBytes(
    attribution,
    entries.slice(0, withPath).map(({ owner }) => owner),
    (mark) => {
      if (mark.kind === 'route') return { kind: 'route', index: routeOf.get(mark) ?? null }
      if (mark.kind === 'router') return { kind: 'router', index: routerIndexOf(mark.leading[0]) }
      return { kind: 'other', index: null }
    },
  )
  return entries.map(({ entry, node, owner }, at) => ({
    ...entry,
    handler: handlers[at],
    ...(at < withPath ? { retainingPath: input.pathTo(node), sharedWith: shared.get(owner) ?? [] } : {}),
  }))
}

/** A number for each piece of code that answers for more than one of the routes, in their order; null where alone. */
function sameHandlers({ facts: { heap } }: Described, routes: readonly RouteMark[]): (number | null)[] {
  const codeOf = (route: RouteMark) => {
    const handler = lastHandler(route)
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
  for (const [part, name] of partNames.entries()) parts[name] = partShares[row + part]
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
