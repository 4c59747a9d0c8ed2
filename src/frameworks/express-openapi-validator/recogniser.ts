import { ajvMark } from '../../recognise/ajvMark.ts'
import type { Heap } from '../../recognise/heap.ts'
import type { Mark } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { type Operation, operationsOf, requestShape, responseShape } from './operations.ts'

const library = 'express-openapi-validator'

/**
 * What checks requests, and what checks responses: each holds a document, and what was compiled for operations at their
 * first requests. An operation belongs to its route (express/recogniser.ts). The document is held by every operation
 * and belongs to the validator, which so stands among the routers: it is structure that all routes share.
 */
const validatorRecogniser = (
  part: string,
  shape: readonly string[],
  cacheName: string,
  docName: string,
): Recogniser => ({
  name: `${library} ${part}`,
  shape,

  recognise(heap, node) {
    const document = heap.property(node, docName)
    const cache = heap.property(node, cacheName)
    if (document === undefined || cache === undefined) return
    const pieces = documentPieces(heap, document)
    return [
      { kind: 'router', leading: [node, ...pieces], framework: library, prefix: null, internal: true },
      { kind: 'registry', leading: [cache], library, name: cacheName, keys: [] },
      { kind: 'schema', leading: pieces, library: 'openapi', key: null },
      ...operationsOf(heap, node).flatMap((operation) => validatorMarks(heap, operation)),
    ]
  },
})

export const requestRecogniser = validatorRecogniser('requests', requestShape, 'middlewareCache', 'apiDoc')
export const responseRecogniser = validatorRecogniser('responses', responseShape, 'validatorsCache', 'spec')

/** The schemas that are compiled are made of these parts of the document, each time. */
const documentPieces = (heap: Heap, document: NodeIndex): NodeIndex[] => [
  document,
  ...['paths', 'components'].flatMap((name) => heap.property(document, name) ?? []),
]

/** Only what Ajv generated. */
const validatorMarks = (heap: Heap, { validators }: Operation): Mark[] =>
  validators.flatMap(({ closure, part }) => ajvMark(heap, closure, part) ?? [])
