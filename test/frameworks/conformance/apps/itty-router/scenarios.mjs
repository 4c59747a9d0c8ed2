import { once } from 'node:events'
import { createServer } from 'node:http'

/**
 * Routers of itty-router in each other. They are mounted by reference, and each has its list, `routes`. The base of a
 * router is part of its paths, so one for several prefixes has to be made several times.
 */
export const scenarios = ({ AutoRouter, IttyRouter, Router }) => ({
  framework: 'itty-router',
  probe: { cannot: 'Its routers are made by functions that an ES module exports, with nothing in between to watch.' },

  async everything() {
    const app = AutoRouter()
    const three = Router({ base: '/one/two/three' }).get('/a', text('a')).post('/b/:id', checked, text('b'))
    const two = IttyRouter({ base: '/one/two' })
    two.get('/files/:path+', text('files')).all('/three/*', three.fetch)
    const one = Router({ base: '/one', before: [checked] }).all('/two/*', two.fetch)
    app.all('/one/*', one.fetch)
    const versions = ['/v1', '/v2', '/v3'].map((base) => items(Router, base))
    for (const [at, version] of versions.entries()) app.all(`/v${at + 1}/*`, version.fetch)
    app.all('/every/*', text('every'))
    app.get('/users/:user/posts/:post?', text('post'))
    const same = text('twice')
    app.get('/twice', same)
    app.get('/twice', same)

    const server = await serving(app)
    app.get('/late', text('late'))
    globalThis.kept = { app }

    return {
      app,
      listed: [app, one, two, three, ...versions].flatMap(routes),
      dead: [],
      shadowed: ['GET /twice'],
      features: {
        parameters: 'GET /users/:user/posts/:post?',
        wildcard: 'GET /one/two/files/:path+',
        all: 'ALL /every/*',
        constraints: { cannot: 'It matches by method and path only.' },
        nested: 'POST /one/two/three/b/:id',
        mounted: 'GET /v3/items/:id',
        twice: 'GET /twice',
        late: 'GET /late',
      },
      drop: () => closed(server),
    }
  },

  async clean() {
    const app = AutoRouter()
    const parts = [items(Router, ''), users(Router)]
    app.get('/health', text('health')).all('/users/*', parts[1].fetch).all('*', parts[0].fetch)
    const server = await serving(app)
    globalThis.kept = { app }
    return { app, listed: [app, ...parts].flatMap(routes), drop: () => closed(server) }
  },
})

const items = (Router, base) =>
  Router({ base })
    .get('/items', text('items'))
    .post('/items', checked, text('new item'))
    .get('/items/:id', text('item'))
    .put('/items/:id', checked, text('change'))
    .delete('/items/:id', text('remove'))

const users = (Router) =>
  Router({ base: '/users' })
    .get('/', text('users'))
    .post('/', checked, text('new user'))
    .get('/:id', text('user'))
    .patch('/:id', checked, text('change'))
    .get('/:id/posts', text('posts'))

const text = (name) => () => new Response(name)

function checked({ headers }) {
  if (headers.get('content-length') === '0') return new Response('empty', { status: 400 })
}

async function serving(app) {
  const server = createServer(async ({ method, url, headers }, response) => {
    const answer = await app.fetch(new Request(new URL(url, 'http://localhost'), { method, headers }))
    response.writeHead(answer?.status ?? 404).end(await answer?.text())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function closed(server) {
  delete globalThis.kept
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

/** What is mounted passes on and is left out: its handler is the `fetch` of a router. */
const routes = ({ routes }) =>
  routes.filter(([, , handlers]) => handlers[0].name !== 'fetch').map(([method, , , path]) => `${method} ${path}`)
