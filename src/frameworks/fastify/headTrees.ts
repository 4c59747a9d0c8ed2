import type { Heap } from '../../recognise/heap.ts'
import type { Mark, RouterMark } from '../../recognise/mark.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { routerRecords } from '../find-my-way/routerRecords.ts'

/**
 * What find-my-way's trees for HEAD have for `removed` alone: a tree where all of its routes are among them, else the
 * branches of which that is true. One mark a tree, to be removed with the routes.
 */
export function headTrees(heap: Heap, marks: readonly Mark[], removed: readonly Mark[]): RouterMark[] {
  const gone = new Set(removed.flatMap(({ leading }) => [...leading]))
  return marks.flatMap((mark): RouterMark[] => {
    if (mark.kind !== 'router' || mark.framework !== 'fastify' || !mark.internal) return []
    const leading = goingOf(heap, mark.leading[0], gone)
    return leading.length === 0 ? [] : [{ ...mark, leading }]
  })
}

function goingOf(heap: Heap, router: NodeIndex, gone: ReadonlySet<NodeIndex>): NodeIndex[] {
  const trees = heap.property(router, 'trees')
  const tree = trees === undefined ? undefined : heap.property(trees, 'HEAD')
  const heads = routerRecords(heap, router)?.filter(({ method }) => method === 'HEAD') ?? []
  if (tree === undefined || heads.length === 0) return []
  if (heads.every(({ node }) => gone.has(node))) return [tree]
  const { branches, routes } = branchesOf(heap, tree, gone)
  // A tree of another make, where not all of its routes were found.
  return routes === heads.length ? branches : []
}

/** The largest branches below `root` that lead to routes of `gone` and to no other, and how many routes there are in all. */
function branchesOf(heap: Heap, root: NodeIndex, gone: ReadonlySet<NodeIndex>) {
  const branches: NodeIndex[] = []
  let routes = 0
  goes(root)
  return { branches, routes }

  function goes(node: NodeIndex): boolean {
    const own = routesAt(heap, node)
    routes += own.length
    const children = childrenOf(heap, node)
    const going = children.filter(goes)
    if (going.length === children.length && own.every((route) => gone.has(route))) return true
    branches.push(...going)
    return false
  }
}

/** Version 9 of find-my-way has static children in a list, older ones have an object of them. */
function childrenOf(heap: Heap, node: NodeIndex): NodeIndex[] {
  const listed = ['staticChildrenNodes', 'parametricChildren'].flatMap((name) => {
    const list = heap.property(node, name)
    return list === undefined ? [] : heap.elements(list)
  })
  const byLetter = heap.property(node, 'staticChildren')
  const named =
    byLetter === undefined
      ? []
      : [...heap.ownProperties(byLetter).map(({ target }) => target), ...heap.elements(byLetter)]
  const wildcard = heap.property(node, 'wildcardChild')
  return [...listed, ...named, ...(wildcard === undefined ? [] : [wildcard])].filter(
    (child) => heap.type(child) === 'object',
  )
}

function routesAt(heap: Heap, node: NodeIndex): NodeIndex[] {
  const storage = heap.property(node, 'handlerStorage')
  const handlers = storage === undefined ? undefined : heap.property(storage, 'handlers')
  if (handlers === undefined) return []
  return heap.elements(handlers).map((handler) => heap.property(handler, 'store') ?? handler)
}
