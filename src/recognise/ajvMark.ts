import type { NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'
import type { ValidatorMark } from './mark.ts'

/**
 * The mark of a validator, known by what Ajv 8 notes on each function that it generates (compile/index.js). Undefined for
 * any other function: a compiler of the user's own choice may answer with one.
 */
export function ajvMark(heap: Heap, closure: NodeIndex, part: string | null): ValidatorMark | undefined {
  const schemaEnv = heap.property(closure, 'schemaEnv')
  if (schemaEnv === undefined) return undefined
  return {
    kind: 'validator',
    leading: [closure, schemaEnv],
    library: 'ajv',
    closure,
    schema: heap.property(closure, 'schema') ?? null,
    source: heap.source(closure) ?? null,
    part,
  }
}
