import type { Heap } from '../../recognise/heap.ts'
import type { RegistryMark, RouteMark, RouterMark } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { positions } from './positions.ts'

const framework = 'graphql'
const rootTypes = { QUERY: '_queryType', MUTATION: '_mutationType', SUBSCRIPTION: '_subscriptionType' }

/**
 * A schema of graphql-js 15 or 16 (type/schema.js). What a server is asked for are the fields of its root types, so
 * those are the routes: `QUERY user`. The method is the kind of the operation, the path the name of the field.
 *
 * The map of types by name is a registry: a type belongs to the root fields that lead to it, alone or together. What
 * builds a schema from another one (extending, merging, sorting) makes new fields and types around the same resolvers,
 * and the first schema is dead where somebody keeps it.
 */
export const recogniser: Recogniser = {
  name: 'graphql schema',
  shape: ['_queryType', '_typeMap', '_directives'],

  recognise(heap, schema) {
    const types = Object.entries(rootTypes).flatMap(([method, name]) => {
      const type = heap.property(schema, name)
      return type === undefined ? [] : [{ method, type }]
    })
    const maps = ['_typeMap', '_implementationsMap', '_subTypeMap'].flatMap((name) => heap.property(schema, name) ?? [])
    if (types.length === 0 || maps.length === 0) return
    const leading = [schema, ...new Set(types.map(({ type }) => type))]
    const router: RouterMark = { kind: 'router', leading, framework, prefix: null, internal: false }
    const registry: RegistryMark = { kind: 'registry', library: framework, name: 'types', leading: maps, keys: [] }
    return [router, registry, ...types.flatMap(({ method, type }) => routesOfType(heap, method, type, schema))]
  },

  refine: (heap, marks) => {
    const schemas = marks.filter((mark) => mark.kind === 'router' && mark.framework === framework)
    const mark = positions(
      heap,
      schemas.map(({ leading }) => leading[0]),
    )
    return mark === undefined ? marks : [...marks, mark]
  },
}

/** A field is an object of its schema, so it is there once; `_fields` is a function until somebody asks for them. */
function routesOfType(heap: Heap, method: string, type: NodeIndex, router: NodeIndex): RouteMark[] {
  const fields = heap.property(type, '_fields')
  if (fields === undefined || heap.type(fields) !== 'object') return []
  return heap.ownProperties(fields).flatMap(({ name, target }) =>
    heap.stringProperty(target, 'name') !== name
      ? []
      : {
          kind: 'route' as const,
          leading: [target],
          framework,
          method,
          path: name,
          constraints: '',
          router,
          handlers: handlersOf(heap, target, method),
          twin: null,
          middleware: false,
        },
  )
}

/** What answers comes last: the function that resolves, or for a subscription the one that subscribes. */
function handlersOf(heap: Heap, field: NodeIndex, method: string): NodeIndex[] {
  const names = method === 'SUBSCRIPTION' ? ['resolve', 'subscribe'] : ['subscribe', 'resolve']
  return names.flatMap((name) => {
    const handler = heap.property(field, name)
    return handler === undefined || heap.type(handler) !== 'closure' ? [] : heap.unbound(handler)
  })
}
