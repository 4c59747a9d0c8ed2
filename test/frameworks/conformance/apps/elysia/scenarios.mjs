import { once } from 'node:events'

/** Apps of Elysia on its node adapter. `app.routes` is the public list of an instance. */
export function scenarios({ Elysia, t, node }) {
  const text = (name) => () => name
  const listedOf = (instance) => instance.routes.map(({ method, path }) => `${method} ${path}`)

  async function listen(app) {
    const heard = () => ['beforeExit', 'SIGINT', 'SIGTERM'].map((event) => [event, process.listeners(event)])
    const { setInterval } = globalThis
    const timers = []
    globalThis.setInterval = (...args) => timers[timers.push(setInterval(...args)) - 1]
    const before = new Set(heard().flatMap(([, listeners]) => listeners))
    const server = await new Promise((resolve) => {
      app.listen({ port: 0, hostname: '127.0.0.1' }, ({ raw }) => resolve(raw.node.server))
    })
    if (!server.listening) await once(server, 'listening')
    globalThis.setInterval = setInterval
    // The adapter has the process hold the app until it exits, and a timer that nothing stops.
    const ofAdapter = heard().map(([event, listeners]) => [event, listeners.filter((one) => !before.has(one))])
    const close = () => {
      server.close()
      for (const [event, listeners] of ofAdapter) for (const one of listeners) process.off(event, one)
      for (const timer of timers) clearInterval(timer)
      delete globalThis.kept
    }
    return { server, close }
  }

  async function everything() {
    const leaf = new Elysia().get('/leaf', text('leaf')).get('/leaf/:id', text('one'))
    const branch = new Elysia({ prefix: '/c' }).use(leaf).get('/branch', text('branch'))
    const trunk = new Elysia({ prefix: '/b' }).use(branch)

    const body = t.Object({ name: t.String() })
    const items = new Elysia().get('/items', text('items')).post('/items', text('created'), { body })
    const guarded = new Elysia().get('/guarded', text('guarded'))
    const inner = new Elysia().get('/inner', text('inner'))

    const groups = []
    const into = (instance, plugin) => {
      groups.push(new WeakRef(instance))
      return instance.use(plugin)
    }
    const app = new Elysia({ adapter: node() })
      .get('/users/:id', text('user'), { params: t.Object({ id: t.Numeric() }) })
      .get('/files/*', text('file'))
      .get('/optional/:id?', text('optional'))
      .all('/every', text('every'))
      .get('/value', 'value')
      .route('PURGE', '/cache', text('purged'))
      // The second replaces the first.
      .get('/twice', text(1))
      .get('/twice', text(2))
      .group('/a', (group) => into(group, trunk))
      .group('/v1', (group) => into(group, items))
      .group('/v2', (group) => into(group, items))
      .group('/v3', (group) => into(group, items))
      .guard({ query: t.Object({ key: t.String() }) }, (group) => into(group, guarded))
      .mount('/mounted', inner)
    const { server, close } = await listen(app)
    const { port } = server.address()
    const first = await fetch(`http://127.0.0.1:${port}/users/1`, { headers: { connection: 'close' } })
    if ((await first.text()) !== 'user') throw new Error('The route did not answer.')
    app.get('/late/:id', text('late'))

    globalThis.kept = { app, leaf, branch, trunk, items, guarded, inner, server }
    // What group() and guard() put a plugin into is held by the plugin, the last one only.
    const [ofTrunk, , , ofItems, ofGuarded] = groups.map((group) => group.deref())
    const dead = [leaf, branch, trunk, items, guarded, ofTrunk, ofItems, ofGuarded].flatMap(listedOf)
    return {
      app,
      listed: [...listedOf(app).filter((route) => !route.includes(' /mounted')), ...dead, ...listedOf(inner)],
      dead,
      shadowed: [],
      features: {
        parameters: 'GET /users/:id',
        wildcard: 'GET /files/*',
        all: 'ALL /every',
        constraints: { cannot: 'Routes of Elysia match method and path only.' },
        nested: 'GET /a/b/c/leaf/:id',
        mounted: 'POST /v3/items',
        twice: 'GET /twice',
        late: 'GET /late/:id',
      },
      drop: close,
    }
  }

  async function clean() {
    const user = t.Object({ name: t.String(), age: t.Integer({ minimum: 0 }) })
    const id = t.Object({ id: t.Integer() })
    const users = (app) =>
      app.group('/users', (group) =>
        group
          .get('/', text('users'))
          .post('/', text('created'), { body: user })
          .get('/:id', text('user'), { params: id })
          .put('/:id', text('changed'), { params: id, body: user })
          .delete('/:id', text('gone'), { params: id }),
      )
    const posts = (app) =>
      app
        .get('/posts', text('posts'), { query: t.Object({ page: t.Optional(t.Integer()) }) })
        .get('/posts/:id', text('post'), { params: id })
        .get('/posts/:id/comments', text('comments'), { params: id })
        .post('/posts', text('posted'), { body: t.Object({ title: t.String() }) })
    const app = new Elysia({ adapter: node() })
      .onError(() => 'failed')
      .get('/health', 'ok')
      .use(users)
      .use(posts)
    const { server, close } = await listen(app)
    globalThis.kept = { app, server }
    return { app, listed: listedOf(app), drop: close }
  }

  return { framework: 'elysia', everything, clean }
}
