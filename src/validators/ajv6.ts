import type { Heap } from '../recognise/heap.ts'
import type { Mark } from '../recognise/mark.ts'
import type { Recogniser } from '../recognise/recogniser.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'

/**
 * A function that Ajv 6 generated (lib/compile/index.js). Its cache is keyed by the text of the schema, so an equal one
 * gets the same function. Validators of Ajv's own meta-schemas are left out; they are known by their `$id`.
 */
export const validatorRecogniser: Recogniser = {
  name: 'ajv 6 validator',
  shape: ['schema', 'errors', 'refs', 'refVal', 'root'],

  recognise(heap, node) {
    if (heap.type(node) !== 'closure' || heap.generatedBy(node) === undefined) return
    const root = heap.property(node, 'root')
    const schema = heap.property(node, 'schema') ?? null
    if (root === undefined || isMetaSchema(heap, heap.property(root, 'schema'))) return
    const validator: Mark = {
      kind: 'validator',
      leading: [node],
      library: 'ajv',
      closure: node,
      schema,
      source: heap.source(node) ?? null,
      part: null,
    }
    // A schema below another one is no document of its own.
    if (schema === null || heap.type(schema) !== 'object' || heap.property(root, 'schema') !== schema) return validator
    const key = heap.stringProperty(schema, '$id') ?? null
    return [validator, { kind: 'schema', leading: [schema], library: 'json-schema', key }]
  },
}

/** An Ajv 6 instance with its cache: generated functions close over it. */
export const instanceRecogniser: Recogniser = {
  name: 'ajv 6 instance',
  shape: ['_schemas', '_refs', '_fragments', '_formats', '_cache', '_compilations'],

  recognise(heap, node) {
    const stores = ['_schemas', '_refs', '_fragments', '_cache'].flatMap((name) => heap.property(node, name) ?? [])
    return { kind: 'registry', leading: [node, ...stores], library: 'ajv', name: 'instance', keys: [] }
  },
}

const isMetaSchema = (heap: Heap, schema: NodeIndex | undefined): boolean =>
  schema !== undefined && (heap.stringProperty(schema, '$id') ?? '').startsWith('http://json-schema.org/')
