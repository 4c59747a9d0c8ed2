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

/**
 * A serializer that fast-json-stringify generated (`build` in index.js of 5 to 7). Its functions have no properties; they are known
 * by the constants of the generated scope. The one that the library returned is `main`, or `anonymous0` where that is
 * all there is. Where the schema has alternatives, the scope has a Validator with an Ajv of its own, which the code asks
 * for schemas by name.
 */
export const serializerRecogniser: Recogniser = {
  name: 'fast-json-stringify serializer',
  of: 'scope',
  shape: ['JSON_STR_EMPTY_STRING'],
  recognise: serializer,
}

/** The same for schemas of objects and of no strings. */
export const objectSerializerRecogniser: Recogniser = {
  name: 'fast-json-stringify object serializer',
  of: 'scope',
  shape: ['JSON_STR_BEGIN_OBJECT'],
  recognise: serializer,
}

/** The same for schemas of arrays without objects. */
export const arraySerializerRecogniser: Recogniser = {
  name: 'fast-json-stringify array serializer',
  of: 'scope',
  shape: ['JSON_STR_BEGIN_ARRAY'],
  recognise: serializer,
}

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
