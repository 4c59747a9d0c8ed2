import type { Heap } from '../recognise/heap.ts'
import type { Outline, ValidatorMark } from '../recognise/mark.ts'
import type { Recogniser } from '../recognise/recogniser.ts'
import { scopeVariables } from '../recognise/scopeVariables.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { composedSchema } from './builtSchemas.ts'

/**
 * A schema of zod 4 or zod/mini is what its definition says (core/core.js). Checks have definitions too; a refinement is
 * a check whose function is its `check`. Descriptions are in a registry, under the schema or the one it was made from.
 */
const outlines: readonly Outline[] = [
  { has: ['_zod'], counts: ['_zod'], notes: '_map' },
  { has: ['def', 'traits', 'parse'], counts: ['def', 'check', 'parent'] },
  { has: ['def', 'traits'], counts: ['def', 'check', 'parent'] },
  { has: ['type', 'get shape'], lazy: { 'get shape': 'raw' } },
]

/** Types of schemas that are made of others; around one alone (optional, array) there is only the one. */
const madeOfOthers = new Set(['object', 'union', 'discriminatedunion', 'intersection', 'tuple', 'record', 'map'])

/** Zod 4 and zod/mini: every schema has its internals in `_zod`, with a `def` that names its type. Checks name none. */
export const schemaRecogniser: Recogniser = {
  name: 'zod schema',
  shape: ['_zod'],

  recognise(heap, node) {
    const internals = heap.property(node, '_zod')
    const definition = internals === undefined ? undefined : heap.property(internals, 'def')
    if (internals === undefined || definition === undefined || heap.property(internals, 'traits') === undefined) return
    const type = heap.property(definition, 'type')
    if (type === undefined || heap.type(type) !== 'string') return
    const schema = composedSchema('zod', node, outlines, madeOfOthers.has(heap.string(type) ?? ''))
    return heap.isNamed(type, 'object') ? [schema, ...fastPaths(heap, node, internals)] : schema
  },
}

/**
 * The function that zod 4 generates for an object at the first parse. The `parse` of the internals closes over it: over
 * the function itself since 4.5, before that over a function that closes over it (core/schemas.js).
 */
function fastPaths(heap: Heap, schema: NodeIndex, internals: NodeIndex): ValidatorMark[] {
  const parse = heap.property(internals, 'parse')
  if (parse === undefined || heap.type(parse) !== 'closure') return []
  const near = closuresIn(heap, parse)
  const generated = [...near, ...near.flatMap((closure) => closuresIn(heap, closure))].find(
    (closure) => heap.generatedBy(closure) !== undefined,
  )
  if (generated === undefined) return []
  return [
    {
      kind: 'validator',
      leading: [generated],
      library: 'zod',
      closure: generated,
      schema,
      source: heap.source(generated) ?? null,
      part: null,
    },
  ]
}

const closuresIn = (heap: Heap, closure: NodeIndex): NodeIndex[] =>
  scopeVariables(heap, closure).filter((variable) => heap.type(variable) === 'closure')

/** Zod 3: a schema has its definition in `_def` and a bound copy of each method, `spa` among them (types.js). */
export const zod3Recogniser: Recogniser = {
  name: 'zod 3 schema',
  shape: ['_def', 'spa', 'safeParse', 'refinement'],

  recognise(heap, node) {
    const definition = heap.property(node, '_def')
    const name = definition === undefined ? undefined : heap.stringProperty(definition, 'typeName')
    if (name === undefined) return
    return composedSchema('zod', node, outlines3, madeOfOthers.has(name.slice('Zod'.length).toLowerCase()))
  },
}

const outlines3: readonly Outline[] = [{ has: ['_def', 'spa'], counts: ['_def'] }]

/** What zod 4 knows of schemas besides: descriptions by schema in a WeakMap, and schemas by the id they were given. */
export const registryRecogniser: Recogniser = {
  name: 'zod registry',
  shape: ['_map', '_idmap'],

  recognise(heap, node) {
    const ids = heap.property(node, '_idmap')
    if (ids === undefined || heap.internal(ids, 'table') === undefined) return
    return { kind: 'registry', leading: [node, ids], library: 'zod', name: 'registry', keys: [] }
  },
}
