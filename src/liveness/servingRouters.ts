import type { Mark } from '../recognise/mark.ts'
import { inOrder } from '../recognise/recognise.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import type { Dispatch } from './liveness.ts'

/** Routes that several routers have are told as those of one that a server was seen to enter, the first of these. */
export function inServingRouters(marks: readonly Mark[], dispatch: Dispatch | null): readonly Mark[] {
  if (dispatch === null || !marks.some((mark) => mark.kind === 'route' && mark.routers !== undefined)) return marks
  const entries = new Map(marks.flatMap((mark) => (mark.kind === 'router' ? [[mark.leading[0], mark.entries]] : [])))
  const isEntered = (router: NodeIndex): boolean =>
    (entries.get(router) ?? [router]).some((entry) => dispatch.reached[entry] === 1)
  const settled = marks.map((mark) => {
    if (mark.kind !== 'route' || mark.routers === undefined) return mark
    return { ...mark, router: mark.routers.find(isEntered) ?? mark.router }
  })
  return inOrder(settled)
}
