import type { Heap } from '../../recognise/heap.ts'
import type { Mark, RouteMark } from '../../recognise/mark.ts'
import { type Mount, mountPrefixes, pathBelow } from '../../recognise/mountPrefixes.ts'
import { scopeVariables } from '../../recognise/scopeVariables.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import type { Originals } from './clones.ts'

/**
 * Routes of apps that another one hands requests to, with their whole path: `mount(path, sub.fetch)` cuts the path off
 * before the sub-app sees it. What it registers is a route of all methods whose function has the sub-app's `fetch` at hand.
 */
export function withMountPrefixes(
  heap: Heap,
  marks: readonly Mark[],
  framework: string,
  originals: Originals,
): readonly Mark[] {
  const isOwn = (mark: Mark): mark is RouteMark => mark.kind === 'route' && mark.framework === framework
  const apps = new Set(
    marks.flatMap((mark) => (mark.kind === 'router' && mark.framework === framework ? [mark.leading[0]] : [])),
  )
  const mounts = marks.filter(isOwn).flatMap((route): Mount<NodeIndex>[] => {
    const { method, path, router, handlers } = route
    if (method !== 'ALL' || router === null || path === null || !path.endsWith('/*')) return []
    const mounted = scopeVariables(heap, handlers[0]).flatMap((variable) => appOf(heap, variable) ?? [])
    return mounted
      .map((app) => originals.get(app) ?? app)
      .filter((app) => apps.has(app) && app !== router)
      .map((app) => ({ parent: router, router: app, path: path.slice(0, -2) }))
  })
  if (mounts.length === 0) return marks
  const prefixes = mountPrefixes([...apps], mounts)
  return marks.map((mark) => {
    const prefix = isOwn(mark) && mark.router !== null ? prefixes.get(mark.router) : ''
    if (!isOwn(mark) || prefix === '' || prefix === undefined) return mark
    return { ...mark, path: pathBelow(prefix, mark.path) }
  })
}

/** The app whose `fetch` a function is: it was made in the scope of the app's fields. */
function appOf(heap: Heap, fetch: NodeIndex): NodeIndex | undefined {
  if (heap.type(fetch) !== 'closure') return undefined
  const scope = heap.internal(fetch, 'context')
  const app = scope === undefined ? undefined : heap.variable(scope, 'this')
  return app !== undefined && heap.property(app, 'fetch') === fetch ? app : undefined
}
