import type { Heap } from '../../recognise/heap.ts'
import type { RouteMark } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { framework, refined } from './contracts.ts'

/**
 * A route of a ts-rest contract, as `c.router()` makes it (recursivelyApplyOptions in @ts-rest/core 3): every router
 * copies the routes of the routers in it, with its prefix. Endpoints are made of the last copy.
 */
export const recogniser: Recogniser = {
  name: 'ts-rest contract',
  shape: ['method', 'path', 'responses', 'headers', 'strictStatusCodes'],
  recognise: contractRoute,
  refine: refined,
}

function contractRoute(heap: Heap, node: NodeIndex): RouteMark | undefined {
  const method = heap.stringProperty(node, 'method')
  const path = heap.stringProperty(node, 'path')
  const responses = heap.property(node, 'responses')
  if (method === undefined || path === undefined || responses === undefined) return undefined
  return {
    kind: 'route',
    leading: [node, responses],
    framework,
    method,
    path,
    constraints: '',
    router: null,
    handlers: [],
    twin: null,
    middleware: false,
  }
}
