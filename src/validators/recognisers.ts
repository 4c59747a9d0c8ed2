import type { Phrases } from '../recognise/phrases.ts'
import type { Recogniser } from '../recognise/recogniser.ts'
import * as ajv from './ajv.ts'
import * as ajv6 from './ajv6.ts'
import * as ajvCompilerPool from './ajvCompilerPool.ts'
import * as ajvStandalone from './ajvStandalone.ts'
import * as arktype from './arktype.ts'
import { phrases as builtSchemaPhrases } from './builtSchemas.ts'
import * as classValidator from './classValidator.ts'
import * as effect from './effect.ts'
import * as fastJsonStringify from './fastJsonStringify.ts'
import * as joi from './joi.ts'
import * as superstruct from './superstruct.ts'
import * as typebox from './typebox.ts'
import * as valibot from './valibot.ts'
import * as yup from './yup.ts'
import * as zod from './zod.ts'

/** All recognisers of validators, serializers and their stores, from the specific to the general. */
export const recognisers: readonly Recogniser[] = [
  ajv.validatorRecogniser,
  ajv.instanceRecogniser,
  ajv.scopeRecogniser,
  ajvCompilerPool.poolRecogniser,
  ...fastJsonStringify.serializerRecognisers,
  ajv6.validatorRecogniser,
  ajv6.instanceRecogniser,
  ajvStandalone.validatorRecogniser,
  typebox.checkRecogniser,
  typebox.check1Recogniser,
  typebox.schemaRecogniser,
  typebox.schema1Recogniser,
  zod.schemaRecogniser,
  zod.zod3Recogniser,
  zod.registryRecogniser,
  joi.schemaRecogniser,
  yup.schemaRecogniser,
  valibot.schemaRecogniser,
  superstruct.schemaRecogniser,
  effect.schemaRecogniser,
  arktype.schemaRecogniser,
  arktype.registryRecogniser,
  arktype.scopeRecogniser,
  classValidator.storageRecogniser,
  classValidator.transformerRecogniser,
]

/** What findings are called in the terms of a library, by its name as its marks give it. */
export const validatorPhrases: Readonly<Record<string, Phrases>> = {
  ajv: ajv.phrases,
  'ajv-compiler': ajvCompilerPool.phrases,
  'fast-json-stringify': fastJsonStringify.phrases,
  zod: builtSchemaPhrases,
  typebox: typebox.phrases,
  joi: builtSchemaPhrases,
  yup: builtSchemaPhrases,
  valibot: builtSchemaPhrases,
  superstruct: builtSchemaPhrases,
  effect: builtSchemaPhrases,
  'class-validator': builtSchemaPhrases,
}
