import { once } from 'node:events'

/** One app on Koa and one on Express: what serves Feathers is the one thing that they do not share. */
export function scenarios({ express: feathersExpress, feathers, koa: feathersKoa }) {
  const onKoa = () => {
    const app = feathersKoa.koa(feathers())
    app.use(feathersKoa.errorHandler())
    app.use(feathersKoa.bodyParser())
    app.configure(feathersKoa.rest())
    return app
  }
  const onExpress = () => {
    const { default: express, json, rest } = feathersExpress
    const app = express(feathers())
    app.use(json())
    app.configure(rest())
    return app
  }
  const subApp = (path, service) => {
    const app = feathers()
    app.use(path, service)
    return app
  }
  const listen = async (app) => {
    const server = await app.listen(0, '127.0.0.1')
    if (!server.listening) await once(server, 'listening')
  }

  return {
    framework: 'feathers',

    async everything() {
      const apps = [onKoa(), onExpress()]
      // Express takes a sub-app for one of its own.
      const users = subApp('users', new Users())
      const reports = subApp('api', subApp('v9', subApp('admin', subApp('reports', { find: async () => [] }))))
      for (const version of ['v1', 'v2', 'v3']) apps[0].use(version, users)
      apps[0].use('deep', reports)
      const service = new Users()
      for (const version of ['v1', 'v2']) apps[1].use(`${version}/people`, service)
      for (const app of apps) {
        app.use('/', { find: async () => 'root' })
        app.use('orgs/:org/teams', { get: async (id) => ({ id }), create: async (data) => data })
        app.use('jobs', { find: async () => [], retry: async () => ({}) }, { methods: ['find', 'retry'] })
        app.service('jobs').hooks({ before: { all: [async () => {}] } })
        await listen(app)
        app.use('late', { find: async () => [] })
      }
      globalThis.kept = { apps, users, reports, service }
      return {
        listed: apps.flatMap(listed),
        dead: [],
        shadowed: [],
        features: {
          parameters: 'GET /orgs/:org/teams/:__id',
          wildcard: { cannot: 'a path is made of names and placeholders' },
          all: { cannot: 'every method of a service has one verb' },
          constraints: 'POST /jobs x-service-method:retry',
          nested: 'GET /deep/api/v9/admin/reports',
          mounted: 'PATCH /v2/users/:__id',
          twice: { cannot: 'a path that is in use already throws' },
          late: 'GET /late',
        },
        app: apps[0],
        drop: () => dropped(apps),
      }
    },

    async clean() {
      const app = onKoa()
      app.use('users', new Users())
      app.use('orders', new Users())
      const dated = async (context) => {
        context.data.at = 0
      }
      app.service('orders').hooks({ before: { create: [dated] } })
      await listen(app)
      globalThis.kept = { app }
      return { listed: listed(app), app, drop: () => dropped([app]) }
    },
  }
}

class Users {
  async find() {
    return []
  }
  async get(id) {
    return { id }
  }
  async create(data) {
    return data
  }
  async update(_id, data) {
    return data
  }
  async patch(_id, data) {
    return data
  }
  async remove(id) {
    return { id }
  }
}

async function dropped(apps) {
  delete globalThis.kept
  await Promise.all(apps.map((app) => app.teardown()))
  apps.length = 0
}

const verbs = { find: 'GET', get: 'GET', create: 'POST', update: 'PUT', patch: 'PATCH', remove: 'DELETE' }

/** What Feathers knows is services and their methods; the verbs are those of its documentation. */
function listed(app) {
  return Object.entries(app.services).flatMap(([location, service]) =>
    service[Symbol.for('@feathersjs/service')].methods.map((method) => {
      const base = location === '/' ? '' : `/${location}`
      const path = ['get', 'update', 'patch', 'remove'].includes(method) ? `${base}/:__id` : base || '/'
      return method in verbs ? `${verbs[method]} ${path}` : `POST ${path} x-service-method:${method}`
    }),
  )
}
