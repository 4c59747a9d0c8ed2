import type { Phrases } from '../../recognise/phrases.ts'

export const phrases: Phrases = {
  'shadowed-route': {
    before: {
      bySlash: 'Register one of two paths that differ by a slash at the end; it answers with the slash and without.',
    },
    why: 'The same functions are registered again for the same method and path of one router; Express keeps both and the first one answers.',
    remedy:
      'Register each route once: look for a function that adds routes and is called twice with the same app or router.',
  },
  'method-fan': {
    why: 'app.all() adds the handler once for every method that Node knows, each time in a layer of its own.',
    remedy: 'Use app.route(path).all(handler), or all() of a router: one layer for all methods.',
  },
  'repeated-middleware': {
    why: 'Every function that is listed in a route gets a layer of its own there.',
    remedy:
      'Call router.use(middleware) once in each router, behind the routes that do without it and before those that need it, instead of naming it in each of them. What depends on req.params or req.route, which are not there yet, stays in the routes, and a function for errors comes behind them.',
  },
}
