import type { Phrases } from '../../recognise/phrases.ts'

export const phrases: Phrases = {
  'dead-route-tree': {
    why: 'router.use(path, nested.routes()) clones every layer of the nested router; the originals are never dispatched to.',
    remedy:
      'Build nested routers in a function that ends with router.use(...), so that the originals become garbage; or give one router the whole paths.',
  },
}
