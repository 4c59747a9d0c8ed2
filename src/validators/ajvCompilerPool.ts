import type { Heap } from '../recognise/heap.ts'
import type { Recogniser } from '../recognise/recogniser.ts'
import { variablesOf } from '../recognise/scopeVariables.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'

/**
 * The pool of @fastify/ajv-compiler: a Map in the closure of `buildValidator`, from the whole text of the shared schemas
 * and options to the compiler for them.
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
      }
    })
  },
}

const isText = (heap: Heap, node: NodeIndex): boolean => heap.type(node).endsWith('string')
const isBound = (heap: Heap, node: NodeIndex): boolean =>
  heap.type(node) === 'closure' && heap.internal(node, 'bound_function') !== undefined
