import { once } from 'node:events'

/**
 * Hono apps in each other behind @hono/node-server. `route()` copies the records of a sub-app into the app; an app's own
 * list is `routes`, and middleware is in it as a record of method ALL.
 *
 * `closesAtFirstRequest`: an app takes no routes after its first request.
 */
export const scenarios = (Hono, serve) => ({
  framework: 'hono',

  async everything() {
    const leaf = new Hono()
    leaf.get('/a', text('a')).post('/b/:id', text('b'))
    leaf.all('/every/*', text('every'))
    const feature = new Hono()
    feature.route('/quite-long-prefix', leaf)
    const guarded = new Hono()
    guarded.onError((_, context) => context.text('failed', 500))
    guarded.get('/guarded', text('guarded'))

    const app = new Hono()
    app.use('*', async (_, next) => next())
    for (const prefix of ['/v1', '/v2', '/v3']) app.route(prefix, feature)
    app.route('/guard', guarded)
    app.get('/users/:user/posts/:post{[0-9]+}', text('post'))
    const same = text('twice')
    app.get('/twice', same)
    app.get('/twice', same)
    app.get('/multi', async (_, next) => next(), text('multi'))
    app.on(['PUT', 'PATCH'], ['/one', '/two'], text('on'))
    app.basePath('/api').get('/x', text('x'))

    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
    await once(server, 'listening')
    app.get('/late', text('late'))
    const { port } = server.address()
    await fetch(`http://127.0.0.1:${port}/v1/quite-long-prefix/a`, { headers: { connection: 'close' } })
    globalThis.kept = { app, leaf, feature, guarded }

    return {
      app,
      listed: [app, leaf, feature, guarded].flatMap(records),
      dead: [leaf, feature].flatMap(records),
      // The copy is a function around the original's handler, so the original stays; its own path is not answered.
      shadowed: ['GET /twice', 'GET /guarded'],
      features: {
        parameters: 'GET /users/:user/posts/:post{[0-9]+}',
        wildcard: 'ALL /v1/quite-long-prefix/every/*',
        all: 'ALL /v3/quite-long-prefix/every/*',
        constraints: { cannot: 'It matches by method and path only.' },
        nested: 'GET /v1/quite-long-prefix/a',
        mounted: 'POST /v3/quite-long-prefix/b/:id',
        twice: 'GET /twice',
        late: 'GET /late',
      },
      drop: () => closed(server),
    }
  },

  /** Sub-apps that are made in a function and kept by nobody, so that their originals are garbage. */
  async clean() {
    const app = new Hono()
    app.use('*', async (_, next) => next())
    app.get('/health', text('health'))
    app.route('/users', users(Hono)).route('/orders', orders(Hono))
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
    await once(server, 'listening')
    globalThis.kept = { app }
    return { app, listed: records(app), drop: () => closed(server) }
  },
})

const users = (Hono) =>
  new Hono()
    .get('/', text('users'))
    .post('/', valid, text('new user'))
    .get('/:id', text('user'))
    .put('/:id', valid, text('change'))
    .delete('/:id', text('remove'))

const orders = (Hono) =>
  new Hono()
    .get('/', text('orders'))
    .post('/', valid, text('new order'))
    .get('/:id', text('order'))
    .patch('/:id', valid, text('change'))
    .get('/:id/lines/:line', text('line'))

async function valid(context, next) {
  if (!context.req.header('content-type')?.includes('json')) return context.text('JSON only', 415)
  await next()
}

const text = (name) => (context) => context.text(name)

async function closed(server) {
  delete globalThis.kept
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

const records = ({ routes }) => routes.map(({ method, path }) => `${method} ${path}`)
