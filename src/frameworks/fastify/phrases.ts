import type { Phrases } from '../../recognise/phrases.ts'

export const phrases: Phrases = {
  'dead-route-tree': {
    why: 'A second instance was made with handlers of the one that answers, and no server dispatches to it. What holds it holds its router, what its boot kept, and its compilers with all that they made.',
    remedy:
      'Let nothing hold that instance once it has served its purpose (a document, a test, a list of routes), or ask the instance that answers.',
  },
  'repeated-schema': {
    why: 'Fastify copies the headers schema of every route, with the names in lower case, and compiles the copy: one schema object in many routes is copied for each.',
    remedy:
      'Only compilers that are shared by content drop the copies, with the validators compiled for them: fastify(sharedCompilers()) of routeheap/fastify. What goes with a repeated validator is counted there as well.',
  },
  'head-twin': {
    why: 'exposeHeadRoutes is on by default: every GET route gets a HEAD route with a context of its own, which compiles what schemas it has again.',
    remedy:
      'Fastify({ exposeHeadRoutes: false }), or exposeHeadRoute: false on the routes that need no HEAD. What the router has in its tree for them goes as well; it is not counted here.',
  },
  'alias-route': {
    why: 'A handler is registered with and without the slash, as Fastify does with a route at the root of a prefixed plugin, each with a context of its own, which compiles what schemas it has.',
    remedy:
      "ignoreTrailingSlash: true on the server, then Fastify adds no second one; or prefixTrailingSlash: 'no-slash' on a route at the root of a prefixed plugin. What the router has in its tree for them goes as well; it is not counted here.",
    before: {
      written:
        'Some routes of your own differ by the slash alone: take one of the two out first, since with ignoreTrailingSlash Fastify refuses the second one at boot. Where they do different things leave the setting off.',
    },
  },
}
