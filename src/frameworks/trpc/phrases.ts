import type { Phrases } from '../../recognise/phrases.ts'

const why =
  't.router() writes the procedures of nested routers into one index of its own, which is all that is dispatched by; the procedures are shared, the nested routers keep theirs.'

export const phrases: Phrases = {
  'dead-route-tree': {
    why,
    remedy:
      'Nest plain objects, users: { list, add }, and call t.router() once, around all of them (since tRPC 11). It frees indexes only.',
  },
  'shadowed-route': {
    why,
    remedy:
      'Nest plain objects and call t.router() once, around all of them, which takes tRPC 11. It frees indexes only.',
  },
}
