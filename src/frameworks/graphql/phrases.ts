import type { Phrases } from '../../recognise/phrases.ts'

export const phrases: Phrases = {
  'ast-locations': {
    why: 'parse() gives every piece of a type definition a Location, and those hold all tokens and the text of the document; the schema holds the pieces.',
    remedy:
      'noLocation: true in the options of parse(), buildSchema() or makeExecutableSchema(); a server that you give text is given parse(text, { noLocation: true }) as its typeDefs, or buildSchema(text, { noLocation: true }) as its schema. Errors in type definitions then come without a place.',
  },
  'dead-route-tree': {
    why: 'Extending, merging or sorting a schema builds all fields and types again around the same resolvers; nothing is executed against the first schema.',
    remedy:
      'Build the first schema in a function and keep only the last one, or build one schema from all type definitions.',
  },
}
