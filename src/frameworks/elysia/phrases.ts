import type { Phrases } from '../../recognise/phrases.ts'

export const phrases: Phrases = {
  'dead-route-tree': {
    why: 'app.use(plugin) adds every route of the plugin again, inside a group() or guard() twice; the earlier ones are never dispatched to.',
    remedy:
      'Write the plugin as a function that takes the app, (app) => app.get(...), or build it in a function and keep nothing of it after app.use().',
  },
}
