import type { Heap } from '../../recognise/heap.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/** How a request gets to a method of a service. */
export interface Endpoint {
  readonly verb: string
  /** What follows the path of the service. */
  readonly below: '' | '/:__id'
  readonly constraints: string
}

const known: Readonly<Record<string, Endpoint>> = {
  find: { verb: 'GET', below: '', constraints: '' },
  get: { verb: 'GET', below: '/:__id', constraints: '' },
  create: { verb: 'POST', below: '', constraints: '' },
  update: { verb: 'PUT', below: '/:__id', constraints: '' },
  patch: { verb: 'PATCH', below: '/:__id', constraints: '' },
  remove: { verb: 'DELETE', below: '/:__id', constraints: '' },
}

/** The six methods have verbs of their own; any other is a POST with its name in a header (http in transport-commons). */
export const endpointOf = (method: string): Endpoint =>
  Object.hasOwn(known, method) ? known[method] : { verb: 'POST', below: '', constraints: `x-service-method:${method}` }

/** Methods of a service that others may call, in its own order; undefined for what is no service. */
export function externalMethods(heap: Heap, service: NodeIndex): string[] | undefined {
  const options = heap.property(service, '<symbol @feathersjs/service>')
  const methods = options === undefined ? undefined : heap.property(options, 'methods')
  if (methods === undefined) return undefined
  const names = heap.elements(methods).map((method) => heap.string(method))
  return names.every((name) => name !== undefined) ? names : undefined
}

const deepest = 20

/** The app's own method: the service that Feathers made has it, wrapped in hooks, and the app's service for a prototype. */
export function methodBehind(heap: Heap, service: NodeIndex, method: string): NodeIndex | undefined {
  let object = heap.property(service, '__proto__')
  for (let depth = 0; depth < deepest && object !== undefined; depth++) {
    const found = heap.property(object, method)
    if (found !== undefined && heap.type(found) === 'closure') return heap.unbound(found)
    object = heap.property(object, '__proto__')
  }
  return undefined
}
