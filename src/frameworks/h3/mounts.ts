import { addTo } from '../../recognise/addTo.ts'
import type { Heap } from '../../recognise/heap.ts'
import type { Mark, RouteMark } from '../../recognise/mark.ts'
import { joinedPath, type Mount, mountPrefixes } from '../../recognise/mountPrefixes.ts'
import { scopeVariables } from '../../recognise/scopeVariables.ts'
import { withoutLastSlash } from '../../recognise/stringText.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { mountedFetch } from './handlers.ts'

/** A route or layer that only passes on to an app or router, which it reaches by reference. */
interface OwnMount extends Mount<NodeIndex> {
  readonly path: string
  /** The function that passes on. Apps that are mounted by copy have it as well, under a longer path. */
  readonly via: NodeIndex
}

/**
 * The marks with the paths that requests have: routers that are mounted by reference are there once, and their routes get
 * the prefix of every place that passes on to them, `(/v1|/v2)/items`. More than eight are left out.
 */
export function withPrefixes(framework: string, heap: Heap, marks: readonly Mark[]): readonly Mark[] {
  const routers = marks.flatMap((mark) =>
    mark.kind === 'router' && mark.framework === framework ? [mark.leading[0]] : [],
  )
  if (routers.length < 2) return marks
  const behind = new Map<NodeIndex, NodeIndex>()
  for (const router of routers)
    for (const name of ['handler', 'fetch']) {
      const dispatcher = heap.property(router, name)
      if (dispatcher !== undefined) behind.set(dispatcher, router)
    }
  const routes = marks.filter((mark): mark is RouteMark => mark.kind === 'route' && mark.framework === framework)
  const mountedRouters = new Set(behind.values())
  const mounts = routes.flatMap((route) => mountOf(heap, route, behind, mountedRouters) ?? [])
  const prefixes = mountPrefixes(routers, withoutOriginals(mounts))
  return marks.map((mark): Mark => {
    if ((mark.kind !== 'router' && mark.kind !== 'route') || mark.framework !== framework) return mark
    const router = mark.kind === 'router' ? mark.leading[0] : mark.router
    const prefix = router === null ? undefined : prefixes.get(router)
    if (prefix === undefined || prefix === null || prefix === '') return mark
    if (mark.kind === 'router') return { ...mark, prefix }
    return mark.path === null ? mark : { ...mark, path: joinedPath(prefix, mark.path) }
  })
}

/**
 * Without those that were copied: the copy has the same function, and a longer path that ends the same. Of paths that are
 * sorted by their ends, the next one is such a path where any is.
 */
function withoutOriginals(mounts: readonly OwnMount[]): OwnMount[] {
  const byFunction = new Map<NodeIndex, OwnMount[]>()
  for (const mount of mounts) addTo(byFunction, mount.via, mount)
  const originals = new Set<OwnMount>()
  for (const own of byFunction.values()) {
    const byPath = new Map<string, OwnMount[]>()
    for (const mount of own) addTo(byPath, backwards(mount.path), mount)
    const paths = [...byPath.keys()].sort()
    for (const [at, path] of paths.entries())
      if (paths[at + 1]?.startsWith(path)) for (const mount of byPath.get(path)!) originals.add(mount)
  }
  return mounts.filter((mount) => !originals.has(mount))
}

const backwards = (path: string): string => path.split('').reverse().join('')

function mountOf(
  heap: Heap,
  route: RouteMark,
  behind: ReadonlyMap<NodeIndex, NodeIndex>,
  routers: ReadonlySet<NodeIndex>,
): OwnMount | undefined {
  const { router: parent, handlers, path } = route
  const dispatcher = handlers.at(-1)
  if (!route.middleware || parent === null || dispatcher === undefined || path === null) return undefined
  const fetched = mountedFetch(heap, dispatcher, path)
  const router =
    behind.get(fetched ?? dispatcher) ?? behind.get(heap.unbound(dispatcher)) ?? heap.internal(dispatcher, 'bound_this')
  if (router === undefined || !routers.has(router)) return undefined
  if (fetched !== undefined) return { parent, router, path: path.slice(0, -'/**'.length), via: handlers[0] }
  // A layer of h3 1 cuts off its own path, and a base cuts off what is left of it; a route cuts off nothing.
  const layer = heap.property(parent, 'stack') === undefined || path === '/' ? '' : path
  const base = handlers.length < 2 ? undefined : baseOf(heap, handlers.at(-2)!)
  return { parent, router, path: base === undefined || base === layer ? layer : `${layer}${base}`, via: handlers[0] }
}

const baseOf = (heap: Heap, wrapper: NodeIndex): string | undefined =>
  scopeVariables(heap, wrapper)
    .map((variable) => heap.string(variable, withoutLastSlash))
    .find((text) => text !== undefined)
