import type { Heap } from '../../recognise/heap.ts'
import type { Mark, RouterMark } from '../../recognise/mark.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { routerRecords } from '../find-my-way/routerRecords.ts'

/**
 * The trees that find-my-way has for HEAD, where all of their routes are among `removed`: without such a route there is no
 * tree at all. One mark a tree, to be removed with the routes.
 */
export function headTrees(heap: Heap, marks: readonly Mark[], removed: readonly Mark[]): RouterMark[] {
  const gone = new Set(removed.flatMap(({ leading }) => [...leading]))
  return marks.flatMap((mark): RouterMark[] => {
    if (mark.kind !== 'router' || mark.framework !== 'fastify' || !mark.internal) return []
    const tree = headTree(heap, mark.leading[0], gone)
    return tree === undefined ? [] : [{ ...mark, leading: [tree] }]
  })
}

function headTree(heap: Heap, router: NodeIndex, gone: ReadonlySet<NodeIndex>): NodeIndex | undefined {
  const trees = heap.property(router, 'trees')
  const heads = routerRecords(heap, router)?.filter(({ method }) => method === 'HEAD') ?? []
  if (trees === undefined || heads.length === 0 || !heads.every(({ node }) => gone.has(node))) return undefined
  return heap.property(trees, 'HEAD')
}
