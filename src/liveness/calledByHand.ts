import type { Heap } from '../recognise/heap.ts'
import type { RouteMark, RouterMark } from '../recognise/mark.ts'
import { fileOf } from '../recognise/moduleExports.ts'
import type { IsOwnFile } from '../recognise/ownFiles.ts'
import { closedOver } from '../recognise/scopeVariables.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { atHand as atHandOf } from './atHand.ts'
import { functionNamesOf } from './functionNames.ts'
import { functionsAround, functionsInside } from './functionsInside.ts'
import { furtherInside } from './furtherInside.ts'
import { variablesAround } from './namedValues.ts'
import { onTheWay, targets } from './onTheWay.ts'

/** Scopes that are looked through, from the function outward. */
const levels = 8

/** The ways of requests. */
export interface Ways {
  /** Where they come in: servers, and what listeners name. */
  readonly roots: readonly NodeIndex[]
  /** By NodeIndex: 1 where they can get to. */
  readonly reached: Uint8Array
  readonly isOwnFile: IsOwnFile
}

/** A function, or an object, and the function on the way that has it by a variable around it. */
interface Caller {
  readonly listed: NodeIndex
  readonly outermost?: NodeIndex
}

/** A router that is mounted by copy, the routes and middleware of its own, and the routers that answer with the copies. */
export interface Copied {
  readonly router: RouterMark
  readonly own: readonly RouteMark[]
  readonly middleware: readonly RouteMark[]
  readonly answering: readonly NodeIndex[]
}

/**
 * Which of these routers a function on the way of requests has at hand, itself or in an object: it may dispatch through the
 * router by a call of its own, which leaves nothing in the heap.
 *
 * On the way are functions that a server reaches in a list (middleware, layers, stacks) or as a listener, `handlers`, and what
 * listeners name (`roots`). A handler of the router's own stands in the scope where the router was made, and proves nothing; no
 * more does a function of the router's framework (`beside`). A middleware of its own stands there as well, and counts where its text is
 * not known or names what leads to the router. An object that leads to a router that answers as well is the app
 * as a whole: what is more than a property away from it is no sign of a call. Nor is it for a function of an installed package, which
 * calls what it was given: that of a framework has the app, and whatever the app keeps in itself.
 */
export function calledByHand(
  heap: Heap,
  { roots, reached, isOwnFile }: Ways,
  routers: readonly Copied[],
  handlers: readonly NodeIndex[],
): ReadonlySet<NodeIndex> {
  const found = new Set<NodeIndex>()
  if (routers.length === 0) return found
  const wanted = new Map(
    routers.map(({ router, own, middleware }) => [
      router.leading[0],
      {
        handlers: new Set([...own.flatMap(({ handlers }) => handlers), ...(router.holders ?? [])]),
        middleware: new Set(middleware.flatMap(({ handlers }) => handlers)),
        beside: router.beside ?? [],
      },
    ]),
  )
  const ownerOf = new Map([...wanted].flatMap(([router, { handlers }]) => [...handlers].map((one) => [one, router])))
  const inside = furtherInside(
    heap,
    routers.map(({ router, answering }) => ({ router: router.leading[0], holders: answering })),
  )
  const namesOf = functionNamesOf(heap)
  const mayName = (closure: NodeIndex, router: NodeIndex): boolean => {
    const names = namesOf(closure)
    if (names === undefined) return true
    const named = variablesAround(heap, closure).filter(([name]) => names.all.has(name))
    return named.some(
      ([, value]) => atHandOf(heap, value, new Set([router])).length > 0 || inside(value).includes(router),
    )
  }
  const goneOnTo = functionsInside(heap)
  const innerOf = (closure: NodeIndex): NodeIndex[] => {
    const names = isOwnFile(fileOf(heap, closure) ?? 'node:') ? namesOf(closure) : undefined
    return names === undefined ? [] : functionsAround(heap, closure, names, goneOnTo).map(({ function_ }) => function_)
  }
  const open: Caller[] = [...new Set([...onTheWay(heap, reached), ...handlers, ...roots])].map((listed) => ({ listed }))
  const seen = new Set<number>()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { listed, outermost } = next
    const closure = heap.unbound(listed)
    const owner = ownerOf.get(outermost ?? closure)
    if (seen.size === seen.add(listed * heap.graph.nodeCount + (outermost === undefined ? 0 : (owner ?? 1))).size)
      continue
    for (const inner of innerOf(closure)) open.push({ listed: inner, outermost: outermost ?? closure })
    const near = [
      ...(heap.type(listed) === 'closure' ? [] : [listed]),
      ...closedOver(heap, closure, levels),
      ...targets(heap, listed, 'internal', 'shortcut'),
    ]
    const atHand = new Set([...near, ...near.flatMap((node) => targets(heap, node, 'property'))])
    const file = fileOf(heap, closure)
    const looked = file === undefined || isOwnFile(file) ? near : []
    for (const router of looked.flatMap(inside)) atHand.add(router)
    for (const node of atHand) {
      const router = wanted.get(node)
      if (router === undefined || owner === node || router.handlers.has(closure)) continue
      const isRead = outermost !== undefined || router.middleware.has(closure)
      if (isRead && listed === closure && !mayName(closure, node)) continue
      if (!router.beside.some((part) => near.includes(part))) found.add(node)
    }
  }
  return found
}
