import type { Phrases } from '../../recognise/phrases.ts'

export const phrases: Phrases = {
  'dead-route-tree': {
    why: 'router.use(path, nested.routes()) clones every layer of the nested router; the originals are never dispatched to.',
    remedy:
      'Build nested routers in a function that ends with router.use(...), so that the originals become garbage; or give one router the whole paths.',
  },
  'shadowed-route': {
    why: 'The same route was registered before it; or it is an original that router.use(nested.routes()) copied, still held by the app.',
    remedy:
      'Register each route once. Keep nothing that holds a nested router after router.use(nested.routes()), or give one router the whole paths.',
  },
}
