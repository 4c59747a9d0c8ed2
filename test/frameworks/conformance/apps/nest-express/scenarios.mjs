import { cleanModule, everyModule } from './controllers.mjs'

/** `wildcard` is `*` up to Express 4, and has a name from Express 5 on. */
export function scenarios(common, { NestFactory, RouterModule }, { ExpressAdapter }, wildcard) {
  const boot = async (AppModule, configure = () => {}) => {
    const app = await NestFactory.create(AppModule, new ExpressAdapter(), { logger: false })
    configure(app)
    await app.listen(0, '127.0.0.1')
    globalThis.kept = { app }
    const drop = async () => {
      delete globalThis.kept
      await app.close()
    }
    return { app, drop }
  }

  return {
    framework: 'nest',

    async everything() {
      const AppModule = everyModule(common, RouterModule, { wildcard, importedTwice: true })
      const { app, drop } = await boot(AppModule, (created) =>
        created.enableVersioning({ type: common.VersioningType.HEADER, header: 'X-Version' }),
      )
      return {
        listed: listed(app),
        dead: [],
        shadowed: ['GET /shared', 'POST /shared'],
        features: {
          parameters: 'GET /users/:id',
          wildcard: `GET /files/${wildcard}`,
          all: 'ALL /any',
          constraints: 'GET /cats version:2',
          nested: 'GET /api/v9/admin/reports',
          mounted: 'GET /b/things/:id',
          twice: 'GET /shared',
          late: { cannot: 'controllers are registered once, when the app is initialised' },
        },
        app,
        drop,
      }
    },

    async clean() {
      const { app, drop } = await boot(cleanModule(common))
      return { listed: listed(app), app, drop }
    },
  }
}

/** What Express lists; what the filters around the handlers ask for is in no list and written down here. */
const constraints = { 'GET /cats': ['version:1', 'version:2'], 'GET /tenants': ['host:tenant.example.com'] }

function listed(app) {
  const express = app.getHttpAdapter().getInstance()
  const seen = {}
  return (express._router ?? express.router).stack.flatMap(({ route }) => {
    // Middleware for a path is registered as a route of all methods.
    if (route === undefined || (route.path.startsWith('/users') && Object.keys(route.methods).length > 10)) return []
    return methodsOf(route).map((method) => {
      const text = `${method} ${route.path}`
      seen[text] = (seen[text] ?? -1) + 1
      return `${text} ${constraints[text]?.[seen[text]] ?? ''}`.trim()
    })
  })
}

const methodsOf = ({ methods }) => {
  const names = Object.keys(methods).map((method) => method.toUpperCase())
  return names.length > 10 ? ['ALL'] : names
}
