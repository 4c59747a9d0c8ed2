import type { Heap } from '../recognise/heap.ts'
import type { Phrases } from '../recognise/phrases.ts'
import type { Recogniser } from '../recognise/recogniser.ts'
import { variablesOf } from '../recognise/scopeVariables.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'

export const phrases: Phrases = {
  'registry-keys': {
    why: 'Fastify looks for a compiler by the JSON text of all schemas, so a plugin that adds one has a copy of the text of all, and an Ajv of its own.',
    remedy: 'Add schemas at the root of the app, before plugins, so that all plugins have one key and one Ajv.',
  },
}

/**
 * The pool of @fastify/ajv-compiler: a Map in the closure of `buildValidator`, from the whole text of the shared schemas
 * and options to the compiler for them, which has an Ajv of its own.
 */
export const poolRecogniser: Recogniser = {
  name: 'ajv-compiler pool',
  shape: ['buildValidator', 'buildSerializer'],

  recognise(heap, node) {
    const builder = heap.property(node, 'buildValidator')
    const scope = builder === undefined ? undefined : heap.internal(builder, 'context')
    if (scope === undefined) return
    return variablesOf(heap, scope).flatMap((variable) => {
      const entries = heap.mapEntries(variable)
      const isPool = entries.length > 0 && entries.every(({ key, value }) => isText(heap, key) && isBound(heap, value))
      if (!isPool) return []
      return {
        kind: 'registry' as const,
        leading: [variable],
        library: 'ajv-compiler',
        name: 'pool',
        keys: entries.map(({ key }) => key),
        instances: entries.flatMap(({ value }) => {
          const compiler = heap.internal(value, 'bound_this')
          return (compiler && heap.property(compiler, 'ajv')) ?? []
        }),
      }
    })
  },
}

const isText = (heap: Heap, node: NodeIndex): boolean => heap.type(node).endsWith('string')
const isBound = (heap: Heap, node: NodeIndex): boolean =>
  heap.type(node) === 'closure' && heap.internal(node, 'bound_function') !== undefined
