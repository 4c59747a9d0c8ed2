import type { Outline, SchemaMark } from '../recognise/mark.ts'
import type { Phrases } from '../recognise/phrases.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'

/** For libraries whose schemas are objects that the app builds by calling functions. */
export const phrases: Phrases = {
  'repeated-schema': {
    why: 'A schema that is built inside a function (a plugin, a router factory, a handler) is built anew at every call, and one that is written twice is held twice.',
    remedy:
      'Build each schema once, at the top of a module, and use that object in every file, route, mount and request.',
  },
}

/** A schema that is an object of its library, told by that object alone. */
export function builtSchema(
  library: string,
  node: NodeIndex,
  outlines: readonly Outline[],
  key: string | null = null,
): SchemaMark {
  return { kind: 'schema', leading: [node], library, key, content: { root: node, outlines } }
}
