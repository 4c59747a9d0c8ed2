import type { Heap } from '../recognise/heap.ts'
import type { Mark, Outline } from '../recognise/mark.ts'
import type { Recogniser } from '../recognise/recogniser.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'

/**
 * The store of class-validator: what the decorators of each class said, by class. A decorated class is a schema; it
 * consists of the class, of its list in the store, and of what the store has of checks that only this class uses.
 */
export const storageRecogniser: Recogniser = {
  name: 'class-validator storage',
  shape: ['validationMetadatas', 'constraintMetadatas'],

  recognise(heap, node) {
    const byClass = heap.property(node, 'validationMetadatas')
    const constraints = heap.property(node, 'constraintMetadatas')
    if (byClass === undefined || constraints === undefined || heap.internal(byClass, 'table') === undefined) return
    const registry: Mark = {
      kind: 'registry',
      leading: [node, byClass, constraints],
      library: 'class-validator',
      name: 'metadata',
      keys: [],
    }
    const decorated = heap.mapEntries(byClass).filter(({ key }) => heap.type(key) === 'closure')
    const ownConstraints = constraintsOf(heap, constraints, decorated)
    return [
      registry,
      ...decorated.map(
        ({ key, value }): Mark => ({
          kind: 'schema',
          leading: [key, value, ...ownConstraints(value)],
          library: 'class-validator',
          key: heap.name(key) || null,
          content: { root: value, outlines: [] },
        }),
      ),
    ]
  },

  /** Two are equal only if all that any store says of their classes, and of the classes that these lead to, is. */
  refine(_heap, marks) {
    const metadata = marks.flatMap((mark) =>
      mark.kind === 'registry' && stores.has(mark.library) ? mark.leading.slice(1) : [],
    )
    const outlines: readonly Outline[] = ['prototype', 'constructor'].map((name) => ({ has: [name], metadata }))
    return marks.map((mark) =>
      mark.kind === 'schema' && mark.library === 'class-validator' && mark.content !== undefined
        ? { ...mark, content: { ...mark.content, outlines } }
        : mark,
    )
  },
}

const stores: ReadonlySet<string> = new Set(['class-validator', 'class-transformer'])

/** Most decorators make a class for their check each time, which the store has a list for. */
function constraintsOf(heap: Heap, constraints: NodeIndex, decorated: readonly { value: NodeIndex }[]) {
  const checksIn = (list: NodeIndex): NodeIndex[] => [
    ...new Set(heap.elements(list).flatMap((metadata) => heap.property(metadata, 'constraintCls') ?? [])),
  ]
  const uses = new Map<NodeIndex, number>()
  for (const check of decorated.flatMap(({ value }) => checksIn(value))) uses.set(check, (uses.get(check) ?? 0) + 1)
  const listOf = new Map(heap.mapEntries(constraints).map(({ key, value }) => [key, value]))
  return (list: NodeIndex): NodeIndex[] =>
    checksIn(list).flatMap((check) => (uses.get(check) === 1 ? (listOf.get(check) ?? []) : []))
}

const transformerStores = ['_typeMetadatas', '_transformMetadatas', '_exposeMetadatas', '_excludeMetadatas']

/** The store of class-transformer, the same for how properties are converted. */
export const transformerRecogniser: Recogniser = {
  name: 'class-transformer storage',
  shape: transformerStores,

  recognise(heap, node) {
    const stores = transformerStores.flatMap((name) => heap.property(node, name) ?? [])
    if (!stores.every((store) => heap.internal(store, 'table') !== undefined)) return
    return { kind: 'registry', leading: [node, ...stores], library: 'class-transformer', name: 'metadata', keys: [] }
  },
}
