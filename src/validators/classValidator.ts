import type { Mark, Outline } from '../recognise/mark.ts'
import type { Recogniser } from '../recognise/recogniser.ts'

/**
 * The store of class-validator: what the decorators of each class said, by class. A decorated class is a schema; it
 * consists of the class and of its list in the store.
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
    return [
      registry,
      ...decorated.map(
        ({ key, value }): Mark => ({
          kind: 'schema',
          leading: [key, value],
          library: 'class-validator',
          key: heap.name(key) || null,
          content: { root: value, outlines },
        }),
      ),
    ]
  },
}

const outlines: readonly Outline[] = []

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
