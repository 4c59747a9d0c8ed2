/**
 * Fastify with plugins in each other. Its own list of routes is the tree that `printRoutes` prints: what `onRoute` says
 * leaves out the second path of a route at the root of a prefixed plugin.
 */
export const scenarios = (fastify) => ({
  framework: 'fastify',

  async everything() {
    const app = fastify({ logger: false })
    app.addSchema({ $id: 'model', type: 'object', properties: { id: { type: 'integer' } } })
    app.addHook('preHandler', async () => {})
    for (const prefix of ['/v1', '/v2', '/v3']) app.register(items, { prefix })
    app.register(outer, { prefix: '/out' })
    app.get('/users/:user/posts/:post', handler('post'))
    app.get('/model', { schema: { response: { 200: { $ref: 'model#' }, 400: either } } }, handler('model'))
    app.put('/model', { schema: { body: { $ref: 'model#' } } }, handler('put'))
    app.all('/every', handler('every'))
    app.route({ method: ['GET', 'POST'], url: '/two', handler: handler('two') })
    app.get('/hosted', { constraints: { host: 'a.example' } }, handler('a'))
    app.get('/hosted', { constraints: { host: 'b.example', version: '1.2.0' } }, handler('b'))
    app.head('/explicit', handler('head'))
    app.get('/explicit', handler('get'))
    app.get('/no-head', { exposeHeadRoute: false }, handler('no head'))
    await app.listen({ port: 0, host: '127.0.0.1' })
    globalThis.kept = { app }
    return {
      app,
      listed: printed(app),
      dead: [],
      shadowed: [],
      features: {
        parameters: 'GET /users/:user/posts/:post',
        wildcard: 'GET /v1/*',
        all: 'OPTIONS /every',
        constraints: 'GET /hosted host:b.example version:1.2.0',
        nested: 'GET /out/in/deep/down',
        mounted: 'POST /v3/items',
        twice: { cannot: 'It throws where the method, path and constraints are there already.' },
        late: { cannot: 'It throws where a route is added after it listens.' },
      },
      drop: () => closed(app, fastify),
    }
  },

  /** Two plugins with schemas at module scope, each registered once; HEAD routes are off where validators are dear. */
  async clean() {
    const app = fastify({ logger: false, exposeHeadRoutes: false })
    app.addHook('onRequest', async () => {})
    app.register(users, { prefix: '/users' })
    app.register(orders, { prefix: '/orders' })
    app.get('/health', handler('health'))
    await app.listen({ port: 0, host: '127.0.0.1' })
    globalThis.kept = { app }
    return { app, listed: printed(app), drop: () => closed(app, fastify) }
  },
})

const handler = (name) => async () => ({ name })

/** Its schemas are literals, as they often are: each mount compiles them anew. */
async function items(scope) {
  scope.decorate('own', {})
  scope.get('/items/:id', { schema: { params: schema('id'), response: { 200: schema('name') } } }, handler('item'))
  scope.post(
    '/items',
    { schema: { body: schema('b'), headers: schema('h'), querystring: schema('q') } },
    handler('post'),
  )
  scope.get('/', handler('root'))
  // Not `/files/*`: the print leaves out what stands before a star.
  scope.get('/*', handler('files'))
}

const outer = async (scope) => scope.register(inner, { prefix: '/in' })
const inner = async (scope) => scope.register(innermost, { prefix: '/deep' })
const innermost = async (scope) => scope.get('/down', handler('down'))

const schema = (name) => ({ type: 'object', properties: { [name]: { type: 'string', minLength: 2 } } })
const either = { anyOf: [{ type: 'object', properties: { a: { type: 'string' } } }, { type: 'string' }] }

const byId = { type: 'object', required: ['id'], properties: { id: { type: 'integer', minimum: 1 } } }
const page = { type: 'object', properties: { page: { type: 'integer', minimum: 1 }, size: { type: 'integer' } } }
const user = {
  type: 'object',
  required: ['name', 'email'],
  properties: { name: { type: 'string', minLength: 1 }, email: { type: 'string', pattern: '^[^@]+@[^@]+$' } },
}
const order = {
  type: 'object',
  required: ['user', 'lines'],
  properties: { user: { type: 'integer' }, lines: { type: 'array', items: { type: 'string' }, minItems: 1 } },
}

/** At the root of a prefix an empty path: `/` would be registered with and without the slash. */
async function users(scope) {
  scope.get('', { schema: { querystring: page } }, handler('users'))
  scope.post('', { schema: { body: user, response: { 201: user } } }, handler('new user'))
  scope.get('/:id', { schema: { params: byId } }, handler('user'))
  scope.put('/:id', { schema: { params: byId, body: user } }, handler('change'))
  scope.delete('/:id', { schema: { params: byId } }, handler('remove'))
}

async function orders(scope) {
  scope.get('', { schema: { querystring: page } }, handler('orders'))
  scope.post('', { schema: { body: order, response: { 201: order } } }, handler('new order'))
  scope.get('/:id', { schema: { params: byId } }, handler('order'))
  scope.patch('/:id', { schema: { params: byId, body: order } }, handler('change'))
  scope.delete('/:id', { schema: { params: byId } }, handler('remove'))
}

/** Reads the printed tree: four characters a level, then the piece of the path, the methods and the constraints. */
function printed(app) {
  const path = []
  const lines = app.printRoutes({ commonPrefix: false }).split('\n')
  return lines.flatMap((line) => {
    const [, indent, piece, methods, json] = /^([│├└─ ]*)(.*?)(?: \(([^)]*)\))?(?: (\{.*\}))?$/.exec(line)
    const depth = indent.length / 4
    path.length = depth
    path[depth] = (path[depth - 1] ?? '') + piece
    const constraints = Object.entries(JSON.parse(json ?? '{}')).map(([name, value]) => `${name}:${value}`)
    return (methods?.split(', ') ?? []).map((method) => [method, path[depth], ...constraints.sort()].join(' '))
  })
}

/** The logger of Fastify 4 keeps the instance that was made last, so another one is made. */
async function closed(app, fastify) {
  delete globalThis.kept
  app.server.closeAllConnections()
  await app.close()
  await fastify().close()
}
