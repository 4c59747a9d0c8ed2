import type { Heap } from '../recognise/heap.ts'
import type { Mark, RouteMark, RouterMark } from '../recognise/mark.ts'
import { exportsOf, fileOf } from '../recognise/moduleExports.ts'
import type { IsOwnFile } from '../recognise/ownFiles.ts'
import { prototypeChain } from '../recognise/prototypes.ts'
import type { RecordInHeap } from '../recognise/record.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { atHand } from './atHand.ts'
import { canBeNamed, readableScopes, valuesOfModule } from './canBeNamed.ts'
import { copiesAmong } from './copies.ts'
import { type FunctionNames, functionNamesOf } from './functionNames.ts'
import { functionsAround, functionsInside, type Read } from './functionsInside.ts'
import { furtherInside, goesOnTo, type Held } from './furtherInside.ts'
import { leadsTo, servers } from './liveness.ts'
import { isObject, methods } from './methods.ts'
import { namedValues } from './namedValues.ts'
import { keptOnTheWay, wrappedBy } from './onTheWay.ts'
import { routesByRouter } from './routeLists.ts'

/**
 * What functions on the way of requests name in their texts, where it gives them a router that no server leads to otherwise: variables
 * of their module, or imports, that are the router, have it one step inside, or are a function that leads to it; and the same of
 * functions of the app's own that they name. A middleware chooses so between versions of an API, and a handler asks for
 * the URL of a route: such a router is in use, whoever else has copies of its routes. With one of them all that is named counts,
 * however far inside a router is: what is not reached then is called dead for the copies that are. A router a few steps further inside
 * what is named is in use by itself, where the text goes on by what leads to it and the same thing does not lead to its copies as well.
 *
 * Only where the texts are in the heap; in a snapshot of ours, which has most, a function without one may name all that its module has at
 * hand. Where there is a router to be named it costs a pass over the edges and a look at what the modules
 * of these functions have; the texts are read where one of them has it.
 */
export function namedRouters(
  heap: Heap,
  marks: readonly Mark[],
  reached: Uint8Array,
  isOwnFile: IsOwnFile,
  record: RecordInHeap | undefined,
): NodeIndex[] {
  const wanted = unentered(marks, reached)
  if (wanted.size === 0) return []
  const routes = marks.filter((mark) => mark.kind === 'route')
  const functions = [
    ...keptOnTheWay(heap, reached),
    ...handlers(routes.filter((route) => isReached(route, reached))),
    ...ownFunctions(heap, marks, reached),
    ...methodsOfServers(heap, isOwnFile),
  ]
  const scopeOf = readableScopes(heap, isOwnFile)
  const ofWanted = routesByRouter(routes.filter(({ router }) => router !== null && wanted.has(router)))
  const inside = furtherInside(heap, withHolders(wanted, ofWanted, routes, reached))
  if (!canBeNamed(heap, { wanted, inside }, scopeOf, reached)) return []
  const [namesOf, exportOf] = [functionNamesOf(heap), exportsOf(heap)]
  const [found, far] = [new Set<NodeIndex>(), new Set<NodeIndex>()]
  const values = new Set<NodeIndex>()
  const called = new Set<NodeIndex>()
  const kinds = new Set<number>()
  /** Scopes of modules whose texts are missing. */
  const unread = new Set<NodeIndex>()
  const seen = new Set<NodeIndex>()
  const goneOnTo = functionsInside(heap)
  const open: Read[] = functions.map((function_) => ({ function_ }))
  const read = (functions: readonly NodeIndex[]): void => {
    for (const function_ of functions) open.push({ function_ })
  }
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const closure = heap.unbound(next.function_)
    const receiver = next.receiver ?? 0
    if (seen.size === seen.add(closure * heap.graph.nodeCount + receiver).size) continue
    const scope = scopeOf(closure)
    if (scope === undefined) {
      read(wrappedBy(heap, closure))
      continue
    }
    const names = namesOf(closure)
    if (names === undefined) read(wrappedBy(heap, closure))
    else {
      open.push(...functionsAround(heap, closure, names, goneOnTo))
      if (next.receiver !== undefined && names.all.has('this') && !wanted.has(next.receiver)) {
        addFar(next.receiver, names)
        open.push(...goneOnTo(next.receiver, names, names.handedOn.has('this')))
      }
    }
    // Of one text and one scope, they mean the same there.
    const kind = (heap.sharedFunction(closure) ?? closure) * heap.graph.nodeCount + scope
    if (kinds.size === kinds.add(kind).size) continue
    if (names === undefined) {
      if (record === undefined || unread.size === unread.add(scope).size) continue
      for (const value of valuesOfModule(heap, scope, closure))
        for (const { router } of atHand(heap, value, wanted)) far.add(router)
      continue
    }
    const by = (words: ReadonlySet<string>): ReadonlySet<NodeIndex> =>
      new Set(namedValues(heap, { closure, scope, names: words, text: names }, exportOf))
    const named = by(names.all)
    const canBeRead = (value: NodeIndex) => wanted.has(value) || heap.isNamed(value, 'Array')
    const none: ReadonlySet<NodeIndex> = new Set()
    const used = [...named].some(canBeRead) ? by(names.used) : none
    const handedOn = [...named].some((value) => isObject(heap, value)) ? by(names.handedOn) : none
    for (const value of named) {
      // Who only reads from a router or a list of them, as to count, sends no request.
      if (canBeRead(value) && !used.has(value)) continue
      addFar(value, names)
      const inner = goneOnTo(value, names, handedOn.has(value))
      for (const { function_ } of inner) called.add(function_)
      open.push(...inner)
      if (values.size === values.add(value).size) continue
      const functions = methods(heap, value)
      for (const one of functions) called.add(one)
      read(functions)
      for (const { router, called: one } of atHand(heap, value, wanted)) {
        // Requests get to its handlers then, and these name others.
        if (found.size < found.add(router).size) read(handlers(ofWanted.get(router) ?? []))
        found.add(one)
      }
    }
  }
  if (found.size === 0 && !leadsTo(heap, [...called], wanted, reached)) return [...far]
  return [...found, ...far, ...values, ...called]

  function addFar(value: NodeIndex, names: FunctionNames): void {
    for (const router of inside(value)) {
      if (far.has(router) || !goesOnTo(heap, value, names, (next) => inside(next).includes(router))) continue
      far.add(router)
      read(handlers(ofWanted.get(router) ?? []))
    }
  }
}

