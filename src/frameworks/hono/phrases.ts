import type { Phrases } from '../../recognise/phrases.ts'

export const phrases: Phrases = {
  'dead-route-tree': {
    why: 'app.route(path, subApp) copies the records of the sub-app into the app; the originals are never dispatched to.',
    remedy:
      'Build the sub-app in a function and keep nothing that holds it after app.route(), or register its routes on app.basePath(path).',
  },
  'shadowed-route': {
    why: 'The same route was registered before it; or it is an original that app.route(path, subApp) copied, still held by the validators of the copies (@hono/zod-openapi).',
    remedy:
      'Register each route once. Instead of a sub-app of @hono/zod-openapi, write a function that registers its routes on the app.',
  },
}
