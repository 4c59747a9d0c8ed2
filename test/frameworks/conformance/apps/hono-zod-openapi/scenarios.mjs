import { once } from 'node:events'

/**
 * Apps of @hono/zod-openapi in each other. Its own list is the registry of definitions, one for each `openapi()`; plain
 * routes and those that are hidden from the document are records only, and written down here. The validators that
 * `openapi()` puts before a handler are records of the same method and path, and middleware.
 */
export const scenarios = ({ OpenAPIHono, createRoute, z }, serve) => ({
  framework: 'hono',

  async everything() {
    const Id = z.object({ id: z.string() })
    const Item = z.object({ name: z.string().max(80), count: z.number().int().optional() })
    const plain = { responses: { 200: { description: 'fine' } } }
    const one = { method: 'get', path: '/items/{id}', request: { params: Id }, ...plain }
    const change = {
      ...one,
      method: 'put',
      request: { params: Id, body: { content: { 'application/json': { schema: Item } } } },
    }
    const upload = {
      ...one,
      method: 'patch',
      request: {
        params: Id,
        query: Item,
        body: { content: { 'multipart/form-data': { schema: Item } }, required: true },
      },
    }

    const leaf = new OpenAPIHono()
    leaf.openapi(createRoute(one), text('item'))
    leaf.openapi(createRoute(change), text('changed'))
    leaf.openapi(createRoute(upload), text('uploaded'))
    leaf.openAPIRegistry.register('Item', Item)
    const feature = new OpenAPIHono()
    feature.openapi(createRoute({ method: 'get', path: '/feature', ...plain }), text('feature'))
    feature.route('/leaf', leaf)
    // Without anything to check nothing holds the app that it was made for.
    const dead = new OpenAPIHono()
    dead.openapi(createRoute({ method: 'get', path: '/alone', ...plain }), text('alone'))

    const app = new OpenAPIHono()
    for (const prefix of ['/v1', '/v2', '/v3']) app.route(prefix, feature)
    app.route('/dead', dead)
    app.openapi(createRoute({ method: 'get', path: '/hidden', hide: true, ...plain }), text('hidden'))
    app.all('/files/*', text('files'))
    const same = text('twice')
    app.get('/twice', same)
    app.get('/twice', same)
    app.doc('/doc', { openapi: '3.0.0', info: { title: 'everything', version: '1' } })

    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
    await once(server, 'listening')
    app.openapi(createRoute({ method: 'get', path: '/late', ...plain }), text('late'))
    const { port } = server.address()
    await fetch(`http://127.0.0.1:${port}/v1/leaf/items/1`, { headers: { connection: 'close' } })
    globalThis.kept = { app, leaf, feature, dead }

    const records = ['GET /hidden', 'ALL /files/*', 'GET /twice', 'GET /twice', 'GET /doc']
    return {
      app,
      listed: [...[app, leaf, feature, dead].flatMap(definitions), ...records],
      dead: definitions(dead),
      shadowed: ['GET /twice', ...[leaf, feature].flatMap(definitions)],
      features: {
        parameters: 'GET /v1/leaf/items/:id',
        wildcard: 'ALL /files/*',
        all: 'ALL /files/*',
        constraints: { cannot: 'It matches by method and path only.' },
        nested: 'PATCH /v1/leaf/items/:id',
        mounted: 'PUT /v3/leaf/items/:id',
        twice: 'GET /twice',
        late: 'GET /late',
      },
      drop: () => closed(server),
    }
  },

  /** One app; each module registers its routes on it. */
  async clean() {
    const app = new OpenAPIHono()
    users(app, createRoute, z)
    orders(app, createRoute, z)
    app.get('/health', text('health'))
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
    await once(server, 'listening')
    globalThis.kept = { app }
    return { app, listed: [...definitions(app), 'GET /health'], drop: () => closed(server) }
  },
})

const answer = (description) => ({ responses: { 200: { description } } })
const json = (schema) => ({ content: { 'application/json': { schema } }, required: true })

function users(app, createRoute, z) {
  const params = z.object({ id: z.string() })
  const body = json(z.object({ name: z.string().max(80), email: z.email() }))
  const routes = [
    { method: 'get', path: '/users' },
    { method: 'post', path: '/users', request: { body } },
    { method: 'get', path: '/users/{id}', request: { params } },
    { method: 'put', path: '/users/{id}', request: { params, body } },
    { method: 'delete', path: '/users/{id}', request: { params } },
  ]
  for (const route of routes) app.openapi(createRoute({ ...route, ...answer('users') }), text('users'))
}

function orders(app, createRoute, z) {
  const params = z.object({ order: z.string() })
  const body = json(z.object({ product: z.string(), count: z.number().int() }))
  const routes = [
    { method: 'get', path: '/orders' },
    { method: 'post', path: '/orders', request: { body } },
    { method: 'get', path: '/orders/{order}', request: { params } },
    { method: 'get', path: '/orders/{order}/lines', request: { params } },
    { method: 'patch', path: '/orders/{order}', request: { params, body } },
  ]
  for (const route of routes) app.openapi(createRoute({ ...route, ...answer('orders') }), text('orders'))
}

const text = (name) => (context) => context.text(name)

async function closed(server) {
  delete globalThis.kept
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

const definitions = ({ openAPIRegistry }) =>
  openAPIRegistry.definitions
    .filter(({ type }) => type === 'route')
    .map(({ route }) => `${route.method.toUpperCase()} ${route.path.replaceAll(/\/{(.+?)}/g, '/:$1')}`)
