import type { Phrases } from '../../recognise/phrases.ts'

export const phrases: Phrases = {
  'shadowed-route': {
    why: 'A dynamic module that is imported with other options is another module: Nest registers its controllers again, and the first of equal routes answers.',
    remedy:
      'Keep controllers in a module that is imported once, and only providers in the dynamic one; or give each import a path of its own with RouterModule.',
  },
  'head-twin': {
    why: 'exposeHeadRoutes is on by default in Fastify: every GET route gets a HEAD route that compiles its schemas again.',
    remedy: 'new FastifyAdapter({ exposeHeadRoutes: false }).',
  },
}
