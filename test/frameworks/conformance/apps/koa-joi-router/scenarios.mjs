import { once } from 'node:events'

/**
 * koa-joi-router: a shell around a router of @koa/router 10, whose layers are the routes. Mounting copies the layers of a
 * nested router, so what is left of it at module scope is dead. The list of a router is the `stack` of its inner one.
 */
export const scenarios = (Koa, createRouter) => ({
  framework: 'koa-router',

  async everything() {
    const { Joi } = createRouter
    const leaf = createRouter()
    leaf.get('/a', handler('a'))
    leaf.route({
      method: ['post', 'put'],
      path: '/b/:id',
      validate: { type: 'json', body: { name: Joi.string().required() }, params: { id: Joi.number() } },
      pre: async (_, next) => next(),
      handler: [async (_, next) => next(), handler('b')],
    })
    const feature = createRouter()
    feature.prefix('/feature')
    feature.use(async (_, next) => next())
    feature.use('/leaf', leaf.middleware())

    const root = createRouter()
    for (const prefix of ['/v1', '/v2', '/v3']) root.use(prefix, feature.middleware())
    root.get('/files/(.*)', { meta: { description: 'files' } }, handler('files'))
    root.get('/users/:user/posts/:post', handler('post'))
    const same = handler('twice')
    root.get('/twice', same)
    root.get('/twice', same)

    const app = new Koa()
    app.use(root.middleware())
    globalThis.kept = { app, root, feature, leaf }
    const server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    root.get('/late', handler('late'))

    return {
      app,
      listed: [leaf, feature, root].flatMap(layers),
      dead: [leaf, feature].flatMap(layers),
      shadowed: ['GET /twice'],
      features: {
        parameters: 'GET /users/:user/posts/:post',
        wildcard: 'GET /files/(.*)',
        all: { cannot: 'A spec lists its methods, and each gets a layer of its own.' },
        constraints: { cannot: 'A route is known by its method and path alone.' },
        nested: 'GET /v1/feature/leaf/a',
        mounted: 'PUT /v3/feature/leaf/b/:id',
        twice: 'GET /twice',
        late: 'GET /late',
      },
      drop: () => closed(server),
    }
  },

  /** Nothing is nested, and what validates is kept out of the clone that the router makes of each spec. */
  async clean() {
    const app = new Koa()
    const routers = [users(createRouter), orders(createRouter)]
    for (const router of routers) app.use(router.middleware())
    globalThis.kept = { app }
    const server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return { app, listed: routers.flatMap(layers), drop: () => closed(server) }
  },
})

/** A clone takes what can be enumerated. */
function validated(spec) {
  return Object.defineProperty(spec, 'validate', { value: spec.validate, enumerable: false })
}

function users(createRouter) {
  const { Joi } = createRouter
  const id = { id: Joi.number().integer() }
  const user = Joi.object({ name: Joi.string().max(80).required(), email: Joi.string().email() })
  const router = createRouter()
  router.prefix('/users')
  router.route([
    { method: 'get', path: '/', handler: handler('users') },
    validated({ method: 'post', path: '/', validate: { type: 'json', body: user }, handler: handler('new user') }),
    validated({ method: 'get', path: '/:id', validate: { params: id }, handler: handler('user') }),
    validated({ method: 'put', path: '/:id', validate: { type: 'json', body: user }, handler: handler('change') }),
    validated({ method: 'delete', path: '/:id', validate: { params: id }, handler: handler('remove') }),
  ])
  return router
}

function orders(createRouter) {
  const { Joi } = createRouter
  const order = Joi.object({ product: Joi.string().required(), count: Joi.number().integer().min(1) })
  const router = createRouter()
  router.prefix('/orders')
  router.get('/', handler('orders')).get('/:id', handler('order')).get('/:id/lines', handler('lines'))
  router.route([
    validated({ method: 'post', path: '/', validate: { type: 'json', body: order }, handler: handler('new order') }),
    validated({ method: 'patch', path: '/:id', validate: { type: 'json', body: order }, handler: handler('change') }),
  ])
  return router
}

const handler = (name) => (context) => {
  context.body = name
}

async function closed(server) {
  delete globalThis.kept
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

/** The routes of one router, as its stack has them; middleware is left out. GET answers HEAD too. */
const layers = ({ router }) =>
  router.stack
    .filter(({ methods }) => methods.length > 0)
    .map(({ methods, path }) => `${methods.filter((name) => name !== 'HEAD').join('|')} ${path}`)
