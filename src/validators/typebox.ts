import type { Heap } from '../recognise/heap.ts'
import type { Mark, Outline } from '../recognise/mark.ts'
import type { Phrases } from '../recognise/phrases.ts'
import type { Recogniser } from '../recognise/recogniser.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { builtSchema, phrases as builtSchemaPhrases } from './builtSchemas.ts'

export const phrases: Phrases = {
  ...builtSchemaPhrases,
  'repeated-validator': {
    why: 'The compiler of typebox compiles at each call, also the very same schema object.',
    remedy:
      'Build and compile each schema once, and keep what was compiled by the schema object (in a WeakMap), also in a validator compiler that a framework calls for each route.',
  },
}

/** A type is a plain document; a compiled check is its type, what that refers to, and the code. */
const outlines: readonly Outline[] = [{ has: ['checkFunc', 'references'], counts: ['schema', 'references', 'code'] }]
const outlines1: readonly Outline[] = [
  { has: ['buildResult', 'evaluateResult'], counts: ['buildResult'] },
  { has: ['external', 'functions', 'entry'], counts: ['context', 'schema', 'external', 'functions', 'entry'] },
]

const key = (heap: Heap, node: NodeIndex): string | null => heap.stringProperty(node, '$id') ?? null

/** A type of @sinclair/typebox 0.2x to 0.34. */
export const schemaRecogniser: Recogniser = {
  name: 'typebox schema',
  shape: ['<symbol TypeBox.Kind>'],

  recognise: (heap, node) =>
    heap.stringProperty(node, '<symbol TypeBox.Kind>') === undefined
      ? undefined
      : builtSchema('typebox', node, outlines, key(heap, node)),
}

/** A type of typebox 1. The types that the library itself has are of no module of the app; they count where they stay. */
export const schema1Recogniser: Recogniser = {
  name: 'typebox 1 schema',
  shape: ['~kind'],

  recognise: (heap, node) =>
    heap.stringProperty(node, '~kind') === undefined
      ? undefined
      : builtSchema('typebox', node, outlines1, key(heap, node)),
}

/** What `TypeCompiler.Compile` of @sinclair/typebox returns: the generated function and its text beside the type. */
export const checkRecogniser: Recogniser = {
  name: 'typebox check',
  shape: ['schema', 'references', 'checkFunc', 'code'],

  recognise(heap, node) {
    const closure = heap.property(node, 'checkFunc')
    return closure === undefined ? undefined : validator(heap, node, closure, heap.property(node, 'schema'), outlines)
  },
}

/** What `Compile` of typebox 1 returns. */
export const check1Recogniser: Recogniser = {
  name: 'typebox 1 validator',
  shape: ['buildResult', 'evaluateResult'],

  recognise(heap, node) {
    const [built, evaluated] = ['buildResult', 'evaluateResult'].map((name) => heap.property(node, name))
    const closure = evaluated === undefined ? undefined : heap.property(evaluated, 'check')
    if (built === undefined || closure === undefined) return
    return validator(heap, node, closure, heap.property(built, 'schema'), outlines1)
  },
}

function validator(
  heap: Heap,
  node: NodeIndex,
  closure: NodeIndex,
  schema: NodeIndex | undefined,
  by: readonly Outline[],
): Mark | undefined {
  if (heap.type(closure) !== 'closure') return undefined
  return {
    kind: 'validator',
    leading: [closure, node],
    library: 'typebox',
    closure,
    schema: schema ?? null,
    source: heap.source(closure) ?? null,
    part: null,
    content: { root: node, outlines: by },
  }
}
