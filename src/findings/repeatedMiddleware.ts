import { type FunctionNames, functionNamesOf, isNamed } from '../liveness/functionNames.ts'
import type { RouteMark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { groupsBy, type HeapFacts, retainedBy, routesIn } from './facts.ts'
import type { Finding } from './finding.ts'
import { type Layer, layerMark, layersOf } from './layers.ts'

/** A function in fewer layers than this is what routers are for. */
const fewestLayers = 100
/** To name middleware in every route is no mistake; it is worth a warning from here on. */
const largeBytes = 100_000

/**
 * Functions that run before others and are held in hundreds of layers, where one in front of all routes of each router would
 * do. One finding a framework; the saving is what all layers but one of each function in each router hold alone. What one
 * route holds of a function a method is a finding of its own and counts once; what answers is no middleware, and what is
 * in front of a path already stays there. A function whose text has something that only a route gives it is left out, and so is one
 * for errors, which comes behind the routes.
 */
export function findRepeatedMiddleware(facts: HeapFacts): Finding[] {
  const counted = new Set<NodeIndex>()
  const canBeInFront = inFrontOf(facts)
  const layers = routesIn(facts, 'live').flatMap((route) => {
    const own = layersBefore(facts, route).filter(({ node }) => !counted.has(node))
    for (const { node } of own) counted.add(node)
    return own
  })
  return groupsBy(layers, ({ route }) => route.framework).flatMap((own) => {
    const named = groupsBy(own, ({ held }) => held).filter((group) => group.length >= fewestLayers)
    const functions = named.filter(([{ held }]) => canBeInFront(held))
    const groups = functions.flatMap(repeatedInRouters)
    if (groups.length === 0) return []
    const removable = groups.flatMap((group) => group.slice(1).map(layerMark))
    const savingBytes = retainedBy(facts, removable)
    return [
      {
        code: 'repeated-middleware' as const,
        severity: savingBytes >= largeBytes ? ('warning' as const) : ('note' as const),
        count: removable.length,
        savingBytes,
        removable,
        groups: groups.map((group) => group.map(layerMark)),
        routes: [...new Set(groups.flat().map(({ route }) => route))],
        evidence: [...new Set(groups.map(([{ held }]) => held))],
        framework: own[0].route.framework,
        facts: numbersOf(groups),
      },
    ]
  })
}

/** What a request has only where a route was found, by the names of Express and Hono; `next('route')` leaves that route. */
const ofRoutes = ['route', 'params', 'param', 'routePath']
/** `(error, request, response, next)` */
const lengthForErrors = 4

/** Whether a function does the same in front of all routes, as far as its text says, and those of functions that it names in its scope. */
function inFrontOf({ heap }: HeapFacts): (held: NodeIndex) => boolean {
  const namesOf = functionNamesOf(heap)
  const isOfRoute = (names: FunctionNames | undefined): boolean =>
    names !== undefined && (names.length === lengthForErrors || ofRoutes.some((name) => isNamed(names, name)))
  return (held) => {
    const closure = heap.unbound(held)
    const names = namesOf(closure)
    const scope = heap.internal(closure, 'context')
    const named = [...(names?.all ?? [])].map((name) => (scope === undefined ? undefined : heap.variable(scope, name)))
    const wrapped = named.filter((node) => node !== undefined).filter((node) => heap.type(node) === 'closure')
    return ![names, ...wrapped.map((node) => namesOf(heap.unbound(node)))].some(isOfRoute)
  }
}

/** The layers of one function by router, where one router has several: each router needs one of its own. */
const repeatedInRouters = (layers: readonly Layer[]): Layer[][] =>
  groupsBy(layers, ({ route }) => route.router).filter((group) => group.length > 1)

function numbersOf(groups: readonly Layer[][]): Finding['facts'] {
  const byFunction = groupsBy(groups, ([{ held }]) => held)
  const largest = Math.max(...byFunction.map((own) => own.flat().length))
  return {
    functions: byFunction.length,
    routers: new Set(groups.map(([{ route }]) => route.router)).size,
    largestGroup: largest,
  }
}

function layersBefore({ heap }: HeapFacts, route: RouteMark): Layer[] {
  // What is alone answers, or is no part of a route: it runs for a path and all methods.
  if (route.middleware ? route.method === 'ALL' : route.handlers.length < 2) return []
  const before = layersOf(heap, route).filter(({ answers }) => route.middleware || !answers)
  return groupsBy(before, ({ held }) => held).map(([first]) => first)
}
