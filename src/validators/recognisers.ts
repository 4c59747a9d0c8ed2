import type { Phrases } from '../recognise/phrases.ts'
import type { Recogniser } from '../recognise/recogniser.ts'
import * as ajv from './ajv.ts'
import { poolRecogniser } from './ajvCompilerPool.ts'
import * as fastJsonStringify from './fastJsonStringify.ts'

/** All recognisers of validators, serializers and their stores, from the specific to the general. */
export const recognisers: readonly Recogniser[] = [
  ajv.validatorRecogniser,
  ajv.instanceRecogniser,
  ajv.scopeRecogniser,
  poolRecogniser,
  fastJsonStringify.serializerRecogniser,
  fastJsonStringify.objectSerializerRecogniser,
  fastJsonStringify.arraySerializerRecogniser,
]

/** What findings are called in the terms of a library, by its name as its marks give it. */
export const validatorPhrases: Readonly<Record<string, Phrases>> = {
  ajv: ajv.phrases,
  'fast-json-stringify': fastJsonStringify.phrases,
}
