/** Polka: apps in apps by reference, the first segment of a path says in which. */
export function scenarios(polka) {
  return { framework: 'polka', everything: () => everything(polka), clean: () => clean(polka) }
}

const answer = (text) => (_request, response) => response.end(text)
const asynchronous = (handler) => (request, response) => Promise.resolve(handler(request, response))

async function everything(polka) {
  const app = polka()
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
  app.get('/files/*', answer('files'))
  app.all('/all', answer('all'))
  app.get('/optional/:id?', answer('optional'))
  app.post('/chain', (_request, _response, next) => next(), answer('chain'))
  app.get('/twice', answer('first'))
  app.get('/twice', answer('second'))

  const leaf = polka()
  leaf.delete('/leaf/:id', answer('deleted'))
  const branch = polka().use('leaves', leaf)
  const tree = polka().get('/', answer('tree')).use('branch', branch)
  app.use('/tree', tree)
  const versions = polka().get('/items/:id', answer('item'))
  for (const version of ['/v1', '/v2', '/v3']) app.use(version, versions)

  globalThis.kept = { app, leaf, branch, tree, versions }
  await listening(app)
  app.patch('/late', answer('late'))
  versions.get('/late', answer('late'))

  const prefixes = [
    [app, ''],
    [tree, '/tree'],
    [branch, '/tree/branch'],
    [leaf, '/tree/branch/leaves'],
    [versions, '(/v1|/v2|/v3)'],
  ]
  return {
    app,
    listed: prefixes.flatMap(([router, prefix]) => listedOf(router, prefix)),
    dead: [],
    shadowed: [],
    features: {
      parameters: 'GET /users/:id/posts/:post',
      wildcard: 'GET /files/*',
      all: 'ALL /all',
      constraints: { cannot: 'A route has a method and a pattern, and nothing else.' },
      nested: 'DELETE /tree/branch/leaves/leaf/:id',
      mounted: 'GET (/v1|/v2|/v3)/items/:id',
      twice: 'GET /twice',
      late: 'PATCH /late',
    },
    drop: () => closed(app),
  }
}

/** What an app dispatches to. A second registration replaces the functions of the first one. */
const listedOf = ({ handlers }, prefix) =>
  Object.entries(handlers).flatMap(([method, byPattern]) =>
    Object.keys(byPattern).map((pattern) => {
      const path = prefix !== '' && pattern === '/' ? '' : pattern
      return `${method === '*' ? 'ALL' : method} ${prefix}${path}`
    }),
  )

async function clean(polka) {
  const app = polka()
  app.use((_request, _response, next) => next())
  const [users, posts] = [resource(polka), resource(polka)]
  app.get('/health', answer('ok'))
  app.use('/users', users).use('/posts', posts)
  globalThis.kept = { app, users, posts }
  await listening(app)
  return {
    app,
    listed: [...listedOf(app, ''), ...listedOf(users, '/users'), ...listedOf(posts, '/posts')],
    drop: () => closed(app),
  }
}

function resource(polka) {
  const checked = (request, response, next) => (request.headers.authorization ? next() : response.end('no'))
  return polka()
    .get('/', answer('list'))
    .get(
      '/:id',
      asynchronous(async (_request, response) => response.end('one')),
    )
    .post('/', checked, answer('created'))
    .put('/:id', checked, answer('changed'))
    .delete('/:id', checked, answer('deleted'))
}

const listening = (app) => new Promise((resolve) => app.listen(0, '127.0.0.1', resolve))

async function closed({ server }) {
  delete globalThis.kept
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
