import type { Outline } from '../recognise/mark.ts'
import type { Recogniser } from '../recognise/recogniser.ts'
import { builtSchema } from './builtSchemas.ts'

/**
 * The allowed and forbidden values are Sets, in which the heap does not show small integers. Where there are any, there
 * is a test of that name; else the Sets are empty (Schema.js of yup 1). A test is what it was created from.
 */
const outlines: readonly Outline[] = [
  {
    has: ['tests', 'transforms', 'internalTests', 'spec'],
    counts: [
      ...['type', 'deps', 'tests', 'transforms', 'conditions', 'internalTests', 'spec', '_typeCheck'],
      ...['fields', 'innerType', 'builder', '_excludedEdges', '_sortErrors'],
    ],
  },
  { has: ['whiteList'], opaque: true },
  { has: ['blacklist'], opaque: true },
  { has: ['OPTIONS'], counts: ['OPTIONS'] },
]

/** A schema of yup 1. */
export const schemaRecogniser: Recogniser = {
  name: 'yup schema',
  shape: ['tests', 'transforms', 'conditions', 'internalTests', '_typeCheck', 'spec'],

  recognise(heap, node) {
    if (heap.stringProperty(node, 'type') === undefined || heap.property(node, '_whitelist') === undefined) return
    return builtSchema('yup', node, outlines)
  },
}
