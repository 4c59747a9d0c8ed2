import type { Recogniser } from '../recognise/recogniser.ts'
import { builtSchema } from './builtSchemas.ts'

/** A Struct of superstruct 1 or 2: what it does are functions that close over what they were made from. */
export const schemaRecogniser: Recogniser = {
  name: 'superstruct schema',
  shape: ['type', 'schema', 'entries', 'coercer', 'validator', 'refiner'],

  recognise(heap, node) {
    const functions = ['entries', 'coercer', 'validator', 'refiner'].map((name) => heap.property(node, name))
    if (!functions.every((found) => found !== undefined && heap.type(found) === 'closure')) return
    return builtSchema('superstruct', node, [])
  },
}
