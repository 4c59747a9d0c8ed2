import { addTo } from '../recognise/addTo.ts'
import type { Heap } from '../recognise/heap.ts'
import type { Mark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import type { HeapFacts } from './facts.ts'

/**
 * Groups of equal validators, split by the instance of the library that generated them, as far as there are several of one:
 * Fastify makes an Ajv for every plugin that adds schemas, and these share nothing. The same groups where there is one instance.
 */
export function withinInstances<Item extends Mark>(
  facts: HeapFacts,
  groups: readonly (readonly Item[])[],
): readonly (readonly Item[])[] {
  const scopes = facts.marks.filter(isScope)
  if (scopes.length < 2) return groups
  const instanceOf = instances(facts.heap, scopes)
  return groups.flatMap((group) => {
    const byInstance = new Map<NodeIndex | undefined, Item[]>()
    for (const mark of group) {
      const instance = instanceOf.get('closure' in mark ? mark.closure : mark.leading[0])
      addTo(byInstance, instance, mark)
    }
    return [...byInstance.values()].filter((own) => own.length > 1)
  })
}

export const isScope = (mark: Mark): boolean =>
  mark.kind === 'registry' && mark.library === 'ajv' && mark.name === 'scope'

/** By a validator's function: the scope of its Ajv, which lists all that the instance generated. */
export function instances(heap: Heap, scopes: readonly Mark[]): ReadonlyMap<NodeIndex, NodeIndex> {
  const found = new Map<NodeIndex, NodeIndex>()
  for (const {
    leading: [scope],
  } of scopes) {
    const list = heap.property(scope, 'validate')
    if (list !== undefined) for (const validator of heap.elements(list)) found.set(validator, scope)
  }
  return found
}
