import type { Phrases } from '../../recognise/phrases.ts'

export const phrases: Phrases = {
  'dead-route-tree': {
    why: 'app.route(path, subApp) copies the records of the sub-app into the app; the originals are never dispatched to.',
    remedy:
      'Build the sub-app in a function and keep nothing that holds it after app.route(), or register its routes on app.basePath(path).',
  },
  'shadowed-route': {
    why: 'The same route was registered before it; or it is an original that app.route(path, subApp) copied and that is still held: by what the app keeps, by validators that ask their sub-app, or by a function around each handler, where the sub-app has an error handler of its own or is of another instance of hono.',
    remedy:
      'Register each route once. Keep nothing that holds a sub-app after app.route(), or write, instead of a sub-app, a function that registers its routes on the app or on app.basePath(path); load hono once, as ESM or as CommonJS.',
  },
}
