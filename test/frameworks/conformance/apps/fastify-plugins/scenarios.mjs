import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Fastify with plugins that register routes from files, a document or zod schemas, or that describe them. */
export function scenarios({ fastify, autoload, swagger, glue, provider, z }) {
  const { jsonSchemaTransform, validatorCompiler, serializerCompiler } = provider
  const handler = (name) => async () => ({ name })

  /** An app with a list of its routes, by the hook that Fastify has for it. */
  function created(options) {
    const app = fastify({ logger: false, ...options })
    const listed = []
    app.addHook('onRoute', ({ method, url, constraints = {} }) => {
      const texts = Object.entries(constraints).map(([name, value]) => `${name}:${value}`)
      for (const one of [method].flat()) listed.push([one, url, ...texts].join(' '))
    })
    return { app, listed }
  }

  const transform = (route) => (isZod(route.schema) ? jsonSchemaTransform(route) : route)
  const isZod = (schema) => ['params', 'body'].some((part) => schema?.[part]?._zod !== undefined)

  /** Schemas are literals in the plugin, so each mount has its own. */
  async function withZod(scope) {
    scope.setValidatorCompiler(validatorCompiler)
    scope.setSerializerCompiler(serializerCompiler)
    const params = z.object({ id: z.coerce.number().int() })
    const named = z.object({ name: z.string() })
    scope.get('/zod/:id', { schema: { params, response: { 200: named } } }, handler('zod'))
    scope.post('/zod', { schema: { body: named } }, handler('new'))
  }

  async function everything() {
    const { app, listed } = created({})
    app.register(swagger, { openapi: { info: { title: 'Everything', version: '1' } }, transform })
    app.register(autoload, { dir: routesFolder() })
    // Not fastify-openapi-glue: no line of the app registers its routes, and it cannot be bundled.
    for (const prefix of ['/v1', '/v2', '/v3']) app.register(withZod, { prefix })
    app.register(async (scope) => {
      scope.get('/hosted', { constraints: { host: 'a.example' } }, handler('hosted'))
      scope.get('/files/*', handler('file'))
      scope.all('/every', handler('every'))
    })
    await app.ready()
    const documents = [app.swagger(), app.swagger({ yaml: true })]
    await app.listen({ port: 0, host: '127.0.0.1' })
    globalThis.kept = { app, documents }
    return {
      app,
      listed,
      dead: [],
      shadowed: [],
      features: {
        parameters: 'GET /users/:id',
        wildcard: 'GET /files/*',
        all: 'OPTIONS /every',
        constraints: 'GET /hosted host:a.example',
        nested: 'GET /shop/carts/items/all',
        mounted: 'POST /v3/zod',
        twice: { cannot: 'It throws where the method, path and constraints are there already.' },
        late: { cannot: 'It throws where a route is added after it listens.' },
      },
      drop: () => forgotten(app, fastify),
    }
  }

  async function clean() {
    const { app, listed } = created({ exposeHeadRoutes: false })
    app.register(swagger, { openapi: { info: { title: 'Clean', version: '1' } }, transform })
    app.register(autoload, { dir: routesFolder() })
    app.register(withZod, { prefix: '/v1' })
    app.register(glue, { specification: pets(), serviceHandlers, prefix: '/api' })
    app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
    await app.ready()
    app.swagger()
    await app.listen({ port: 0, host: '127.0.0.1' })
    globalThis.kept = { app }
    return { app, listed, drop: () => forgotten(app, fastify) }
  }

  return { framework: 'fastify', everything, clean }
}

/** Also from a bundle, which is written into a folder further down. */
function routesFolder(from = import.meta.dirname) {
  const folder = join(from, 'routes')
  return existsSync(folder) ? folder : routesFolder(dirname(from))
}

const serviceHandlers = {
  async listPets() {
    return []
  },
  async changePet() {
    return { name: 'changed' }
  },
}

function pets() {
  const pet = { type: 'object', required: ['name'], properties: { name: { type: 'string', minLength: 1 } } }
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } }
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } }
  return {
    openapi: '3.0.3',
    info: { title: 'Pets', version: '1' },
    components: { schemas: { Pet: pet } },
    paths: {
      '/pets': { get: { operationId: 'listPets', responses: { 200: { description: 'all', content } } } },
      '/pets/{id}': {
        put: {
          operationId: 'changePet',
          parameters: [id],
          requestBody: { content },
          responses: { 200: { description: 'one', content } },
        },
      },
    },
  }
}

/** Fastify's libraries hold on to the app that was made last. */
async function forgotten(app, fastify) {
  delete globalThis.kept
  app.server.closeAllConnections()
  await app.close()
  await fastify().close()
}
