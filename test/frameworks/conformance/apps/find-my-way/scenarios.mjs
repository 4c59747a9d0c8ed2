import { once } from 'node:events'
import { createServer } from 'node:http'

/**
 * A find-my-way router behind an http server. Its own list is `routes`. A router cannot be put into another one, and a
 * handler that asks a second router is how people nest them.
 */
export const scenarios = (findMyWay) => ({
  framework: 'find-my-way',
  probe: { cannot: 'It calls nobody and has no diagnostics channel; whoever uses it has a framework around it.' },

  async everything() {
    const router = findMyWay({ defaultRoute: notFound })
    router.on('GET', '/users/:user/posts/:post', handler('post'))
    router.on(['PUT', 'PATCH'], '/users/:user(^\\d+$)', handler('user'))
    router.on('GET', '/files/*', handler('files'))
    router.on('GET', '/hosted', { constraints: { host: 'a.example' } }, handler('a'))
    router.on('GET', '/hosted', { constraints: { host: /^b/, version: '1.2.0' } }, handler('b'))
    router.all('/every', handler('every'))
    const inner = findMyWay({ defaultRoute: notFound })
    inner.on('GET', '/inner/a', handler('a'))
    router.on('GET', '/inner/*', (request, response) => inner.lookup(request, response))
    for (const prefix of ['/v1', '/v2', '/v3']) router.on('GET', `${prefix}/a`, handler('a'))
    router.on('GET', '/gone', handler('gone'))
    router.off('GET', '/gone')

    const server = createServer((request, response) => router.lookup(request, response))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    router.on('GET', '/late', handler('late'))
    globalThis.kept = { router }
    return {
      app: router,
      listed: [router, inner].flatMap(({ routes }) => textsOf(routes)),
      dead: [],
      shadowed: [],
      features: {
        parameters: 'GET /users/:user/posts/:post',
        wildcard: 'GET /files/*',
        all: 'PROPFIND /every',
        constraints: 'GET /hosted host:/^b/ version:1.2.0',
        nested: { cannot: 'A router cannot be put into another one.' },
        mounted: { cannot: 'A router cannot be put into another one.' },
        twice: { cannot: 'It throws where the method, path and constraints are there already.' },
        late: 'GET /late',
      },
      drop: () => closed(server),
    }
  },

  /** Two modules that add their routes to the one router. */
  async clean() {
    const router = findMyWay({ defaultRoute: notFound })
    users(router)
    orders(router)
    router.on('GET', '/health', handler('health'))
    const server = createServer((request, response) => router.lookup(request, response))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    globalThis.kept = { router }
    return { app: router, listed: textsOf(router.routes), drop: () => closed(server) }
  },
})

function users(router) {
  router.on('GET', '/users', handler('users'))
  router.on('POST', '/users', handler('new user'))
  for (const method of ['GET', 'PUT', 'DELETE']) router.on(method, '/users/:id', handler(method))
}

function orders(router) {
  router.on('GET', '/orders', handler('orders'))
  router.on('POST', '/orders', handler('new order'))
  for (const method of ['GET', 'PATCH', 'DELETE']) router.on(method, '/orders/:id', handler(method))
  router.on('GET', '/orders/:id/lines/:line', handler('line'))
}

const handler = (name) => (_, response) => {
  response.end(name)
}

function notFound(_, response) {
  response.statusCode = 404
  response.end()
}

async function closed(server) {
  delete globalThis.kept
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

const textsOf = (routes) => routes.map(({ method, path, opts }) => `${method} ${path} ${constraints(opts)}`.trim())

const constraints = ({ constraints = {} }) =>
  Object.entries(constraints)
    .map(([name, value]) => `${name}:${value}`)
    .sort()
    .join(' ')
