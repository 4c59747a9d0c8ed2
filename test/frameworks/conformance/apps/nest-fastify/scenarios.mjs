import { cleanModule, everyModule } from '../nest-express/controllers.mjs'

export function scenarios(common, { NestFactory, RouterModule }, { FastifyAdapter }) {
  const boot = async (AppModule, configure = () => {}) => {
    const adapter = new FastifyAdapter()
    const listed = listFrom(adapter.getInstance())
    const app = await NestFactory.create(AppModule, adapter, { logger: false })
    configure(app)
    await app.listen(0, '127.0.0.1')
    globalThis.kept = { app }
    const drop = async () => {
      delete globalThis.kept
      await app.close()
    }
    return { app, drop, listed }
  }

  return {
    framework: 'nest',

    async everything() {
      const AppModule = everyModule(common, RouterModule, { wildcard: '*', importedTwice: false })
      const { app, drop, listed } = await boot(AppModule, (created) =>
        created.enableVersioning({ type: common.VersioningType.HEADER, header: 'X-Version' }),
      )
      return {
        listed,
        dead: [],
        shadowed: [],
        features: {
          parameters: 'GET /users/:id',
          wildcard: 'GET /files/*',
          all: 'DELETE /any',
          constraints: 'GET /cats version:2',
          nested: 'GET /api/v9/admin/reports',
          mounted: 'HEAD /b/things/:id',
          twice: { cannot: 'Fastify throws at a second route of the same method and path' },
          late: { cannot: 'controllers are registered once, when the app is initialised' },
        },
        app,
        drop,
      }
    },

    async clean() {
      const { app, drop, listed } = await boot(cleanModule(common))
      return { listed, app, drop }
    },
  }
}

/** What Fastify says of its routes. The filter of the host is around the handler, and Fastify does not know it. */
function listFrom(fastify) {
  const listed = []
  fastify.addHook('onRoute', ({ method, url, constraints }) => {
    const version = constraints?.version === undefined ? '' : `version:${constraints.version}`
    const host = url === '/tenants' ? 'host:tenant.example.com' : ''
    for (const one of [method].flat()) listed.push(`${one} ${url} ${version}${host}`.trim())
  })
  return listed
}
