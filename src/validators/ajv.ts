import { ajvMark } from '../recognise/ajvMark.ts'
import type { Heap } from '../recognise/heap.ts'
import type { Phrases } from '../recognise/phrases.ts'
import type { Recogniser } from '../recognise/recogniser.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { type Asked, valuesOfKeywords } from './ajvScope.ts'

export const phrases: Phrases = {
  'repeated-validator': {
    why: 'Each Ajv knows a schema by object identity (Ajv 6 by its text): an equal one in a new object is compiled anew, and headers always are in Fastify.',
    remedy:
      'Create each schema object once, at module scope, and hand the same object to every route and mount. For headers, and where a library makes the schemas or the instances itself, only a compiler that caches by content shares, if it can be given one. Where you make several instances let all use one; Fastify makes one for each plugin that adds schemas: add them at the root.',
  },
}

/**
 * A function that Ajv 8 generated for a schema: it sets `schema`, `schemaEnv` and `errors` on each (compile/index.js).
 * Ajv's own validators of schemas are left out: they come with every instance and are no one's choice.
 */
export const validatorRecogniser: Recogniser = {
  name: 'ajv validator',
  shape: ['schema', 'schemaEnv', 'errors'],

  recognise(heap, node) {
    const schemaEnv = heap.property(node, 'schemaEnv')
    if (schemaEnv === undefined || heap.type(node) !== 'closure') return
    const root = heap.property(schemaEnv, 'root') ?? schemaEnv
    if (heap.booleanProperty(root, 'meta') === true) return
    const validator = ajvMark(heap, node, null)
    if (validator === undefined) return
    // A schema below another one is no document of its own.
    const { schema } = validator
    if (schema === null || heap.type(schema) !== 'object' || root !== schemaEnv) return validator
    return [validator, { kind: 'schema', leading: [schema], library: 'json-schema', key: schemaKey(heap, schema) }]
  },
}

/** An Ajv instance: each validator that needs `self` reaches all others over it. */
export const instanceRecogniser: Recogniser = {
  name: 'ajv instance',
  shape: ['schemas', 'refs', 'formats', '_cache', 'scope', 'RULES'],

  recognise(heap, node) {
    const scope = heap.property(node, 'scope')
    if (scope === undefined) return
    return { kind: 'registry', leading: [node, scope], library: 'ajv', name: 'instance', keys: [] }
  },
}

/**
 * The one object with all values that the validators of an instance use, all schemas and all validators among them.
 * Validators close over it, so it may outlive its instance.
 */
export const scopeRecogniser: Recogniser = {
  name: 'ajv scope',
  shape: ['schema', 'validate'],

  recognise(heap, node) {
    const validators = arrayProperty(heap, node, 'validate')
    if (validators.length === 0 || arrayProperty(heap, node, 'schema').length === 0) return
    if (!validators.every((validator) => heap.property(validator, 'schemaEnv') !== undefined)) return
    const askedBy = (): Asked => valuesOfKeywords(heap, node, validators)
    return { kind: 'registry', leading: [node], library: 'ajv', name: 'scope', keys: [], askedBy }
  },
}

function arrayProperty(heap: Heap, node: NodeIndex, name: string): NodeIndex[] {
  const array = heap.property(node, name)
  return array === undefined || heap.name(array) !== 'Array' ? [] : heap.elements(array)
}

const schemaKey = (heap: Heap, schema: NodeIndex): string | null => heap.stringProperty(schema, '$id') ?? null
