import type { Mark, RouteMark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import type { Dispatch } from './liveness.ts'

/**
 * Routes that a server was seen to lead to, by themselves or through their router (its entries, where they are known);
 * null where nobody knows. The others may still answer: a request may get to them in a way that the heap does not show,
 * so they count as live for lack of proof.
 *
 * Where module scopes had to be entered more is reached than is dispatched to, and what is not may be a scope further
 * out: nothing is said.
 */
export function reachedRoutes(dispatch: Dispatch | null, marks: readonly Mark[]): ReadonlySet<RouteMark> | null {
  if (dispatch === null || dispatch.throughModules) return null
  const { reached } = dispatch
  const entries = new Map(marks.flatMap((mark) => (mark.kind === 'router' ? [[mark.leading[0], mark.entries]] : [])))
  const isReachedIn = ({ leading }: RouteMark, router: NodeIndex | null): boolean => {
    const through = router === null ? undefined : entries.get(router)
    return (through ?? [...leading, ...(router === null ? [] : [router])]).some((node) => reached[node] === 1)
  }
  const isReached = (route: RouteMark): boolean =>
    (route.routers ?? [route.router]).some((router) => isReachedIn(route, router))
  return new Set(marks.filter((mark) => mark.kind === 'route').filter(isReached))
}
