import type { Heap } from '../../recognise/heap.ts'
import { scopeVariables } from '../../recognise/scopeVariables.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/** `RequestValidator` and `ResponseValidator` of express-openapi-validator 5 (dist/middlewares). */
export const requestShape = ['middlewareCache', 'requestOpts', 'apiDoc', 'ajv', 'ajvBody']
export const responseShape = ['validatorsCache', 'spec', 'ajvBody', 'eovOptions']

/** What was compiled for one operation and one content type at its first request. */
export interface Operation {
  readonly method: string
  /** As in the app: `/users/:id`. */
  readonly path: string
  /** Everything that the cache holds for it and for nothing else, down to the generated functions. */
  readonly nodes: readonly NodeIndex[]
  readonly validators: readonly { readonly closure: NodeIndex; readonly part: string | null }[]
}

/** Operations that a validator of requests or responses has compiled so far; none where `node` is something else. */
export function operationsOf(heap: Heap, node: NodeIndex): Operation[] {
  const requests = heap.property(node, 'middlewareCache')
  if (requests !== undefined) return entriesOf(heap, requests).flatMap((entry) => requestOperation(heap, entry) ?? [])
  const responses = heap.property(node, 'validatorsCache')
  return responses === undefined
    ? []
    : entriesOf(heap, responses).flatMap((entry) => responseOperation(heap, entry) ?? [])
}

type Entry = { readonly name: string; readonly target: NodeIndex }

const entriesOf = (heap: Heap, table: NodeIndex): Entry[] =>
  heap.ownProperties(table).filter(({ name }) => name !== 'constructor')

/** A middleware closure with a `Validator` and the path in its scope. */
function requestOperation(heap: Heap, { name, target: middleware }: Entry): Operation | undefined {
  if (heap.type(middleware) !== 'closure') return undefined
  const validator = scopeVariables(heap, middleware).find(
    (variable) => heap.property(variable, 'validatorGeneral') !== undefined,
  )
  const operation = operationOf(name)
  if (validator === undefined || operation === undefined) return undefined
  const [general, body] = ['validatorGeneral', 'validatorBody'].map((key) => heap.property(validator, key))
  const schemas = ['schemaGeneral', 'schemaBody'].flatMap((key) => heap.property(validator, key) ?? [])
  const validators = [
    ...(general === undefined ? [] : [{ closure: general, part: null }]),
    ...(body === undefined ? [] : [{ closure: body, part: 'body' }]),
  ]
  return {
    ...operation,
    nodes: [middleware, validator, ...schemas, ...validators.map(({ closure }) => closure)],
    validators,
  }
}

/** By status, and then by content type: the generated functions. */
function responseOperation(heap: Heap, { name, target: byStatus }: Entry): Operation | undefined {
  const operation = operationOf(name)
  if (operation === undefined || heap.type(byStatus) !== 'object') return undefined
  const statuses = [...entriesOf(heap, byStatus).map(({ target }) => target), ...heap.elements(byStatus)]
  const closures = statuses
    .filter((status) => heap.type(status) === 'object')
    .flatMap((status) => entriesOf(heap, status).map(({ target }) => target))
    .filter((target) => heap.type(target) === 'closure')
  return {
    ...operation,
    nodes: [byStatus, ...closures],
    validators: closures.map((closure) => ({ closure, part: 'response' })),
  }
}

/** A key is `GET-/users/:id-application/json`, or ends with `not_provided`; only in methods and types is a `-` doubtful. */
function operationOf(key: string): { method: string; path: string } | undefined {
  const found = /^([A-Z]+(?:-[A-Z]+)?)-(\/.*)-(?:not_provided|[^/-][^/]*\/[^/]+)$/.exec(key)
  return found === null ? undefined : { method: found[1], path: found[2] }
}
