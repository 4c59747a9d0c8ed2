import type { Phrases } from '../../recognise/phrases.ts'

export const phrases: Phrases = {
  'head-twin': {
    why: 'exposeHeadRoutes is on by default: every GET route gets a HEAD route with a context of its own, which compiles what schemas it has again.',
    remedy:
      'Fastify({ exposeHeadRoutes: false }), or exposeHeadRoute: false on the routes that need no HEAD. What the router has in its tree for them goes as well; it is not counted here.',
  },
  'alias-route': {
    why: 'A route at the root of a prefixed plugin is registered with and without the slash, each with a context of its own, which compiles what schemas it has.',
    remedy:
      "prefixTrailingSlash: 'no-slash' on the route, or ignoreTrailingSlash: true on the server. What the router has in its tree for them goes as well; it is not counted here.",
  },
}
