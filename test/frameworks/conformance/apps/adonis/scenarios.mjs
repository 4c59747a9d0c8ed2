import { once } from 'node:events'
import http from 'node:http'

/** Adonis is given its server by the framework around it; its own factories make the same one. */
export function scenarios({ ServerFactory, AppFactory }) {
  const boot = async (declare, kept) => {
    const app = new AppFactory().create(new URL('./', import.meta.url), () => {})
    await app.init()
    const server = new ServerFactory().merge({ app }).create()
    const router = server.getRouter()
    declare(router)
    await server.boot()
    const node = http.createServer(server.handle.bind(server))
    server.setNodeServer(node)
    node.listen(0, '127.0.0.1')
    await once(node, 'listening')
    globalThis.kept = { server, node, ...kept }
    const drop = async () => {
      delete globalThis.kept
      node.closeAllConnections()
      await new Promise((resolve) => node.close(resolve))
      await app.terminate()
    }
    return { router, node, app: router, drop }
  }

  return {
    framework: 'adonis',

    async everything() {
      const { router, app, drop } = await boot(declareEverything, { Users })
      return {
        listed: listed(router),
        dead: [],
        shadowed: [],
        features: {
          parameters: 'GET /users/:id/posts/:post?',
          wildcard: 'GET /files/*',
          all: 'ALL /any',
          constraints: 'GET /users host::tenant.example.com',
          nested: 'DELETE /api/v1/admin/users/:id',
          mounted: 'GET /v2/reports',
          twice: { cannot: 'a second route of the same method and pattern throws at commit()' },
          late: { cannot: 'routes that are declared after commit() are never committed' },
        },
        app,
        drop,
      }
    },

    async clean() {
      const { router, app, drop } = await boot(declareClean, { Users })
      return { listed: listed(router), app, drop }
    },
  }
}

class Users {
  index() {
    return []
  }
  show({ params }) {
    return params
  }
  store() {
    return {}
  }
  update() {
    return {}
  }
  destroy() {
    return {}
  }
}

const health = () => 'ok'
const log = (_, next) => next()

function declareEverything(router) {
  router.where('id', /^\d+$/)
  router.use([() => import('./middleware.mjs')])
  router.get('/', health).as('home')
  router.get('/users', [Users, 'index'])
  router.get('/users/:id/posts/:post?', async ({ params }) => params)
  router.get('/files/*', async ({ params }) => params)
  router.any('/any', () => 'any')
  router.route('/either', ['PUT', 'POST'], () => 'either')
  router.on('/old').redirectToPath('/users')
  router.get('/lazy', [() => import('./controller.mjs'), 'index']).as('lazy')
  router.post('/named', '#controllers/named.store').as('named')
  router.group(() => router.get('/users', [Users, 'show']).as('tenant.users')).domain(':tenant.example.com')
  router
    .group(() => {
      router
        .group(() => {
          router
            .group(() => {
              router.delete('/users/:id', [Users, 'destroy']).use(log)
            })
            .prefix('/admin')
        })
        .prefix('/v1')
    })
    .prefix('/api')
    .use(log)
  for (const version of ['/v1', '/v2', '/v3'])
    router
      .group(() => reports(router))
      .prefix(version)
      .as(version.slice(1))
  router.resource('photos', Users).apiOnly()
}

const reports = (router) => {
  router.get('/reports', async () => []).as('reports')
  router.get('/reports/:id', async ({ params }) => params).as('report')
}

function declareClean(router) {
  router.get('/health', health)
  router.resource('users', Users).apiOnly()
  router
    .group(() => {
      router.get('/orders', async () => [])
      router.get('/orders/:id', async ({ params }) => params).where('id', router.matchers.number())
      router.post('/orders', async ({ request }) => request.body())
      router.delete('/orders/:id', async () => null).where('id', router.matchers.number())
    })
    .prefix('/shop')
    .use(log)
}

/** What the router itself lists: one entry a route, with all methods of it. */
const listed = (router) =>
  Object.values(router.toJSON())
    .flat()
    .map(({ methods, pattern, domain }) => {
      const constraints = domain === 'root' ? '' : `host:${domain}`
      return `${methodText(methods)} ${pattern} ${constraints}`.trim()
    })

/** `any()` has all seven; GET brings HEAD with it. */
const methodText = (methods) => {
  if (methods.length === 7) return 'ALL'
  return methods
    .filter((method) => method !== 'HEAD' || !methods.includes('GET'))
    .sort()
    .join('|')
}
