import type { Phrases } from '../../recognise/phrases.ts'

export const phrases: Phrases = {
  'dead-route-tree': {
    why: 'app.mount(base, subApp) copies the records of the sub-app into the app; the originals are never dispatched to.',
    remedy:
      'Mount by reference, app.mount(base, subApp.fetch), or build the sub-app in a function that keeps nothing of it.',
  },
  'shadowed-route': {
    why: 'The same route was registered before it; or it is an original that app.mount(base, subApp) copied: an app keeps each sub-app that has middleware, to run that, and never asks its routes.',
    remedy:
      'Register each route once, and mount sub-apps that have middleware by reference: app.mount(base, subApp.fetch).',
  },
}
