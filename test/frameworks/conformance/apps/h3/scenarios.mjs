import { once } from 'node:events'
import { createServer } from 'node:http'

/** Apps of h3 2, whose routes are in the public-by-convention list `~routes` of each. */
export function scenarios({
  H3,
  defineHandler,
  defineLazyEventHandler,
  defineValidatedHandler,
  toNodeHandler,
  withBase,
}) {
  const text = (name) => () => name
  const listedOf = (app, isMount = () => false, prefix = '') =>
    app['~routes']
      .filter((route) => !isMount(route))
      .map(({ method, route }) => `${method || 'ALL'} ${prefix}${prefix !== '' && route === '/' ? '' : route}`)

  async function listen(app) {
    const server = createServer(toNodeHandler(app)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return server
  }

  async function everything() {
    const leaf = new H3().get('/leaf', text('leaf')).get('/leaf/:id', text('one'))
    const branch = new H3().get('/branch', text('branch')).mount('/c', leaf)
    const trunk = new H3().mount('/b', branch)

    const items = new H3()
      .use((_event, next) => next())
      .get('/items', text('items'))
      .post('/items', defineHandler({ middleware: [(_event, next) => next()], handler: text('created') }))
    const inner = new H3().get('/inner', text('inner'))
    const other = new H3().get('/other', text('other'))
    const same = text('twice')

    const app = new H3()
      .use((_event, next) => next())
      .use('/items/**', (_event, next) => next())
      .get('/users/:id', text('user'))
      .get('/files/**:path', text('file'))
      .get('/one/*', text('segment'))
      .all('/every', text('every'))
      .get(
        '/lazy',
        defineLazyEventHandler(async () => text('lazy')),
      )
      .post('/valid', defineValidatedHandler({ validate: { body: standard }, handler: text('valid') }))
      .get('/guarded', text('guarded'), { middleware: [(_event, next) => next()] })
      .get('/twice', same)
      .get('/twice', same)
      .mount('/a', trunk)
      .mount('/v1', items)
      .mount('/v2', items)
      .mount('/v3', items)
      .mount('/by-reference', inner.fetch)
      .mount('/fetch', async () => new Response('fetch'))
      .all('/based/**', withBase('/based', other))
    const server = await listen(app)
    const { port } = server.address()
    const first = await fetch(`http://127.0.0.1:${port}/lazy`, { headers: { connection: 'close' } })
    if ((await first.text()) !== 'lazy') throw new Error('The lazy handler did not answer.')
    app.get('/late', text('late'))

    globalThis.kept = { app, leaf, branch, trunk, items, inner, other, server }
    const isMount = ({ route }) => ['/by-reference/**', '/fetch/**', '/based/**'].includes(route)
    return {
      app,
      listed: [
        ...listedOf(app, isMount),
        ...[leaf, branch, trunk, items].flatMap((sub) => listedOf(sub)),
        ...listedOf(inner, isMount, '/by-reference'),
        ...listedOf(other, isMount, '/based'),
      ],
      // An app with middleware of its own is still held by the app that it was mounted into.
      dead: [leaf, branch, trunk].flatMap((sub) => listedOf(sub)),
      shadowed: ['GET /twice', ...listedOf(items)],
      features: {
        parameters: 'GET /users/:id',
        wildcard: 'GET /files/**:path',
        all: 'ALL /every',
        constraints: { cannot: 'Routes of h3 match method and path only.' },
        nested: 'GET /a/b/c/leaf/:id',
        mounted: 'POST /v3/items',
        twice: 'GET /twice',
        late: 'GET /late',
      },
      drop: () => forget(server),
    }
  }

  async function clean() {
    const users = () =>
      new H3()
        .get('/', text('users'))
        .get('/:id', text('user'))
        .post('/', defineValidatedHandler({ validate: { body: standard }, handler: text('created') }))
        .delete('/:id', text('gone'))
    const posts = new H3()
      .get('/', text('posts'))
      .get('/:id', text('post'))
      .get('/:id/comments', text('comments'))
      .put('/:id', defineValidatedHandler({ validate: { body: standard }, handler: text('changed') }))
    const app = new H3()
      .use((_event, next) => next())
      .get('/health', text('ok'))
      .mount('/users', users())
      .mount('/posts', posts.fetch)
    const server = await listen(app)
    globalThis.kept = { app, posts, server }
    const isMount = ({ route }) => route === '/posts/**'
    return {
      app,
      listed: [...listedOf(app, isMount), ...listedOf(posts, isMount, '/posts')],
      drop: () => forget(server),
    }
  }

  return { framework: 'h3', everything, clean }
}

/** A schema of the common interface that h3 takes. */
const standard = { '~standard': { version: 1, vendor: 'own', validate: (value) => ({ value }) } }

function forget(server) {
  server.close()
  delete globalThis.kept
}
