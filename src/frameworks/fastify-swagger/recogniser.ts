import type { Heap } from '../../recognise/heap.ts'
import type { RegistryMark } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import { scopeVariables } from '../../recognise/scopeVariables.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/**
 * What @fastify/swagger 8 and 9 keep of an app: the options of every route, and the document, once somebody asked for
 * it. Both are variables of the function that it decorates an instance with, whose name is the user's choice
 * (lib/spec/openapi/index.js and lib/mode/static.js of 9.9.3).
 */
export const recogniser: Recogniser = {
  name: 'fastify-swagger stores',
  shape: ['<symbol fastify.children>', '<symbol fastify.routePrefix>', '<symbol fastify.hooks>'],

  recognise(heap, node) {
    const functions = heap.ownProperties(node).filter(({ target }) => heap.type(target) === 'closure')
    return functions.flatMap(({ target }) => storesOf(heap, target))
  },
}

function storesOf(heap: Heap, decorator: NodeIndex): RegistryMark[] {
  const variables = scopeVariables(heap, decorator).filter((variable) => heap.type(variable) === 'object')
  const cache = variables.find((variable) => isCache(heap, variable))
  if (cache === undefined) return []
  const routes = variables.find((variable) => isRouteList(heap, variable))
  return [store('document', cache), ...(routes === undefined ? [] : [store('routes', routes)])]
}

const store = (name: string, node: NodeIndex): RegistryMark => ({
  kind: 'registry',
  leading: [node],
  library: '@fastify/swagger',
  name,
  keys: [],
})

/** The document as an object and as text; in the static mode under other names. */
function isCache(heap: Heap, node: NodeIndex): boolean {
  const names = heap.ownProperties(node).map(({ name }) => name)
  return ['object,string', 'swaggerObject,swaggerString'].includes(names.sort().join())
}

function isRouteList(heap: Heap, node: NodeIndex): boolean {
  if (heap.name(node) !== 'Array') return false
  const routes = heap.elements(node)
  return (
    routes.length > 0 && routes.every((route) => ['method', 'url', 'handler'].every((name) => has(heap, route, name)))
  )
}

const has = (heap: Heap, node: NodeIndex, name: string): boolean => heap.property(node, name) !== undefined
