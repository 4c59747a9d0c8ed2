/** Restify: one server, one table of routes, chains of functions. */
export function scenarios(restify) {
  return { framework: 'restify', everything: () => everything(restify), clean: () => clean(restify) }
}

const answer = (body) => (_request, response, next) => {
  response.send(body)
  next()
}

async function everything(restify) {
  const server = restify.createServer({ name: 'everything' })
  server.pre(restify.plugins.pre.sanitizePath())
  server.use(restify.plugins.queryParser())
  server.get('/', answer('root'))
  server.get('/users/:id/posts/:post', answer('post'))
  server.get('/digits/:id(^\\d+$)', answer('digits'))
  server.get('/files/*', answer('files'))
  server.get('/optional/:id?', answer('optional'))
  server.post({ name: 'named', path: '/users', extra: { audit: true } }, answer('first'), [
    answer('second'),
    async (_request, response) => response.send('third'),
  ])
  server.del('/users/:id', answer('deleted').bind(null))
  server.opts('/users', answer('options'))
  server.put('/gone', answer('gone'))
  server.rm('putgone')
  globalThis.kept = { server }
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  await (await fetch(`http://127.0.0.1:${server.address().port}/users/1/posts/2`)).text()
  server.patch('/late/:id', answer('late'))

  return {
    app: server,
    listed: listed(server),
    dead: [],
    shadowed: [],
    features: {
      parameters: 'GET /users/:id/posts/:post',
      wildcard: 'GET /files/*',
      all: { cannot: 'A route is registered for one method.' },
      constraints: { cannot: 'The constraints of find-my-way cannot be given.' },
      nested: { cannot: 'There are no routers to put into each other.' },
      mounted: { cannot: 'There are no routers to put into each other.' },
      twice: { cannot: 'find-my-way refuses a route that it has.' },
      late: 'PATCH /late/:id',
    },
    drop: () => closed(server),
  }
}

/** Of an optional parameter the router makes two routes. */
const listed = (server) =>
  Object.values(server.router.getRoutes()).flatMap(({ method, path }) =>
    path.endsWith('?')
      ? [`${method} ${path.slice(0, -1)}`, `${method} ${path.replace(/\/:\w+\?$/, '')}`]
      : [`${method} ${path}`],
  )

async function clean(restify) {
  const server = restify.createServer({ name: 'clean' })
  server.use(restify.plugins.acceptParser(server.acceptable))
  server.use(restify.plugins.queryParser())
  server.use(restify.plugins.bodyParser())
  const checked = (request, response, next) => (request.headers.authorization ? next() : response.send(401))
  for (const name of ['users', 'posts', 'comments']) {
    server.get(`/${name}`, answer([]))
    server.get(`/${name}/:id`, answer({}))
    server.post(`/${name}`, checked, answer({}))
    server.put(`/${name}/:id`, checked, answer({}))
    server.del(`/${name}/:id`, checked, answer({}))
  }
  server.get('/health', async (_request, response) => response.send('ok'))
  globalThis.kept = { server }
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { app: server, listed: listed(server), drop: () => closed(server) }
}

async function closed(server) {
  delete globalThis.kept
  server.server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
