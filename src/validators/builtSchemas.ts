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

/** The same, of a library that keeps the schemas that a schema is made of as they are. */
export function composedSchema(
  library: string,
  node: NodeIndex,
  outlines: readonly Outline[],
  isMadeOfOthers: boolean,
): SchemaMark {
  const made = isMadeOfOthers ? 'of others' : 'alone'
  return { kind: 'schema', leading: [node], library, key: null, content: { root: node, outlines, made } }
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
