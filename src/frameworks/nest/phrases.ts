import type { Phrases } from '../../recognise/phrases.ts'

export const phrases: Phrases = {
  'shadowed-route': {
    why: 'A dynamic module that is imported with other options is another module: Nest registers its controllers again, and the first of equal routes answers.',
    remedy:
      'Keep controllers in a module that is imported once, and only providers in the dynamic one; or give each import a path of its own with RouterModule.',
  },
  'method-fan': {
    why: '@All() becomes app.all() of Express, which adds the handler once for every method that Node knows, each time in a layer of its own. So may forRoutes() with a path and no method.',
    remedy:
      'Name the methods that are meant, with @Get(), @Post() and the like, and forRoutes({ path, method }) for middleware; or answer in a middleware of app.use().',
  },
  'head-twin': {
    why: 'exposeHeadRoutes is on by default in Fastify: every GET route gets a HEAD route with a context of its own, which compiles what schemas it has again.',
    remedy:
      'new FastifyAdapter({ exposeHeadRoutes: false }). What the router has in its tree for them goes as well; it is not counted here.',
  },
}
