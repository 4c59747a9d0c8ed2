import type { Outline } from '../recognise/mark.ts'
import type { Recogniser } from '../recognise/recogniser.ts'
import { builtSchema } from './builtSchemas.ts'

/** A schema is what its `ast` says; the rest of the function are methods (Schema.js of effect 4). */
const outlines: readonly Outline[] = [{ has: ['ast', 'fields'], counts: ['ast'] }]

/**
 * A struct or class of effect 4. Schemas of single values are left out: the library has hundreds of its own, and nothing
 * tells theirs from the app's. It has some structs as well; those count where a bundler leaves them.
 */
export const schemaRecogniser: Recogniser = {
  name: 'effect schema',
  shape: ['ast', 'fields'],

  recognise(heap, node) {
    const ast = heap.property(node, 'ast')
    if (heap.type(node) !== 'closure' || ast === undefined || heap.property(ast, '~effect/Schema') === undefined) return
    return builtSchema('effect', node, outlines)
  },
}
