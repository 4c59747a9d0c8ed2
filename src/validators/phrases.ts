import type { Phrases } from '../recognise/phrases.ts'

/** Phrases by the library's name as its marks give it. */
export const validatorPhrases: Readonly<Record<string, Phrases>> = {
  ajv: {
    'repeated-validator': {
      why: 'Ajv knows a schema by object identity: an equal schema in a new object is compiled anew, and headers always are.',
      remedy: 'Create each schema object once, at module scope, and hand the same object to every route and mount.',
    },
  },
  'fast-json-stringify': {
    'repeated-serializer': {
      why: 'A serializer is compiled for each route, also where the schema is the same object.',
      remedy: 'Share the compiled serializers: give the app a serializer compiler that caches by schema content.',
    },
  },
}
