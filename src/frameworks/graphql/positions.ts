import { candidates } from '../../recognise/candidates.ts'
import type { Heap } from '../../recognise/heap.ts'
import type { PositionsMark } from '../../recognise/mark.ts'
import { nodesWithProperty } from '../../recognise/nodesWithProperty.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import { edgeTarget, edgeType, type NodeIndex } from '../../snapshot/snapshot.ts'

/** `Location` of language/ast.js, one for each piece of a document. They hold all tokens of it, and its text. */
const location: Recogniser = {
  name: 'graphql location',
  shape: ['startToken', 'endToken', 'source'],
  recognise: () => undefined,
}

/**
 * The locations in the documents that schemas were built from; undefined where they were parsed without. Those of
 * queries that a server keeps parsed are none of them. Costs two passes over the edges where there is a schema.
 */
export function positions(heap: Heap, schemas: readonly NodeIndex[]): PositionsMark | undefined {
  const sources = new Set(schemas.flatMap((schema) => sourcesOf(heap, schema)))
  if (sources.size === 0) return
  const places = candidates(heap.graph.snapshot, [location])
    .map(({ node }) => node)
    .filter((node) => sources.has(heap.property(node, 'source')!))
  return { kind: 'positions', library: 'graphql', leading: [...places, ...rooms(heap, new Set(places))], places }
}

/**
 * Graphql 16 adds the place to a piece that is made without, and V8 keeps what is added in an array beside the object: those
 * that hold nothing else.
 */
function rooms(heap: Heap, places: ReadonlySet<NodeIndex>): NodeIndex[] {
  return nodesWithProperty(heap, 'loc').flatMap((piece) => {
    const place = heap.property(piece, 'loc')
    const room = heap.internal(piece, 'properties')
    if (room === undefined || place === undefined || !places.has(place)) return []
    const isLast = heap.ownProperties(piece).at(-1)?.name === 'loc'
    return isLast && holdsOnly(heap, room, place) ? [room] : []
  })
}

/** Whether an array of V8's own, which leads to what says that it is one, leads to this beside and to nothing else. */
function holdsOnly({ graph }: Heap, array: NodeIndex, held: NodeIndex): boolean {
  const { firstEdge, edges, snapshot } = graph
  const [map, internal] = [snapshot.strings.find('map'), snapshot.meta.edgeTypes.indexOf('internal')]
  for (let edge = firstEdge[array]; edge < firstEdge[array + 1]; edge++) {
    const isMap = edges.nameOrIndex[edge] === map && edgeType(edges.word[edge]) === internal
    if (!isMap && edgeTarget(edges.word[edge]) !== held) return false
  }
  return true
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
