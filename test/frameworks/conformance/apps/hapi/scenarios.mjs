/**
 * hapi: plugins share one table of routes; nothing is copied when they are registered. The framework's own list is
 * `server.table()`.
 */
export function scenarios({ hapi, joi }) {
  const framework = 'hapi'

  /** `METHOD path constraints` of every route, once each: the table lists a route for two hosts twice. */
  const listOf = (server) =>
    [...new Set(server.table())].map(({ method, path, settings }) => {
      const host = settings.vhost === undefined ? '' : `host:${[].concat(settings.vhost).join(',')}`
      return `${method === '*' ? 'ALL' : method.toUpperCase()} ${path} ${host}`.trim()
    })

  async function everything() {
    const server = hapi.server({ port: 0, host: '127.0.0.1' })
    const user = (request) => request.params
    server.route([
      { method: 'GET', path: '/users/{id}', handler: user },
      { method: 'GET', path: '/files/{path*2}', handler: () => 'file' },
      { method: 'GET', path: '/static/{path*}', handler: () => 'static' },
      { method: ['PUT', 'PATCH'], path: '/users/{id?}', handler: user },
      { method: '*', path: '/any', handler: () => 'any' },
      { method: 'GET', path: '/hosted', vhost: 'a.example', handler: () => 'a' },
      { method: 'GET', path: '/hosted', vhost: ['b.example', 'c.example'], handler: () => 'b' },
      {
        method: 'POST',
        path: '/prepared',
        options: {
          id: 'prepared',
          cors: true,
          pre: [[{ method: () => 1, assign: 'one' }], () => 2],
          handler: (request) => request.pre.one,
        },
      },
    ])

    const inner = { name: 'inner', register: (scope) => scope.route({ method: 'GET', path: '/c', handler: () => 'c' }) }
    const middle = {
      name: 'middle',
      register: async (scope) => {
        scope.route({ method: 'GET', path: '/b', handler: () => 'b' })
        await scope.register(inner, { routes: { prefix: '/three' } })
      },
    }
    const outer = {
      name: 'outer',
      register: async (scope) => {
        scope.route({ method: 'GET', path: '/', handler: () => 'a' })
        await scope.register(middle, { routes: { prefix: '/two' } })
      },
    }
    await server.register(outer, { routes: { prefix: '/one' } })

    const items = { method: 'GET', path: '/items/{id}', handler: () => 'item' }
    const mounted = { name: 'mounted', multiple: true, register: (scope) => scope.route(items) }
    for (const prefix of ['/v1', '/v2', '/v3']) await server.register(mounted, { routes: { prefix } })

    globalThis.kept = { server, outer, mounted, items }
    await server.start()
    server.route({ method: 'GET', path: '/late', handler: () => 'late' })

    return {
      app: server,
      listed: listOf(server),
      dead: [],
      shadowed: [],
      features: {
        parameters: 'GET /users/{id}',
        wildcard: 'GET /static/{path*}',
        all: 'ALL /any',
        constraints: 'GET /hosted host:b.example,c.example',
        nested: 'GET /one/two/three/c',
        mounted: 'GET /v3/items/{id}',
        twice: { cannot: 'hapi refuses a second route of the same method and path.' },
        late: 'GET /late',
      },
      drop: () => drop(server),
    }
  }

  async function clean() {
    const server = hapi.server({ port: 0, host: '127.0.0.1' })
    const rules = validation()
    await server.register({ name: 'users', register: (scope) => users(scope, rules) }, { routes: { prefix: '/users' } })
    await server.register(
      { name: 'orders', register: (scope) => orders(scope, rules) },
      { routes: { prefix: '/orders' } },
    )
    server.route({ method: 'GET', path: '/health', handler: () => ({ ok: true }) })
    await server.start()
    globalThis.kept = { server }
    return { app: server, listed: listOf(server), drop: () => drop(server) }
  }

  /** Rules as the app's author would write them once: Joi where there is one, else functions. */
  function validation() {
    if (joi === undefined) {
      const record = (value) => value
      return { id: record, user: record, order: record, page: record }
    }
    return {
      id: joi.object({ id: joi.number().integer().required() }),
      user: joi.object({ name: joi.string().max(80).required(), email: joi.string().email() }),
      order: joi.object({ product: joi.string().required(), count: joi.number().integer().min(1) }),
      page: joi.object({ page: joi.number().integer().default(1), size: joi.number().integer().max(100) }),
    }
  }

  function users(scope, rules) {
    const store = new Map()
    scope.route([
      { method: 'GET', path: '/', options: { validate: { query: rules.page }, handler: () => [...store.values()] } },
      {
        method: 'POST',
        path: '/',
        options: { validate: { payload: rules.user }, handler: (request) => request.payload },
      },
      { method: 'GET', path: '/{id}', options: { validate: { params: rules.id }, handler: find } },
      { method: 'PUT', path: '/{id}', options: { validate: { params: rules.id, payload: rules.user }, handler: find } },
      { method: 'DELETE', path: '/{id}', options: { validate: { params: rules.id }, handler: find } },
      { method: 'GET', path: '/{id}/orders', options: { validate: { params: rules.id }, handler: find } },
    ])
    function find(request) {
      return store.get(request.params.id) ?? null
    }
  }

  function orders(scope, rules) {
    const store = new Map()
    const find = (request) => store.get(request.params.id) ?? null
    scope.route([
      { method: 'GET', path: '/', options: { validate: { query: rules.page }, handler: () => [...store.values()] } },
      {
        method: 'POST',
        path: '/',
        options: { validate: { payload: rules.order }, handler: (request) => request.payload },
      },
      { method: 'GET', path: '/{id}', options: { validate: { params: rules.id }, handler: find } },
      { method: 'DELETE', path: '/{id}', options: { validate: { params: rules.id }, handler: find } },
    ])
  }

  async function drop(server) {
    delete globalThis.kept
    await server.stop({ timeout: 0 })
  }

  return { framework, everything, clean }
}
