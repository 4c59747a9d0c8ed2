import type { Heap } from '../recognise/heap.ts'
import type { Outline } from '../recognise/mark.ts'
import type { Recogniser } from '../recognise/recogniser.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { builtSchema } from './builtSchemas.ts'

/** The rest is made from these: ids and single rules, and what V8 has of the root object (lib/base.js of joi 17, 18). */
const outlines: readonly Outline[] = [
  {
    has: ['$_root', '$_terms', '_flags', '_rules'],
    counts: ['type', '_preferences', '_valids', '_invalids', '_rules', '_refs', '_flags', '$_terms'],
  },
]

/**
 * A schema of joi. Bare types are left out: `Joi.string()` is one and the same object, which comes with every Joi, and
 * becomes one of the app's as soon as something is added.
 */
export const schemaRecogniser: Recogniser = {
  name: 'joi schema',
  shape: ['$_root', '$_terms', '_ids', '_flags', '_rules'],

  recognise(heap, node) {
    const root = heap.property(node, '$_root')
    if (root === undefined || heap.stringProperty(node, 'type') === undefined || isBare(heap, node)) return
    return builtSchema('joi', node, outlines)
  },
}

function isBare(heap: Heap, node: NodeIndex): boolean {
  const [rules, flags, terms] = ['_rules', '_flags', '$_terms'].map((name) => heap.property(node, name))
  if (rules === undefined || flags === undefined || terms === undefined) return true
  if (heap.elements(rules).length > 0 || heap.ownProperties(flags).length > 0) return false
  if (['_preferences', '_valids', '_invalids'].some((name) => heap.property(node, name) !== undefined)) return false
  return heap.ownProperties(terms).every(({ target }) => heap.elements(target).length === 0)
}
