import { once } from 'node:events'

/**
 * Nested Koa routers. `use()` copies the layers of a nested router, so what is left of it at module scope is dead. The
 * router's own list is its `stack`; each router has one, and there is no list of all of them.
 *
 * `allowedMethodsHolds`: the middleware of `allowedMethods()` holds its router (since @koa/router 15), so that the router
 * is behind the server, where its routes are never asked.
 */
export const scenarios = (Koa, Router, { wildcard, allowedMethodsHolds }) => ({
  framework: 'koa-router',

  async everything() {
    const leaf = new Router()
    leaf.get('/a', handler('a')).post('/b/:id', async (_, next) => next(), handler('b'))
    leaf.all('/every', handler('every'))
    leaf.register('/two', ['get', 'post'], handler('two'))
    const feature = new Router({ prefix: '/feature' })
    feature.use(async (_, next) => next())
    feature.use('/leaf', leaf.routes())

    const root = new Router()
    for (const prefix of ['/v1', '/v2', '/v3']) root.use(prefix, feature.routes(), feature.allowedMethods())
    root.get(`/files/${wildcard}`, handler('files'))
    root.get('/users/:user/posts/:post', handler('post'))
    const same = handler('twice')
    root.get('/twice', same)
    root.get('/twice', same)
    const hosted = new Router({ host: 'example.org' })
    hosted.del('/h', handler('h'))

    const app = new Koa()
    app.use(root.routes()).use(root.allowedMethods()).use(hosted.routes())
    globalThis.kept = { app, root, feature, leaf, hosted }
    const server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    root.get('/late', handler('late'))

    const hostedRoutes = layers(hosted).map((text) => `${text} host:example.org`)
    return {
      app,
      listed: [...[leaf, feature, root].flatMap(layers), ...hostedRoutes],
      dead: [...layers(leaf), ...(allowedMethodsHolds ? [] : layers(feature))],
      shadowed: ['GET /twice', ...(allowedMethodsHolds ? layers(feature) : [])],
      features: {
        parameters: 'GET /users/:user/posts/:post',
        wildcard: `GET /files/${wildcard}`,
        all: 'ALL /v1/feature/leaf/every',
        constraints: 'DELETE /h host:example.org',
        nested: 'GET /v1/feature/leaf/a',
        mounted: 'POST /v3/feature/leaf/b/:id',
        twice: 'GET /twice',
        late: 'GET /late',
      },
      drop: () => closed(server),
    }
  },

  /** Routers that are made in a function and kept by nobody, so that their originals are garbage. */
  async clean() {
    const app = new Koa()
    const root = new Router({ prefix: '/api' })
    root.use('/users', users(Router).routes()).use('/orders', orders(Router).routes())
    root.get('/health', handler('health'))
    app.use(async (_, next) => next())
    app.use(root.routes()).use(root.allowedMethods())
    globalThis.kept = { app }
    const server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return { app, listed: layers(root), drop: () => closed(server) }
  },
})

function users(Router) {
  const router = new Router()
  router.use(async (_, next) => next())
  router.get('/', handler('users')).post('/', handler('new user'))
  router.get('/:id', handler('user')).put('/:id', handler('change')).delete('/:id', handler('remove'))
  return router
}

function orders(Router) {
  const router = new Router()
  router.get('/', handler('orders')).post('/', valid, handler('new order'))
  router.get('/:id', handler('order')).patch('/:id', valid, handler('change')).get('/:id/lines', handler('lines'))
  return router
}

const valid = async (context, next) => (context.is('json') ? next() : context.throw(415))

const handler = (name) => (context) => {
  context.body = name
}

async function closed(server) {
  delete globalThis.kept
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

/** The routes of one router, as its stack has them; middleware is left out. */
const layers = ({ stack }) =>
  stack.filter(({ methods }) => methods.length > 0).map((layer) => `${methodOf(layer)} ${layer.path}`)

function methodOf({ methods }) {
  return methods.length > 10 ? 'ALL' : methods.filter((name) => name !== 'HEAD').join('|')
}
