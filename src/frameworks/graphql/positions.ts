import { candidates } from '../../recognise/candidates.ts'
import type { Heap } from '../../recognise/heap.ts'
import type { PositionsMark } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/** `Location` of language/ast.js, one for each piece of a document. They hold all tokens of it, and its text. */
const location: Recogniser = {
  name: 'graphql location',
  shape: ['startToken', 'endToken', 'source'],
  recognise: () => undefined,
}

/**
 * The locations in the documents that schemas were built from; undefined where they were parsed without. Those of
 * queries that a server keeps parsed are none of them. Costs a pass over the edges where there is a schema.
 */
export function positions(heap: Heap, schemas: readonly NodeIndex[]): PositionsMark | undefined {
  const sources = new Set(schemas.flatMap((schema) => sourcesOf(heap, schema)))
  if (sources.size === 0) return
  const leading = candidates(heap.graph.snapshot, [location])
    .map(({ node }) => node)
    .filter((node) => sources.has(heap.property(node, 'source')!))
  return { kind: 'positions', library: 'graphql', leading }
}

/** Every type knows the pieces of text that declare and extend it. */
function sourcesOf(heap: Heap, schema: NodeIndex): NodeIndex[] {
  const types = heap.property(schema, '_typeMap')
  if (types === undefined) return []
  return heap.ownProperties(types).flatMap(({ target }) => {
    const extensions = heap.property(target, 'extensionASTNodes')
    const pieces = [heap.property(target, 'astNode'), ...(extensions === undefined ? [] : heap.elements(extensions))]
    return pieces.flatMap((piece) => {
      const found = piece === undefined ? undefined : heap.property(piece, 'loc')
      return found === undefined ? [] : (heap.property(found, 'source') ?? [])
    })
  })
}
