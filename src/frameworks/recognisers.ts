import type { Recogniser } from '../recognise/recogniser.ts'
import * as fastify from './fastify/recogniser.ts'
import * as findMyWay from './find-my-way/recogniser.ts'
import * as hono from './hono/recogniser.ts'
import * as koaRouter from './koa-router/recogniser.ts'

/** All recognisers of frameworks, from the specific to the general: where two know a node, the first is believed. */
export const recognisers: readonly Recogniser[] = [
  fastify.routesRecogniser,
  fastify.instanceRecogniser,
  fastify.schemasRecogniser,
  findMyWay.recogniser,
  koaRouter.routerRecogniser,
  koaRouter.layerRecogniser,
  hono.appRecogniser,
  hono.recordRecogniser,
]
