import { addTo } from '../../recognise/addTo.ts'
import type { Heap } from '../../recognise/heap.ts'
import type { Mark, RouteMark } from '../../recognise/mark.ts'
import { closedOver } from '../../recognise/scopeVariables.ts'
import { edgeTarget, edgeType, type NodeIndex } from '../../snapshot/snapshot.ts'

export const framework = 'ts-rest'

/**
 * A contract route that endpoints are made of belongs to the route of the server below (Express, Fastify), which is
 * then one of ts-rest, answered by the function that implements it. One that such a route is a copy of stands for
 * itself, in the router object that holds it; by what it shares with the copy the same function is known for it. All
 * others are left out: a contract may describe what another server answers.
 */
export function refined(heap: Heap, marks: readonly Mark[]): readonly Mark[] {
  const contracts = new Map(marks.filter(isContract).map((mark) => [mark.leading[0], mark]))
  if (contracts.size === 0) return marks
  const endpoints = new Map<Mark, Endpoint>()
  for (const mark of marks) {
    const endpoint = mark.kind === 'route' && !isContract(mark) ? endpointOf(heap, mark, contracts) : undefined
    if (endpoint !== undefined) endpoints.set(mark, endpoint)
  }
  const originals = originalsOf(heap, contracts, [...endpoints.values()])
  const routers = routersOf(heap, new Set(originals.keys()))
  const inPlace = marks.flatMap((mark): Mark[] => {
    const endpoint = endpoints.get(mark)
    if (endpoint !== undefined) return [implemented(mark as RouteMark, endpoint)]
    return isContract(mark) ? [] : [mark]
  })
  const bare = [...originals].filter(([node]) => !routers.has(node)).map(([, mark]) => mark)
  return [...inPlace, ...bare, ...routerMarks(routers, originals)]
}

interface Endpoint {
  readonly contract: RouteMark
  /** The app's middleware, and what implements the contract. */
  readonly handlers: readonly NodeIndex[]
  readonly wrappers: readonly NodeIndex[]
}

const isContract = (mark: Mark): mark is RouteMark =>
  mark.kind === 'route' && mark.framework === framework && mark.handlers.length === 0

/** Of the function that makes an endpoint: its body's, and that of its parameters, which it takes apart. */
const scopes = 2

/** The functions that ts-rest makes for an endpoint close over its contract and what implements it. */
function endpointOf(heap: Heap, route: RouteMark, contracts: ReadonlyMap<NodeIndex, RouteMark>): Endpoint | undefined {
  for (const closure of [...route.handlers].reverse()) {
    const variables = closedOver(heap, closure, scopes)
    const contract = variables.map((node) => contracts.get(node)).find((found) => found !== undefined)
    if (contract === undefined) continue
    const handler = variables.map((node) => implementation(heap, node)).find((found) => found !== undefined)
    if (handler === undefined) continue
    const isOwn = (other: NodeIndex) =>
      other !== handler && !closedOver(heap, other, scopes).includes(contract.leading[0])
    const own = route.handlers.filter(isOwn)
    const wrappers = route.handlers.filter((other) => other !== handler && !own.includes(other))
    return { contract, handlers: [...own, handler], wrappers }
  }
  return undefined
}

/** A function, or an object of a function and its middleware. */
function implementation(heap: Heap, node: NodeIndex): NodeIndex | undefined {
  const closure = heap.type(node) === 'closure' ? node : heap.property(node, 'handler')
  return closure !== undefined && heap.type(closure) === 'closure' ? heap.unbound(closure) : undefined
}

const implemented = (route: RouteMark, { contract, handlers, wrappers }: Endpoint): RouteMark => ({
  ...route,
  framework,
  wrappers,
  leading: [...new Set([...route.leading, ...contract.leading])],
  handlers,
})

/** Contract routes that others were copied from which endpoints are made of, with the handlers of these. */
function originalsOf(
  heap: Heap,
  contracts: ReadonlyMap<NodeIndex, RouteMark>,
  endpoints: readonly Endpoint[],
): Map<NodeIndex, RouteMark> {
  const used = new Set(endpoints.map(({ contract }) => contract))
  const copies = new Map<string, Endpoint[]>()
  for (const endpoint of endpoints) {
    addTo(copies, sharedParts(heap, endpoint.contract), endpoint)
  }
  const originals = new Map<NodeIndex, RouteMark>()
  for (const [node, contract] of contracts) {
    if (used.has(contract)) continue
    const copy = (copies.get(sharedParts(heap, contract)) ?? []).find((endpoint) =>
      endpoint.contract.path!.endsWith(contract.path!),
    )
    if (copy !== undefined) originals.set(node, { ...contract, handlers: copy.handlers })
  }
  return originals
}

/** What a copy has from its original as it is. Texts of the contract count too: they are the same nodes. */
function sharedParts(heap: Heap, { leading: [node, responses], method }: RouteMark): string {
  const own = ['body', 'query', 'pathParams', 'summary', 'description'].map((name) => heap.property(node, name) ?? '')
  const values = heap.ownProperties(responses).map(({ target }) => target)
  return [method, ...own, '', ...values, ...heap.elements(responses)].join(' ')
}

/** By contract route: the router object that holds it. Costs a pass over the edges. */
function routersOf(heap: Heap, routes: ReadonlySet<NodeIndex>): Map<NodeIndex, NodeIndex> {
  const routers = new Map<NodeIndex, NodeIndex>()
  const { snapshot, firstEdge, edges, nodeCount } = heap.graph
  const property = snapshot.meta.edgeTypes.indexOf('property')
  for (let node = 0; node < nodeCount && routes.size > 0; node++) {
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const target = edgeTarget(edges.word[edge])
      if (edgeType(edges.word[edge]) !== property || !routes.has(target) || heap.type(node) !== 'object') continue
      if (!routers.has(target)) routers.set(target, node)
    }
  }
  return routers
}

/** Each router, followed by its routes. */
function routerMarks(routers: ReadonlyMap<NodeIndex, NodeIndex>, routes: ReadonlyMap<NodeIndex, RouteMark>): Mark[] {
  const routesOf = new Map<NodeIndex, RouteMark[]>()
  for (const [route, router] of routers) addTo(routesOf, router, { ...routes.get(route)!, router })
  return [...routesOf].flatMap(([router, own]): Mark[] => [
    { kind: 'router', leading: [router], framework, prefix: null, internal: false },
    ...own,
  ])
}
