/**
 * The remedies that can be applied to a running app, each with the findings that it mends: their code, and whose words
 * they use (a framework, or the library that generated the validators).
 */
export interface RemedyChoice {
  readonly name: RemedyName
  readonly codes: readonly string[]
  readonly of: readonly string[]
  /** Framework whose routes it must be about. */
  readonly framework: string
  /** It empties objects that the app's own variables hold: they stay themselves, and their size with them. */
  readonly leavesShells: boolean
  /** It shares what one instance of the library generated, and no more. */
  readonly withinInstances?: boolean
  /** What it does, in a line. */
  readonly does: string
}

export type RemedyName = 'shared-compilers' | 'head-routes-off' | 'koa-router-emptied' | 'hono-emptied' | 'h3-emptied'

export const remedyChoices: readonly RemedyChoice[] = [
  {
    name: 'shared-compilers',
    codes: ['repeated-validator', 'repeated-serializer'],
    of: ['ajv', 'fast-json-stringify'],
    framework: 'fastify',
    leavesShells: false,
    withinInstances: true,
    does: 'Fastify gets routeheap/fastify: equal schemas share one validator and one serializer',
  },
  {
    name: 'head-routes-off',
    codes: ['head-twin'],
    of: ['fastify'],
    framework: 'fastify',
    leavesShells: false,
    does: 'Fastify gets exposeHeadRoutes: false',
  },
  {
    name: 'koa-router-emptied',
    codes: ['dead-route-tree'],
    of: ['koa-router'],
    framework: 'koa-router',
    leavesShells: true,
    does: 'routers that were only copied into others are emptied when the app is ready',
  },
  {
    name: 'hono-emptied',
    codes: ['dead-route-tree'],
    of: ['hono', 'hono-zod-openapi'],
    framework: 'hono',
    leavesShells: true,
    does: 'sub-apps that were copied by route() are emptied when the app is ready',
  },
  {
    name: 'h3-emptied',
    codes: ['dead-route-tree'],
    of: ['h3'],
    framework: 'h3',
    leavesShells: true,
    does: 'apps that were copied by mount() are emptied when the app is ready',
  },
]
