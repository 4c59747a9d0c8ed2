import { once } from 'node:events'
import http from 'node:http'

export function scenarios({ createExpressEndpoints, express, initContract, initServer, z }) {
  const c = initContract()
  const s = initServer()
  const options = { logInitialization: false }
  const User = z.object({ id: z.string(), name: z.string().min(1) })
  const NotFound = z.object({ message: z.string() })

  const userRoutes = () =>
    c.router({
      list: { method: 'GET', path: '/users', responses: { 200: User.array() } },
      show: {
        method: 'GET',
        path: '/users/:id',
        pathParams: z.object({ id: z.string() }),
        responses: { 200: User, 404: NotFound },
      },
      create: { method: 'POST', path: '/users', body: User.omit({ id: true }), responses: { 201: User } },
      remove: { method: 'DELETE', path: '/users/:id', body: c.type(), responses: { 204: c.noBody() } },
    })

  const users = {
    list: async () => ({ status: 200, body: [] }),
    show: async ({ params }) => ({ status: 200, body: { id: params.id, name: 'a' } }),
    create: {
      middleware: [(_request, _response, next) => next()],
      handler: async ({ body }) => ({ status: 201, body: { id: '1', ...body } }),
    },
    remove: async () => ({ status: 204, body: undefined }),
  }

  return {
    framework: 'ts-rest',
    probe: { cannot: 'contracts and endpoints are made by functions that no class carries' },

    async everything() {
      const app = express()
      app.use(express.json())
      const userContract = userRoutes()
      const reports = c.router({
        list: { method: 'GET', path: '/reports', query: z.object({ page: z.string() }), responses: { 200: z.any() } },
      })
      const feature = c.router({ reports }, { pathPrefix: '/feature' })
      const admin = c.router({ feature }, { pathPrefix: '/admin' })
      const v1 = c.router({ users: userContract }, { pathPrefix: '/v1' })
      const v2 = c.router({ users: userContract }, { pathPrefix: '/v2' })
      const v3 = c.router({ users: userContract }, { pathPrefix: '/v3' })
      const files = c.router({
        file: { method: 'GET', path: '/files/*', responses: { 200: z.any() } },
        again: { method: 'GET', path: '/again', responses: { 200: z.any() } },
      })
      // Another service's: nobody here answers it.
      const elsewhere = c.router({ ping: { method: 'GET', path: '/ping', responses: { 200: NotFound } } })
      const again = async () => ({ status: 200, body: null })
      const implemented = {
        files: { file: again, again },
        reports: { feature: { reports: { list: async () => ({ status: 200, body: [] }) } } },
      }
      for (const contract of [v1, v2, v3]) createExpressEndpoints(contract, s.router(contract, { users }), app, options)
      createExpressEndpoints(files, s.router(files, implemented.files), app, options)
      createExpressEndpoints(files, s.router(files, implemented.files), app, options)
      const { server, close } = await listening(app)
      createExpressEndpoints(admin, s.router(admin, implemented.reports), app, options)
      globalThis.kept = {
        app,
        server,
        userContract,
        reports,
        feature,
        admin,
        v1,
        v2,
        v3,
        files,
        elsewhere,
        implemented,
      }

      const live = [v1.users, v2.users, v3.users, files, files, admin.feature.reports].flatMap(textsOf)
      const dead = [userContract, reports, feature.reports].flatMap(textsOf)
      return {
        listed: [...live, ...dead],
        dead,
        shadowed: textsOf(files),
        features: {
          parameters: 'GET /v2/users/:id',
          wildcard: 'GET /files/*',
          all: { cannot: 'a route of a contract has one method' },
          constraints: { cannot: 'a contract knows no host and no version' },
          nested: 'GET /admin/feature/reports',
          mounted: 'POST /v3/users',
          twice: 'GET /again',
          late: 'GET /admin/feature/reports',
        },
        app,
        drop: close,
      }
    },

    async clean() {
      const app = express()
      app.use(express.json())
      const contract = c.router({ v1: userRoutes() }, { pathPrefix: '/v1' })
      createExpressEndpoints(contract, s.router(contract, { v1: users }), app, options)
      const { server, close } = await listening(app)
      globalThis.kept = { app, server, contract }
      return { listed: textsOf(contract.v1), app, drop: close }
    },
  }
}

const textsOf = (contract) => Object.values(contract).map(({ method, path }) => `${method} ${path}`)

async function listening(app) {
  const server = http.createServer(app)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    delete globalThis.kept
    await new Promise((resolve) => server.close(resolve))
  }
  return { server, close }
}
