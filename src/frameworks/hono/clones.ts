import { addTo } from '../../recognise/addTo.ts'
import type { Heap } from '../../recognise/heap.ts'
import type { Mark, RouterMark } from '../../recognise/mark.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/** By each app that was made of another one: the one that stands for both. */
export type Originals = ReadonlyMap<NodeIndex, NodeIndex>

/**
 * `basePath()` makes a new app with the routes and the router of the one it is called on, and `route()` makes one for a moment, which
 * what wraps handlers keeps. They are one router: the one with the shortest path stands for all, of equal ones the first that was made.
 */
export function originals(heap: Heap, marks: readonly Mark[], framework: string): Originals {
  const byRoutes = new Map<NodeIndex, RouterMark[]>()
  for (const mark of marks) {
    const isApp = mark.kind === 'router' && mark.framework === framework
    const routes = isApp ? heap.property(mark.leading[0], 'routes') : undefined
    if (isApp && routes !== undefined) addTo(byRoutes, routes, mark)
  }
  const { id } = heap.graph.snapshot.nodes
  const length = ({ prefix }: RouterMark): number => prefix?.length ?? 0
  const found = new Map<NodeIndex, NodeIndex>()
  for (const apps of byRoutes.values()) {
    if (apps.length === 1) continue
    const [first, ...others] = apps.sort((a, b) => length(a) - length(b) || id[a.leading[0]] - id[b.leading[0]])
    for (const { leading } of others) found.set(leading[0], first.leading[0])
  }
  return found
}

/** The marks with one router in the place of all that share its routes. */
export function withoutClones(marks: readonly Mark[], originals: Originals): readonly Mark[] {
  if (originals.size === 0) return marks
  const clones = new Map<NodeIndex, NodeIndex[]>()
  for (const [clone, original] of originals) addTo(clones, original, clone)
  return marks.flatMap((mark): Mark[] => {
    if (mark.kind === 'router') {
      const own = clones.get(mark.leading[0])
      if (originals.has(mark.leading[0])) return []
      return own === undefined ? [mark] : [{ ...mark, leading: [...mark.leading, ...own] }]
    }
    if (mark.kind !== 'route' || mark.router === null) return [mark]
    const original = originals.get(mark.router)
    return original === undefined ? [mark] : [{ ...mark, router: original }]
  })
}
