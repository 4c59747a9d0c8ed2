import { createServer } from 'node:http'

/**
 * Express and the router below it. `create` makes what listens, `Router` what is mounted in it, and `wildcard` is how
 * this version writes one.
 */
export function scenarios({ create, Router, wildcard }) {
  return {
    framework: 'express',
    everything: () => everything(create, Router, wildcard),
    clean: () => clean(create, Router),
  }
}

const answer = (text) => (_request, response) => response.end(text)
const asynchronous = (handler) => (request, response, next) =>
  Promise.resolve(handler(request, response, next)).catch(next)

async function everything(create, Router, wildcard) {
  const app = create()
  const prefixes = new Map([[app, '']])
  const mount = (parent, path, router, prefix = prefixes.get(parent) + path) => {
    parent.use(path, router)
    prefixes.set(router, prefix)
  }

  app.use((_request, _response, next) => next())
  app.get('/', answer('root'))
  app.get(
    '/users/:id/posts/:post',
    asynchronous(async (_request, response) => response.end('post')),
  )
  app.put(
    '/users/:id',
    asynchronous(async (_request, response) => response.end('put')),
  )
  app.get(wildcard, answer('files'))
  app.all('/all', answer('all'))
  app.get(/^\/pattern$/, answer('pattern'))
  app.get(['/one', '/other'], answer('either'))
  app.route('/several').get(answer('get')).post(answer('first').bind(null), answer('post'))
  const again = answer('again')
  app.get('/twice', again)
  app.get('/twice', again)

  const leaf = Router()
  leaf.get('/', answer('leaf'))
  leaf.all('/everything', answer('everything'))
  leaf.delete('/leaf/:id', answer('deleted'))
  const branch = Router({ mergeParams: true })
  const tree = Router()
  mount(app, '/tree/:tree', tree)
  mount(tree, '/branch', branch)
  mount(branch, '/leaves', leaf)

  const versions = Router()
  versions.get('/items/:id', answer('item'))
  for (const version of ['/v1', '/v2', '/v3']) app.use(version, versions)
  prefixes.set(versions, '(/v1|/v2|/v3)')

  const inner = create()
  inner.get('/status', answer('status'))
  mount(app, '/inner', inner)

  app.use((error, _request, response, _next) => response.end(String(error)))
  globalThis.kept = { app, leaf, branch, tree, versions }
  const server = await listening(app)
  await request(server, '/users/1/posts/2')
  app.get('/late', answer('late'))
  versions.get('/late', answer('late'))

  return {
    app,
    listed: [...prefixes].flatMap(([router, prefix]) => listedOf(router, prefix)),
    dead: [],
    shadowed: ['GET /twice'],
    features: {
      parameters: 'GET /users/:id/posts/:post',
      wildcard: `GET ${wildcard}`,
      all: 'ALL /all',
      constraints: { cannot: 'A route has a method and a path, and nothing else.' },
      nested: 'DELETE /tree/:tree/branch/leaves/leaf/:id',
      mounted: 'GET (/v1|/v2|/v3)/items/:id',
      twice: 'GET /twice',
      late: 'GET /late',
    },
    drop: () => closed(server),
  }
}

/** Routes of one router as its own stack has them. Mounted ones are listed by themselves, since they are there once. */
function listedOf(router, prefix) {
  const { stack } = router._router ?? (router.stack === undefined ? router.router : router)
  return stack.flatMap(({ route }) => {
    if (route === undefined) return []
    const methods = [...new Set(route.stack.map(({ method }) => method?.toUpperCase() ?? 'ALL'))]
    const path = route.path === '/' && prefix !== '' ? '' : pathText(route.path)
    return (methods.length > 30 ? ['ALL'] : methods).map((method) => `${method} ${prefix}${path}`)
  })
}

const pathText = (path) =>
  Array.isArray(path) ? `(${path.join('|')})` : path instanceof RegExp ? `/${path.source}/` : path

async function clean(create, Router) {
  const app = create()
  app.use((_request, _response, next) => next())
  const users = resource(Router, ['/', '/:id', '/:id/posts'])
  const posts = resource(Router, ['/', '/:id'])
  app.get('/health', answer('ok'))
  app.use('/users', users)
  app.use('/posts', posts)
  app.use((_request, response) => response.end('not found'))
  app.use((error, _request, response, _next) => response.end(String(error)))
  globalThis.kept = { app, users, posts }
  const server = await listening(app)
  return {
    app,
    listed: [...listedOf(app, ''), ...listedOf(users, '/users'), ...listedOf(posts, '/posts')],
    drop: () => closed(server),
  }
}

/** A module's router: reading is for all, writing is checked first. */
function resource(Router, paths) {
  const router = Router()
  const checked = (request, response, next) => (request.headers.authorization ? next() : response.end('no'))
  for (const path of paths)
    router.get(
      path,
      asynchronous(async (_request, response) => response.end(path)),
    )
  router.post('/', checked, answer('created'))
  router.put('/:id', checked, answer('changed'))
  router.delete('/:id', checked, answer('deleted'))
  return router
}

async function listening(app) {
  const server = createServer((request, response) => app(request, response, () => response.end()))
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

const request = async (server, path) => (await fetch(`http://127.0.0.1:${server.address().port}${path}`)).text()

async function closed(server) {
  delete globalThis.kept
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
