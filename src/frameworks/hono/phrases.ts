import type { Phrases } from '../../recognise/phrases.ts'

export const phrases: Phrases = {
  'dead-route-tree': {
    why: 'app.route(path, subApp) copies the records of the sub-app into the app; the originals are never dispatched to.',
    remedy:
      'Build the sub-app in a function and keep nothing that holds it after app.route(), or register its routes on app.basePath(path).',
  },
}
