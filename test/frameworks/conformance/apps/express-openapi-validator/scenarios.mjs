import { once } from 'node:events'

/** An Express app with a document that every request is checked against. The routes are Express's. */
export function scenarios(express, OpenApiValidator) {
  return {
    framework: 'express',
    everything: () => everything(express, OpenApiValidator),
    clean: () => clean(express, OpenApiValidator),
  }
}

const answer = (body) => (_request, response) => response.json(body)
const user = { id: 1, name: 'a' }

function documentOf(names) {
  const item = { $ref: '#/components/schemas/Item' }
  const json = (schema) => ({ 'application/json': { schema } })
  const answers = (schema) => ({ 200: { description: 'fine', content: json(schema) } })
  const id = { name: 'itemId', in: 'path', required: true, schema: { type: 'integer' } }
  const limit = { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100 } }
  const paths = names.flatMap((name) => [
    [
      `/${name}`,
      {
        get: { parameters: [limit], responses: answers({ type: 'array', items: item }) },
        post: { requestBody: { required: true, content: json(item) }, responses: answers(item) },
      },
    ],
    [`/${name}/{itemId}`, { parameters: [id], get: { responses: answers(item) } }],
  ])
  return {
    openapi: '3.0.3',
    info: { title: 'items', version: '1' },
    servers: [{ url: '/v1' }],
    paths: Object.fromEntries(paths),
    components: {
      schemas: {
        Item: {
          type: 'object',
          required: ['name'],
          properties: { id: { type: 'integer' }, name: { type: 'string', minLength: 1 } },
        },
      },
    },
  }
}

async function built(express, OpenApiValidator, names, extra) {
  const app = express()
  app.use(express.json())
  app.use(OpenApiValidator.middleware({ apiSpec: documentOf(names), validateResponses: true, validateApiSpec: false }))
  const routers = names.map((name) => [name, resource(express)])
  for (const [name, router] of routers) app.use(`/v1/${name}`, router)
  extra(app)
  app.use((error, _request, response, _next) => response.status(error.status ?? 500).json({ message: error.message }))
  globalThis.kept = { app }
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const listed = () => [
    ...routesOf(app.router, ''),
    ...routers.flatMap(([name, router]) => routesOf(router, `/v1/${name}`)),
  ]
  return { app, server, listed }
}

/** Validators of an operation are compiled at its first request. */
async function requested(server, names) {
  const base = `http://127.0.0.1:${server.address().port}/v1`
  for (const name of names) {
    await fetched(`${base}/${name}?limit=1`)
    await fetched(`${base}/${name}/1`)
    await fetched(`${base}/${name}`, {
      method: 'POST',
      body: JSON.stringify(user),
      headers: { 'content-type': 'application/json' },
    })
  }
}

function resource(express) {
  const router = express.Router()
  router.get('/', answer([user]))
  router.get('/:id', answer(user))
  router.post('/', answer(user))
  return router
}

async function fetched(url, options) {
  const response = await fetch(url, options)
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  await response.text()
}

const routesOf = ({ stack }, prefix) =>
  stack.flatMap(({ route }) => {
    if (route === undefined) return []
    const methods = [...new Set(route.stack.map(({ method }) => method.toUpperCase()))]
    const path = route.path === '/' && prefix !== '' ? '' : route.path
    return (methods.length > 30 ? ['ALL'] : methods).map((method) => `${method} ${prefix}${path}`)
  })

async function everything(express, OpenApiValidator) {
  const again = answer('again')
  const names = ['users', 'posts', 'comments']
  const { app, server, listed } = await built(express, OpenApiValidator, names, (app) => {
    app.get('/unchecked/*path', answer('any'))
    app.all('/all', answer('all'))
    app.get('/twice', again)
    app.get('/twice', again)
  })
  await requested(server, names)
  app.get('/late', answer('late'))
  return {
    app,
    listed: listed(),
    dead: [],
    shadowed: ['GET /twice'],
    features: {
      parameters: 'GET /v1/users/:id',
      wildcard: 'GET /unchecked/*path',
      all: 'ALL /all',
      constraints: { cannot: 'A route of Express has a method and a path, and nothing else.' },
      nested: { cannot: 'Nothing is mounted but the routers of Express.' },
      mounted: 'POST /v1/posts',
      twice: 'GET /twice',
      late: 'GET /late',
    },
    drop: () => closed(server),
  }
}

/** As it is before the first request: then there is a validator of the body for every operation, most of them equal. */
/** The library itself may still hold a clone of the document: a small one is not worth mending. */
async function clean(express, OpenApiValidator) {
  const { app, server, listed } = await built(express, OpenApiValidator, ['users'], (app) => {
    app.get('/health', answer('ok'))
  })
  return { app, listed: listed(), drop: () => closed(server) }
}

async function closed(server) {
  delete globalThis.kept
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
