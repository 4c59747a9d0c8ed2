import type { Edits } from '../recognise/edits.ts'
import type { Phrases } from '../recognise/phrases.ts'
import type { Recogniser } from '../recognise/recogniser.ts'
import * as adonis from './adonis/recogniser.ts'
import { phrases as elysiaPhrases } from './elysia/phrases.ts'
import * as elysia from './elysia/recogniser.ts'
import { phrases as expressPhrases } from './express/phrases.ts'
import * as express from './express/recogniser.ts'
import * as expressOpenapiValidator from './express-openapi-validator/recogniser.ts'
import { edits as fastifyEdits } from './fastify/edits.ts'
import { phrases as fastifyPhrases } from './fastify/phrases.ts'
import * as fastify from './fastify/recogniser.ts'
import * as fastifySwagger from './fastify-swagger/recogniser.ts'
import * as feathers from './feathers/recogniser.ts'
import * as findMyWay from './find-my-way/recogniser.ts'
import { edits as graphqlEdits } from './graphql/edits.ts'
import { phrases as graphqlPhrases } from './graphql/phrases.ts'
import * as graphql from './graphql/recogniser.ts'
import { phrases as h3Phrases } from './h3/phrases.ts'
import * as h3 from './h3/recogniser.ts'
import * as hapi from './hapi/recogniser.ts'
import { phrases as honoPhrases } from './hono/phrases.ts'
import * as hono from './hono/recogniser.ts'
import * as honoZodOpenapi from './hono-zod-openapi/recogniser.ts'
import * as ittyRouter from './itty-router/recogniser.ts'
import { phrases as koaJoiRouterPhrases } from './koa-joi-router/phrases.ts'
import * as koaJoiRouter from './koa-joi-router/recogniser.ts'
import { phrases as koaRouterPhrases } from './koa-router/phrases.ts'
import * as koaRouter from './koa-router/recogniser.ts'
import { edits as nestEdits } from './nest/edits.ts'
import { phrases as nestPhrases } from './nest/phrases.ts'
import * as nest from './nest/recogniser.ts'
import * as polka from './polka/recogniser.ts'
import * as restify from './restify/recogniser.ts'
import { phrases as trpcPhrases } from './trpc/phrases.ts'
import * as trpc from './trpc/recogniser.ts'
import { phrases as tsRestPhrases } from './ts-rest/phrases.ts'
import * as tsRest from './ts-rest/recogniser.ts'

/** All recognisers of frameworks, from the specific to the general: where two know a node, the first is believed. */
export const recognisers: readonly Recogniser[] = [
  fastify.routesRecogniser,
  fastify.instanceRecogniser,
  fastify.bootRecogniser,
  fastify.schemasRecogniser,
  polka.recogniser,
  restify.recogniser,
  findMyWay.recogniser,
  koaJoiRouter.shellRecogniser,
  koaJoiRouter.routerRecogniser,
  koaJoiRouter.cloneRecogniser,
  koaRouter.routerRecogniser,
  koaRouter.layerRecogniser,
  honoZodOpenapi.appRecogniser,
  honoZodOpenapi.registryRecogniser,
  hono.appRecogniser,
  hono.recordRecogniser,
  adonis.recogniser,
  tsRest.recogniser,
  nest.recogniser,
  feathers.recogniser,
  express.recogniser,
  expressOpenapiValidator.requestRecogniser,
  expressOpenapiValidator.responseRecogniser,
  hapi.recogniser,
  h3.appRecogniser,
  h3.routerRecogniser,
  h3.stackRecogniser,
  elysia.instanceRecogniser,
  trpc.recogniser,
  ittyRouter.recogniser,
  fastifySwagger.recogniser,
  graphql.recogniser,
]

/** What findings are called in the terms of a framework, by its name as its marks give it. */
export const frameworkPhrases: Readonly<Record<string, Phrases>> = {
  express: expressPhrases,
  fastify: fastifyPhrases,
  hono: honoPhrases,
  'koa-router': koaRouterPhrases,
  h3: h3Phrases,
  'koa-joi-router': koaJoiRouterPhrases,
  nest: nestPhrases,
  // HEAD routes are there only where it is on Fastify.
  'ts-rest': { ...tsRestPhrases, 'head-twin': fastifyPhrases['head-twin'] },
  elysia: elysiaPhrases,
  trpc: trpcPhrases,
  graphql: graphqlPhrases,
}

/** How findings are mended in the text of a module, by the name of the framework. */
export const frameworkEdits: Readonly<Record<string, Edits>> = {
  fastify: fastifyEdits,
  graphql: graphqlEdits,
  nest: nestEdits,
}
