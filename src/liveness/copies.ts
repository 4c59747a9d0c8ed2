import { addTo } from '../recognise/addTo.ts'
import type { RouteMark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { lastHandler } from './routeLists.ts'

/** More routes of one handler are looked up by the ends of their paths. */
const mostCompared = 16

/**
 * Finds the copies of a route among these: in another router, with the very same handler and the same method, and a path that
 * ends with that of the original. A handler alone says nothing: a guard, or a page that is gone, answers in many places. Where a path
 * is not known the handler has to do.
 */
export function copiesAmong(routes: readonly RouteMark[]): (original: RouteMark) => readonly RouteMark[] {
  const byHandler = new Map<NodeIndex, RouteMark[]>()
  for (const route of routes) {
    const handler = lastHandler(route)
    if (handler !== undefined) addTo(byHandler, handler, route)
  }
  const byEnd = new Map<NodeIndex, Map<string, RouteMark[]>>()
  return (original) => {
    const handler = lastHandler(original)
    const same = handler === undefined ? undefined : byHandler.get(handler)
    if (handler === undefined || same === undefined) return []
    const isLong = same.length > mostCompared && !anywhere.has(original.path)
    if (!isLong) return same.filter((copy) => isCopy(original, copy))
    const ends = byEnd.get(handler) ?? routesByEnd(same)
    byEnd.set(handler, ends)
    return [...(ends.get(original.path as string) ?? []), ...(ends.get('') ?? [])].filter((copy) =>
      isCopy(original, copy),
    )
  }
}

/** By what a path may end with, from each of its separators on; those without a path under ''. */
function routesByEnd(routes: readonly RouteMark[]): Map<string, RouteMark[]> {
  const byEnd = new Map<string, RouteMark[]>()
  for (const route of routes) {
    const path = route.path ?? ''
    for (let at = 0; at < path.length; at++) {
      if (at === 0 || path[at] === '/') addTo(byEnd, path.slice(at), route)
      else if (path[at - 1] === '.') addTo(byEnd, path.slice(at), route)
    }
    if (route.path === null) addTo(byEnd, '', route)
  }
  return byEnd
}

/** Paths that copies in any place end with. */
const anywhere: ReadonlySet<string | null> = new Set([null, '', '/'])

function isCopy(original: RouteMark, copy: RouteMark): boolean {
  if (copy.router === original.router && copy.router !== null) return false
  if (copy.method !== original.method) return false
  return copy.path === null || anywhere.has(original.path) || copy.path.endsWith(original.path as string)
}
