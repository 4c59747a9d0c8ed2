import type { RemediesConfig } from '../capture/inside/config.ts'
import type { Remedy } from '../capture/inside/measure.ts'
import { fastifyRemedy } from './fastify/inMemory.ts'
import { h3Remedy } from './h3/inMemory.ts'
import { honoRemedy } from './hono/inMemory.ts'
import { koaRouterRemedy } from './koa-router/inMemory.ts'

/** What changes a running app, or only watches it where it is not to act. */
export function remediesInMemory(config: RemediesConfig): Remedy[] {
  const { names, act } = config
  const has = (name: string) => names.includes(name)
  return [
    ...(has('shared-compilers') || has('head-routes-off') ? [fastifyRemedy(names, act)] : []),
    ...(has('koa-router-emptied') ? [koaRouterRemedy(config)] : []),
    ...(has('hono-emptied') ? [honoRemedy(config)] : []),
    ...(has('h3-emptied') ? [h3Remedy(config)] : []),
  ]
}
