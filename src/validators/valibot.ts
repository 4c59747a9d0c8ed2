import type { Outline } from '../recognise/mark.ts'
import type { Recogniser } from '../recognise/recogniser.ts'
import { builtSchema } from './builtSchemas.ts'

/** `~standard` is what every schema has the same. An action may have what it does in `~run` alone. */
const outlines: readonly Outline[] = [{ has: ['kind', '~standard'], ignores: ['~standard', 'get ~standard'] }]

/** A schema of valibot 1: a plain object with the function that made it as `reference`. Actions are no schemas. */
export const schemaRecogniser: Recogniser = {
  name: 'valibot schema',
  shape: ['kind', 'type', 'reference', '~run'],

  recognise(heap, node) {
    return heap.stringProperty(node, 'kind') === 'schema' ? builtSchema('valibot', node, outlines) : undefined
  },
}
