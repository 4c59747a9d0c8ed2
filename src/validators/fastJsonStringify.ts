import type { Heap } from '../recognise/heap.ts'
import type { Phrases } from '../recognise/phrases.ts'
import type { Recogniser } from '../recognise/recogniser.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'

export const phrases: Phrases = {
  'repeated-serializer': {
    why: 'A serializer is compiled for each route, also where the schema is the same object.',
    remedy: 'Share the compiled serializers: give the app a serializer compiler that caches by schema content.',
  },
}

/** Constants of the generated scope. V8 keeps those that the code uses: one of these for any schema of strings, objects or arrays. */
const constants = [
  'JSON_STR_EMPTY_STRING',
  'JSON_STR_BEGIN_OBJECT',
  'JSON_STR_BEGIN_ARRAY',
  'JSON_STR_END_OBJECT',
  'JSON_STR_EMPTY_OBJECT',
]

/**
 * A serializer that fast-json-stringify generated (`build` in index.js of 5 to 7). Its functions have no properties; they are known
 * by the constants of the generated scope. The one that the library returned is `main`, or `anonymous0` where that is
 * all there is. Where the schema has alternatives, the scope has a Validator with an Ajv of its own, which the code asks
 * for schemas by name.
 */
export const serializerRecognisers: readonly Recogniser[] = constants.map((constant) => ({
  name: `fast-json-stringify serializer with ${constant}`,
  of: 'scope',
  shape: [constant],
  recognise: serializer,
}))

/** It calls schemas without `$id` by a counter of its own, also in comments. */
const counted = '__fjs_(?:root|merged)_\\d+'

function serializer(heap: Heap, scope: NodeIndex, closures: readonly NodeIndex[] = []) {
  const named = (name: string) => closures.find((closure) => heap.name(closure) === name)
  const closure = named('main') ?? named('anonymous0')
  if (closure === undefined || heap.generatedBy(closure) === undefined) return undefined
  const validator = heap.variable(scope, 'validator')
  const ajv = validator === undefined ? undefined : heap.property(validator, 'ajv')
  const schemas = validator === undefined ? undefined : heap.property(validator, '_ajvSchemas')
  const options = validator === undefined ? undefined : heap.property(validator, '_ajvOptions')
  const ajvScope = ajv === undefined ? undefined : heap.property(ajv, 'scope')
  const ajvValues = ajvScope === undefined ? undefined : heap.property(ajvScope, '_scope')
  return {
    kind: 'serializer' as const,
    leading: [closure, ...[validator, ajv, ajvValues].filter((node) => node !== undefined)],
    library: 'fast-json-stringify',
    closure,
    schema: null,
    source: heap.source(closure) ?? null,
    part: null,
    names: { counted, asked: schemas === undefined || options === undefined ? null : { schemas, options } },
  }
}
