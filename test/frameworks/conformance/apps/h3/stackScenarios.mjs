import { once } from 'node:events'
import { createServer } from 'node:http'

/**
 * Apps of h3 1. Its routers keep their routes in a table that nobody can ask, and the layers of an app are the list
 * `app.stack`; so what a router has is noted down while it is filled, with the prefix that it will be mounted under.
 */
export function scenarios({ createApp, createRouter, eventHandler, lazyEventHandler, toNodeListener, useBase }) {
  const text = (name) => eventHandler(() => name)

  function noted(prefix = '') {
    const router = createRouter()
    const listed = new Set()
    return {
      router,
      listed,
      add(path, handler, method = 'all') {
        router.use(path, handler, method)
        for (const one of [method].flat())
          listed.add(`${one.toUpperCase()} ${prefix}${prefix !== '' && path === '/' ? '' : path}`)
        return this
      },
    }
  }

  async function listen(app) {
    const server = createServer(toNodeListener(app)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return server
  }

  async function everything() {
    const leaf = noted('/a/b/c').add('/leaf', text('leaf'), 'get').add('/leaf/:id', text('one'), ['get', 'put'])
    const branch = noted('/a/b').add('/branch', text('branch'), 'get')
    branch.router.use('/c/**', useBase('/c', leaf.router.handler))
    const trunk = createApp().use('/b', useBase('/b', branch.router.handler))

    const items = noted('(/v1|/v2|/v3)').add('/items', text('items'), 'get').add('/items', text('created'), 'post')
    const main = noted()
      .add('/users/:id', text('user'), 'get')
      .add('/files/**:path', text('file'), 'get')
      .add('/every', text('every'))
      .add(
        '/lazy',
        lazyEventHandler(async () => text('lazy')),
        'get',
      )
      .add(
        '/not-yet',
        lazyEventHandler(async () => text('later')),
        'get',
      )
      .add('/hooks', eventHandler({ onRequest: () => {}, handler: () => 'hooks' }), 'get')
      // The second replaces the first.
      .add('/twice', text(1), 'get')
      .add('/twice', text(2), 'get')
    for (const prefix of ['/v1', '/v2', '/v3']) main.router.use(`${prefix}/**`, useBase(prefix, items.router.handler))

    const app = createApp()
      .use(eventHandler(() => {}))
      .use('/layer', text('layer'))
      .use('/layer-with-slash/', text('slash'))
      .use('/lazy-layer', () => Promise.resolve(text('lazy layer')), { lazy: true })
      .use('/a', trunk)
      .use(main.router)
    const server = await listen(app)
    const { port } = server.address()
    const first = await fetch(`http://127.0.0.1:${port}/lazy`, { headers: { connection: 'close' } })
    if ((await first.text()) !== 'lazy') throw new Error('The lazy handler did not answer.')
    main.add('/late', text('late'), 'get')

    const routers = [leaf, branch, items, main]
    globalThis.kept = { app, trunk, routers: routers.map(({ router }) => router), server }
    const layers = app.stack.filter(({ route }) => route.includes('layer')).map(({ route }) => `ALL ${route}`)
    return {
      app,
      listed: [...layers, ...routers.flatMap(({ listed }) => [...listed])],
      dead: [],
      shadowed: [],
      features: {
        parameters: 'GET /users/:id',
        wildcard: 'GET /files/**:path',
        all: 'ALL /every',
        constraints: { cannot: 'A layer can have a match function, which has no text.' },
        nested: 'PUT /a/b/c/leaf/:id',
        mounted: 'POST (/v1|/v2|/v3)/items',
        twice: 'GET /twice',
        late: 'GET /late',
      },
      drop: () => forget(server),
    }
  }

  async function clean() {
    const users = noted('/users')
      .add('/', text('users'), 'get')
      .add('/:id', text('user'), 'get')
      .add('/', text('created'), 'post')
      .add('/:id', text('gone'), 'delete')
    const posts = noted()
      .add('/posts', text('posts'), 'get')
      .add('/posts/:id', text('post'), 'get')
      .add(
        '/posts/:id/comments',
        lazyEventHandler(async () => text('comments')),
        'get',
      )
      .add('/posts/:id', text('changed'), 'put')
      .add('/health', text('ok'), 'get')
    posts.router.use('/users/**', useBase('/users', users.router.handler))
    const app = createApp().use(posts.router)
    const server = await listen(app)
    globalThis.kept = { app, server }
    return { app, listed: [users, posts].flatMap(({ listed }) => [...listed]), drop: () => forget(server) }
  }

  const probe = { cannot: 'Apps and routers of h3 1 are closures that nothing can be put around.' }
  return { framework: 'h3', probe, everything, clean }
}

function forget(server) {
  server.close()
  delete globalThis.kept
}
