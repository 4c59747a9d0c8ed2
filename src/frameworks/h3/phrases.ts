import type { Phrases } from '../../recognise/phrases.ts'

export const phrases: Phrases = {
  'dead-route-tree': {
    why: 'app.mount(base, subApp) copies the records of the sub-app into the app; the originals are never dispatched to.',
    remedy:
      'Mount by reference, app.mount(base, subApp.fetch), or build the sub-app in a function that keeps nothing of it.',
  },
}
