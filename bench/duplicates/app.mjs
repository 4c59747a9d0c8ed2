// One app for bench/duplicates.mjs: 10 routers of 50 routes each, held by the module, mounted MOUNTS times. Everything
// of the framework is used once before, so that no first use is counted as a route's.
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [routers, routesPerRouter] = [10, 50]
const [name, version] = process.env.APP.split('/')
const mounts = Number(process.env.MOUNTS)
const folder = new URL(`../../test/frameworks/conformance/apps/${name}/${version}/`, import.meta.url)
const require = createRequire(folder)
const load = async (id) => {
  const exports = await import(pathToFileURL(require.resolve(id)).href)
  return exports.default !== undefined && Object.keys(exports).length <= 2 ? exports.default : exports
}

const prefixes = Array.from({ length: mounts }, (_, at) => `/v${at + 1}`)
const times = (count, make) => Array.from({ length: count }, (_, at) => make(at))
const each = (make) =>
  times(routers, (router) =>
    make(
      router,
      times(routesPerRouter, (route) => `/r${router}/p${route}/:id`),
    ),
  )
export const kept = []

const fastify = (schemaOf) => async () => {
  const Fastify = await load('fastify')
  const app = (Fastify.default ?? Fastify)({ exposeHeadRoutes: false })
  const handler = async () => 'a'
  const plugins = each((_, paths) => async (scope) => {
    for (const path of paths) scope.post(path, schemaOf(), handler)
  })
  for (const prefix of prefixes) for (const plugin of plugins) app.register(plugin, { prefix })
  await app.listen({ port: 0, host: '127.0.0.1' })
}

const body = () => ({
  type: 'object',
  required: ['id'],
  properties: {
    id: { type: 'integer', minimum: 1 },
    name: { type: 'string', minLength: 1, maxLength: 80 },
    kind: { type: 'string', enum: ['a', 'b', 'c'] },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 10 },
    nested: { type: 'object', properties: { code: { type: 'string', pattern: '^[a-z]+$' } } },
  },
})

async function koa(Router) {
  const Koa = await load('koa')
  const nested = each((_, paths) => {
    const router = new Router()
    for (const path of paths) router.get(path, (context) => (context.body = 'a'))
    return router
  })
  kept.push(...nested)
  const root = new Router()
  for (const prefix of prefixes) for (const router of nested) root.use(prefix, router.routes())
  const app = new (Koa.default ?? Koa)()
  app.use(root.routes())
  app.listen(0, '127.0.0.1')
}

/** Controllers with a list of paths: each is explored once more. */
async function nest() {
  await load('reflect-metadata')
  const { Controller, Get, Module } = await load('@nestjs/common')
  const { NestFactory } = await load('@nestjs/core')
  const [platform, adapter] =
    name === 'nest-fastify'
      ? ['@nestjs/platform-fastify', 'FastifyAdapter']
      : ['@nestjs/platform-express', 'ExpressAdapter']
  const controllers = each((router, paths) => {
    class Things {}
    for (const [at, path] of paths.entries()) {
      const method = `get${at}`
      Things.prototype[method] = () => 'a'
      const descriptor = Object.getOwnPropertyDescriptor(Things.prototype, method)
      Get(path)(Things.prototype, method, descriptor)
    }
    Controller(prefixes.map((prefix) => `${prefix}/c${router}`))(Things)
    return Things
  })
  class App {}
  Module({ controllers })(App)
  const { [adapter]: Adapter } = await load(platform)
  const app = await NestFactory.create(App, new Adapter(), { logger: false })
  await app.listen(0, '127.0.0.1')
}

const apps = {
  fastify: fastify(() => ({})),
  'fastify body': fastify(() => ({ schema: { body: body() } })),

  'koa-router': async () => {
    const Router = await load(version.startsWith('koa-router') ? 'koa-router' : '@koa/router')
    await koa(Router.default ?? Router)
  },

  hono: async () => {
    const [{ Hono }, { serve }] = [await load('hono'), await load('@hono/node-server')]
    const nested = each((_, paths) => {
      const app = new Hono()
      for (const path of paths) app.get(path, (context) => context.text('a'))
      return app
    })
    kept.push(...nested)
    const app = new Hono()
    for (const prefix of prefixes) for (const one of nested) app.route(prefix, one)
    serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  },

  'hono-zod-openapi': async () => {
    const [{ OpenAPIHono, createRoute }, { z }] = [await load('@hono/zod-openapi'), await load('zod')]
    const { serve } = await load('@hono/node-server')
    const params = z.object({ id: z.string() })
    const body = { content: { 'application/json': { schema: z.object({ name: z.string() }) } } }
    const responses = { 200: { description: 'fine' } }
    const nested = each((_, paths) => {
      const app = new OpenAPIHono()
      for (const path of paths) {
        const route = createRoute({
          method: 'post',
          path: path.replace(':id', '{id}'),
          request: { params, body },
          responses,
        })
        app.openapi(route, (context) => context.text('a'))
      }
      return app
    })
    kept.push(...nested)
    const app = new OpenAPIHono()
    for (const prefix of prefixes) for (const one of nested) app.route(prefix, one)
    serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  },

  'nest-express': () => nest(),
  'nest-fastify': () => nest(),

  hapi: async () => {
    const Hapi = await load('@hapi/hapi')
    const server = Hapi.server({ port: 0, host: '127.0.0.1' })
    const configs = each((_, paths) => paths.map((path) => ({ path: path.replace(':id', '{id}'), handler: () => 'a' })))
    kept.push(...configs)
    for (const prefix of prefixes)
      for (const { path, handler } of configs.flat()) server.route({ method: 'GET', path: prefix + path, handler })
    await server.start()
  },

  h3: async () => {
    const { H3, toNodeHandler } = await import(pathToFileURL(require.resolve('h3')).href)
    const nested = each((_, paths) => {
      const app = new H3()
      for (const path of paths) app.get(path, () => 'a')
      return app
    })
    kept.push(...nested)
    const app = new H3()
    for (const prefix of prefixes) for (const one of nested) app.mount(prefix, one)
    createServer(toNodeHandler(app)).listen(0, '127.0.0.1')
  },

  elysia: async () => {
    const [{ Elysia }, { node }] = [await load('elysia'), await load('@elysiajs/node')]
    const nested = each((_, paths) => {
      const app = new Elysia()
      for (const path of paths) app.get(path, () => 'a')
      return app
    })
    kept.push(...nested)
    const app = new Elysia({ adapter: node() })
    for (const prefix of prefixes) app.use(nested.reduce((group, one) => group.use(one), new Elysia({ prefix })))
    app.listen({ port: 0, hostname: '127.0.0.1' })
  },
}

await apps[process.env.CASE ?? name]()
