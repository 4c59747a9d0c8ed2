import type { Heap } from '../../recognise/heap.ts'
import type { Mark } from '../../recognise/mark.ts'
import { edgeTarget, edgeType, type NodeIndex } from '../../snapshot/snapshot.ts'

const validatedParts = ['body', 'querystring', 'params', 'headers']

/** The schemas of a route, and what was generated for them: the Context knows which part of a request each is for. */
export function contextSchemas(heap: Heap, context: NodeIndex): Mark[] {
  const schemas = heap.property(context, 'schema')
  const schemaOf = (part: string) => (schemas === undefined ? undefined : heap.property(schemas, part))
  const marks: Mark[] = validatedParts.flatMap((part) => {
    const validator = heap.property(context, `<symbol ${part}-schema>`)
    return [
      ...schemaMarks(heap, schemaOf(part)),
      ...(validator === undefined ? [] : validatorMarks(heap, validator, part)),
    ]
  })
  const responses = schemaOf('response')
  const schemaOfStatus = responses === undefined ? new Map<string, NodeIndex>() : valuesByKey(heap, responses)
  for (const schema of schemaOfStatus.values()) marks.push(...schemaMarks(heap, schema))
  const serializers = heap.property(context, '<symbol response-schema>')
  for (const [status, serializer] of serializers === undefined ? [] : valuesByKey(heap, serializers)) {
    marks.push(...serializerMarks(heap, serializer, schemaOfStatus.get(status) ?? null))
  }
  return marks
}

/** Schemas that were given to `addSchema`, as the controller of one instance keeps them. */
export function sharedSchemas(heap: Heap, controller: NodeIndex): Mark[] {
  const bucket = heap.property(controller, 'schemaBucket')
  const store = bucket === undefined ? undefined : heap.property(bucket, 'store')
  if (store === undefined) return []
  return [...valuesByKey(heap, store).values()].flatMap((schema) => schemaMarks(heap, schema))
}

function schemaMarks(heap: Heap, schema: NodeIndex | undefined): Mark[] {
  if (schema === undefined || heap.type(schema) !== 'object') return []
  return [
    { kind: 'schema', leading: [schema], library: 'json-schema', key: heap.stringProperty(schema, '$id') ?? null },
  ]
}

/** Only what Ajv generated; a compiler of the user's own choice may answer with any function. */
function validatorMarks(heap: Heap, closure: NodeIndex, part: string): Mark[] {
  const schemaEnv = heap.property(closure, 'schemaEnv')
  if (schemaEnv === undefined) return []
  return [
    {
      kind: 'validator',
      leading: [closure, schemaEnv],
      library: 'ajv',
      closure,
      schema: heap.property(closure, 'schema') ?? null,
      source: heap.source(closure) ?? null,
      part,
    },
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
