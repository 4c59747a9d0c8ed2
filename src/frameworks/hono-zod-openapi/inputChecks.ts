import type { Heap } from '../../recognise/heap.ts'
import { scopeVariables, variablesOf } from '../../recognise/scopeVariables.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

const parts = new Set(['json', 'form', 'query', 'param', 'header', 'cookie'])
const mediaType = /^[\w.+*-]+\/[\w.+*-]+$/

/**
 * Whether a handler is one that `openapi()` puts before the app's: a validator of a schema that the route is declared with, a
 * validator that only looks at requests with a body, or the gate that refuses other media types (src/index.ts of
 * @hono/zod-openapi 1). Told by what they close over. A validator that the app itself puts before a handler of `get()` is
 * made by the same code; its schema is in no definition.
 */
export const isInputCheck = (heap: Heap, closure: NodeIndex, declared: ReadonlySet<NodeIndex>): boolean => {
  const held = scopeVariables(heap, closure)
  return (
    isValidator(heap, held, declared) ||
    held.some(
      (variable) => heap.type(variable) === 'closure' && isValidator(heap, scopeVariables(heap, variable), declared),
    ) ||
    isGate(heap, closure, held)
  )
}

/** The schemas of the request that definitions declare, by part and by media type. */
export function declaredSchemas(heap: Heap, definitions: readonly NodeIndex[]): ReadonlySet<NodeIndex> {
  const schemas = new Set<NodeIndex>()
  for (const definition of definitions) {
    const route = heap.property(definition, 'route')
    const request = route === undefined ? undefined : heap.property(route, 'request')
    if (request === undefined) continue
    for (const { target } of heap.ownProperties(request)) schemas.add(target)
    const body = heap.property(request, 'body')
    const content = body === undefined ? undefined : heap.property(body, 'content')
    for (const { target } of content === undefined ? [] : heap.ownProperties(content)) {
      const schema = heap.property(target, 'schema')
      if (schema !== undefined) schemas.add(schema)
    }
  }
  return schemas
}

/** The middleware of hono/validator closes over the part and the function that checks it; that one over the schema. */
function isValidator(heap: Heap, held: readonly NodeIndex[], declared: ReadonlySet<NodeIndex>): boolean {
  if (!held.some((variable) => parts.has(heap.string(variable) ?? ''))) return false
  return held.some(
    (variable) =>
      heap.type(variable) === 'closure' && scopeVariables(heap, variable).some((inner) => declared.has(inner)),
  )
}

/** The gate closes over the list of media types, which are the keys of the body's content, one scope further out. */
function isGate(heap: Heap, closure: NodeIndex, held: readonly NodeIndex[]): boolean {
  const list = held.find((variable) => heap.type(variable) === 'object' && heap.name(variable) === 'Array')
  const types = list === undefined ? [] : heap.elements(list).map((element) => heap.string(element) ?? '')
  if (types.length === 0 || !types.every((type) => mediaType.test(type))) return false
  const scope = heap.internal(closure, 'context')
  const outer = scope === undefined ? undefined : heap.internal(scope, 'previous')
  if (outer === undefined) return false
  return variablesOf(heap, outer).some((variable) => types.every((type) => heap.property(variable, type) !== undefined))
}
