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

  express: async () => {
    const { default: express } = await load('express')
    const routers = each((_, paths) => {
      const router = express.Router()
      for (const path of paths) router.get(path, (_request, response) => response.end('a'))
      return router
    })
    const app = express()
    for (const prefix of prefixes) for (const router of routers) app.use(prefix, router)
    app.listen(0, '127.0.0.1')
  },

  polka: async () => {
    const polka = await load('polka')
    const apps = each((_, paths) => {
      const app = polka()
      for (const path of paths) app.get(path, (_request, response) => response.end('a'))
      return app
    })
    const app = polka()
    for (const prefix of prefixes) for (const [at, one] of apps.entries()) app.use(`${prefix}a${at}`, one)
    app.listen(0, '127.0.0.1')
  },

  restify: async () => {
    const restify = await load('restify')
    const server = restify.createServer()
    const handler = (_request, _response, next) => next()
    for (const prefix of prefixes)
      for (const path of each((_, paths) => paths).flat()) server.get(prefix + path, handler)
    server.listen(0, '127.0.0.1')
  },

  // A prefix is a part of each route's pattern, so that every prefix needs routers of its own.
  'itty-router': async () => {
    const { Router } = await import(pathToFileURL(require.resolve('itty-router')).href)
    const root = Router()
    for (const prefix of prefixes)
      for (const [at, paths] of each((_, paths) => paths).entries()) {
        const router = Router({ base: `${prefix}/a${at}` })
        for (const path of paths) router.get(path, () => 'a')
        root.all(`${prefix}/a${at}/*`, router.fetch)
      }
    createServer((request) => root.fetch(request)).listen(0, '127.0.0.1')
  },

  trpc: async () => {
    const { initTRPC } = await load('@trpc/server')
    const { createHTTPHandler } = await load('@trpc/server/adapters/standalone')
    const t = initTRPC.create()
    const routers = each((_, paths) =>
      t.router(Object.fromEntries(paths.map((_, at) => [`p${at}`, t.procedure.query(() => 'a')]))),
    )
    const levels = Object.fromEntries(
      prefixes.map((prefix) => [
        prefix.slice(1),
        t.router(Object.fromEntries(routers.map((router, at) => [`r${at}`, router]))),
      ]),
    )
    createServer(createHTTPHandler({ router: t.router(levels) })).listen(0, '127.0.0.1')
  },

  // Nothing is copied: each prefix declares its own routes.
  adonis: async () => {
    const { AppFactory } = await load('@adonisjs/application/factories')
    const { ServerFactory } = await load('@adonisjs/http-server/factories')
    const app = new AppFactory().create(folder, () => {})
    await app.init()
    const server = new ServerFactory().merge({ app }).create()
    const router = server.getRouter()
    class Things {
      show() {
        return 'a'
      }
    }
    for (const prefix of prefixes)
      for (const paths of each((_, paths) => paths))
        router
          .group(() => {
            for (const path of paths) router.get(path, [Things, 'show'])
          })
          .prefix(prefix)
    await server.boot()
    createServer(server.handle.bind(server)).listen(0, '127.0.0.1')
  },

  // A type, an input and a query field each; every further schema is one of types of its own.
  graphql: async () => {
    const { makeExecutableSchema, mergeSchemas } = await load('@graphql-tools/schema')
    const fields = 'id: ID! name: String! n: Int x: Float kind: String ok: Boolean tags: [String!] a: Int b: Int c: Int'
    const names = times(routers * routesPerRouter, (at) => `T${at}`)
    const types = names.map((name) => `type ${name} { ${fields} } input ${name}Input { ${fields} }`)
    const queries = names.map((name) => `get${name}(input: ${name}Input): ${name}`)
    const resolvers = { Query: Object.fromEntries(names.map((name) => [`get${name}`, () => ({})])) }
    const schema = makeExecutableSchema({
      typeDefs: `${types.join(' ')} type Query { ${queries.join(' ')} }`,
      resolvers,
    })
    kept.push(schema, ...prefixes.map(() => mergeSchemas({ schemas: [schema] })))
    createServer((_request, response) => response.end(String(kept.length))).listen(0, '127.0.0.1')
  },

  feathers: async () => {
    const { feathers } = await load('@feathersjs/feathers')
    const { koa, rest } = await load('@feathersjs/koa')
    const [find, get] = [async () => [], async () => 'a']
    const services = each((_, paths) =>
      paths.map(() => ({ find, get, create: get, update: get, patch: get, remove: get })),
    ).flat()
    const sub = feathers()
    for (const [at, service] of services.entries()) sub.use(`s${at}`, service)
    const app = koa(feathers())
    app.configure(rest())
    for (const prefix of prefixes) app.use(prefix.slice(1), sub)
    await app.listen(0, '127.0.0.1')
  },

  'ts-rest': async () => {
    const [{ initContract }, { createExpressEndpoints, initServer }] = [
      await load('@ts-rest/core'),
      await load('@ts-rest/express'),
    ]
    const [{ default: express }, { z }] = [await load('express'), await load('zod')]
    const [c, server, app] = [initContract(), initServer(), express()]
    const id = z.object({ id: z.string() })
    const contract = (paths) =>
      Object.fromEntries(
        paths.map((path, at) => [`p${at}`, { method: 'GET', path, pathParams: id, responses: { 200: z.string() } }]),
      )
    const originals = each((_, paths) => contract(paths))
    const implementation = () => Promise.resolve({ status: 200, body: 'a' })
    for (const pathPrefix of prefixes)
      for (const original of originals) {
        const router = c.router(original, { pathPrefix })
        const handlers = Object.fromEntries(Object.keys(router).map((name) => [name, implementation]))
        createExpressEndpoints(router, server.router(router, handlers), app)
      }
    kept.push(...originals)
    app.listen(0, '127.0.0.1')
  },

  // The same Joi object for all: what is copied is the declaration of each route.
  'koa-joi-router': async () => {
    const [{ default: Koa }, joiRouter] = [await load('koa'), await load('koa-joi-router')]
    const { Joi } = joiRouter
    const text = () => Joi.string().min(1).max(80)
    const names = { a: text(), b: text(), c: text(), kind: Joi.string().valid('a', 'b', 'c') }
    const numbers = { d: Joi.number().integer().min(1), e: Joi.number().integer(), f: Joi.number() }
    const nested = Joi.object({ code: Joi.string().pattern(/^[a-z]+$/) })
    const body = Joi.object({ ...names, ...numbers, g: Joi.boolean(), tags: Joi.array().items(text()), nested })
    const app = new Koa()
    for (const prefix of prefixes)
      for (const paths of each((_, paths) => paths)) {
        const router = joiRouter()
        router.prefix(prefix)
        for (const path of paths)
          router.route({
            method: 'post',
            path,
            validate: { type: 'json', body },
            handler: (context) => (context.body = 'a'),
          })
        app.use(router.middleware())
      }
    app.listen(0, '127.0.0.1')
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

  'h3 v1': async () => {
    const { createApp, createRouter, defineEventHandler, toNodeListener, useBase } = await import(
      pathToFileURL(require.resolve('h3')).href
    )
    const app = createApp()
    const routers = each((_, paths) => {
      const router = createRouter()
      for (const path of paths)
        router.get(
          path,
          defineEventHandler(() => 'a'),
        )
      return router
    })
    for (const prefix of prefixes)
      for (const [at, router] of routers.entries())
        app.use(`${prefix}/a${at}`, useBase(`${prefix}/a${at}`, router.handler))
    createServer(toNodeListener(app)).listen(0, '127.0.0.1')
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
