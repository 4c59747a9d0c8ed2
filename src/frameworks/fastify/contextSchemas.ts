import { ajvMark } from '../../recognise/ajvMark.ts'
import type { Heap } from '../../recognise/heap.ts'
import type { Mark } from '../../recognise/mark.ts'
import { edgeTarget, edgeType, type NodeIndex } from '../../snapshot/snapshot.ts'

const validatedParts = ['body', 'querystring', 'params', 'headers']

/** The schemas of a route, and what was generated for them: the Context knows which part of a request each is for. */
export function contextSchemas(heap: Heap, context: NodeIndex): Mark[] {
  const schemas = heap.property(context, 'schema')
  const schemaOf = (part: string) => (schemas === undefined ? undefined : heap.property(schemas, part))
  const marks: Mark[] = validatedParts.flatMap((part) =>
    compiled(heap, schemaOf(part), heap.property(context, `<symbol ${part}-schema>`)).flatMap(({ schema, closure }) => {
      const validator = closure === undefined ? undefined : ajvMark(heap, closure, part)
      if (validator === undefined) return schemaMarks(heap, schema)
      return [
        ...schemaMarks(heap, schema),
        ...(part === 'headers' ? headerCopy(heap, schema, validator.schema) : []),
        validator,
      ]
    }),
  )
  const serializers = tableOf(heap, heap.property(context, '<symbol response-schema>'))
  for (const [status, response] of tableOf(heap, schemaOf('response'))) {
    for (const { schema, closure } of compiled(heap, response, serializers.get(status.toLowerCase()))) {
      marks.push(...schemaMarks(heap, schema))
      if (closure !== undefined) marks.push(...serializerMarks(heap, closure, schema ?? null))
    }
  }
  return marks
}

/**
 * What Fastify compiles for headers in the place of what was declared: a copy with names in lower case. A compiler of the app's own
 * is handed what was declared.
 */
function headerCopy(heap: Heap, declared: NodeIndex | undefined, compiled: NodeIndex | null): Mark[] {
  if (declared === undefined || compiled === null || compiled === declared) return []
  const [own, copied] = [declared, compiled].map((schema) => heap.property(schema, 'properties'))
  if (own === undefined || copied === undefined || own === copied) return []
  const names = new Set(heap.propertyNames(own).map((name) => name.toLowerCase()))
  if (!heap.propertyNames(copied).every((name) => names.has(name))) return []
  return schemaMarks(heap, compiled).map((mark) => ({ ...mark, copiedBy: 'fastify' }))
}

interface Compiled {
  readonly schema: NodeIndex | undefined
  readonly closure: NodeIndex | undefined
}

/** A schema with what was compiled from it; where a body or a response has one by content type, all of them. */
function compiled(heap: Heap, schema: NodeIndex | undefined, closure: NodeIndex | undefined): Compiled[] {
  const content = schema === undefined ? undefined : heap.property(schema, 'content')
  if (content === undefined) return [{ schema, closure }]
  const closures = tableOf(heap, closure)
  return [...valuesByKey(heap, content)].map(([type, of]) => ({
    schema: heap.property(of, 'schema'),
    closure: closures.get(type),
  }))
}

/** Schemas that were given to `addSchema`, as the controller of one instance keeps them. */
export function sharedSchemas(heap: Heap, controller: NodeIndex): Mark[] {
  const bucket = heap.property(controller, 'schemaBucket')
  const store = bucket === undefined ? undefined : heap.property(bucket, 'store')
  if (store === undefined) return []
  return [...valuesByKey(heap, store).values()].flatMap((schema) => schemaMarks(heap, schema))
}

/** Only plain documents: where a compiler takes objects of a library, that library's recogniser knows them. */
function schemaMarks(heap: Heap, schema: NodeIndex | undefined): Mark[] {
  if (schema === undefined || heap.type(schema) !== 'object' || heap.name(schema) !== 'Object') return []
  return [
    { kind: 'schema', leading: [schema], library: 'json-schema', key: heap.stringProperty(schema, '$id') ?? null },
  ]
}

function serializerMarks(heap: Heap, closure: NodeIndex, schema: NodeIndex | null): Mark[] {
  if (heap.type(closure) !== 'closure' || heap.generatedBy(closure) === undefined) return []
  return [
    {
      kind: 'serializer',
      leading: [closure],
      library: 'fast-json-stringify',
      closure,
      schema,
      source: heap.source(closure) ?? null,
      part: 'response',
    },
  ]
}

const tableOf = (heap: Heap, object: NodeIndex | undefined): Map<string, NodeIndex> =>
  object === undefined ? new Map() : valuesByKey(heap, object)

/** Values of an object used as a table, also under keys that look like numbers (`200`), without its prototype. */
function valuesByKey(heap: Heap, object: NodeIndex): Map<string, NodeIndex> {
  const { firstEdge, edges, snapshot } = heap.graph
  const [property, element] = ['property', 'element'].map((name) => snapshot.meta.edgeTypes.indexOf(name))
  const values = new Map<string, NodeIndex>()
  for (let edge = firstEdge[object]; edge < firstEdge[object + 1]; edge++) {
    const type = edgeType(edges.word[edge])
    if (type === element) values.set(String(edges.nameOrIndex[edge]), edgeTarget(edges.word[edge]))
    if (type !== property) continue
    const name = snapshot.strings.text(edges.nameOrIndex[edge])
    if (name !== '__proto__') values.set(name, edgeTarget(edges.word[edge]))
  }
  return values
}