/** What an app keeps in itself, as for paths that it does not have and for errors. */
function ownFunctions(heap: Heap, marks: readonly Mark[], reached: Uint8Array): NodeIndex[] {
  const entered = marks.filter((mark) => mark.kind === 'router' && isReached(mark, reached))
  const held = entered.flatMap(({ leading }) => heap.ownProperties(leading[0]).map(({ target }) => target))
  return held.filter((node) => heap.type(node) === 'closure')
}

/** Methods of a class of servers that the app wrote. */
function methodsOfServers(heap: Heap, isOwnFile: IsOwnFile): NodeIndex[] {
  const entries = servers(heap).flatMap((server) => prototypeChain(heap, server).flatMap((node) => heap.entries(node)))
  const functions = entries.map(({ target }) => target).filter((node) => heap.type(node) === 'closure')
  return functions.filter((node) => isOwnFile(fileOf(heap, node) ?? 'node:'))
}

/** Routers with those that answer with copies of their routes. */
function withHolders(
  wanted: ReadonlySet<NodeIndex>,
  ofWanted: ReadonlyMap<NodeIndex | null, readonly RouteMark[]>,
  routes: readonly RouteMark[],
  reached: Uint8Array,
): Held[] {
  const copiesOf = copiesAmong(routes.filter((route) => isReached(route, reached)))
  return [...wanted].map((router) => {
    const copies = (ofWanted.get(router) ?? []).flatMap(copiesOf)
    return { router, holders: [...new Set(copies.flatMap((copy) => copy.router ?? []))] }
  })
}

/** First nodes of routers with routes which no server leads to, or which nothing was seen to enter. */
function unentered(marks: readonly Mark[], reached: Uint8Array): Set<NodeIndex> {
  const withRoutes = new Set(marks.flatMap((mark) => (mark.kind === 'route' ? [mark.router] : [])))
  const routers = marks.filter((mark) => mark.kind === 'router').filter(({ leading }) => withRoutes.has(leading[0]))
  const isEntered = ({ entries, leading }: RouterMark): boolean =>
    (entries ?? leading).some((node) => reached[node] === 1)
  return new Set(routers.filter((router) => !isEntered(router)).map(({ leading }) => leading[0]))
}

const isReached = ({ leading }: Mark, reached: Uint8Array): boolean => leading.some((node) => reached[node] === 1)

const handlers = (routes: readonly RouteMark[]): NodeIndex[] => routes.flatMap((route) => [...route.handlers])
