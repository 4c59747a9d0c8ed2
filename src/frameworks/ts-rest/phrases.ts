import type { Phrases } from '../../recognise/phrases.ts'

export const phrases: Phrases = {
  'dead-route-tree': {
    why: 'c.router() copies every route of the contracts in it, with its prefix; endpoints are made of the last copy only.',
    remedy:
      'Keep the outermost contract only: build the inner ones in a function or in place, or give the whole pathPrefix to the one router.',
  },
}
