import type { HeapGraph } from '../graph/graph.ts'
import type { Heap } from '../recognise/heap.ts'
import type { Mark } from '../recognise/mark.ts'
import { attribute } from './attribute.ts'
import type { Attribution, OwnedBytes } from './attribution.ts'
import { type Coverage, coverage } from './coverage.ts'
import { partColumn, shareByPart } from './parts.ts'
import { type UnattributedGroup, unattributed } from './unattributed.ts'

/** What no finding is made from, and is shown. */
export interface Shown {
  /** Bytes of the attribution in which validators own too, for their own table; of the first one where there are none. */
  readonly validatorBytes: OwnedBytes
  /** Shares of its owners by part, in rows. */
  readonly validatorParts: Float64Array
  /** Shares of the owners by part, in rows. */
  readonly partShares: Float64Array
  readonly coverage: Coverage | null
  readonly unattributed: readonly UnattributedGroup[]
}

/** `isNew` is null where there is no snapshot from before composition. Costs a few walks of what is owned or new. */
export function shown(heap: Heap, marks: readonly Mark[], owned: Attribution, isNew: Uint8Array | null): Shown {
  const parts = partColumn(heap, owned, marks)
  const partShares = shareByPart(owned, parts)
  const validatorBytes = withValidators(heap.graph, marks, owned)
  return {
    validatorBytes,
    validatorParts: validatorBytes === owned ? partShares : shareByPart(validatorBytes, parts),
    partShares,
    coverage: isNew === null ? null : coverage(heap, owned, isNew),
    unattributed: isNew === null ? [] : unattributed(heap, owned, isNew),
  }
}

function withValidators(graph: HeapGraph, marks: readonly Mark[], owned: Attribution): Attribution {
  if (!marks.some(({ kind }) => kind === 'validator' || kind === 'serializer')) return owned
  const owners = marks.filter(({ kind }) => kind !== 'schema')
  return attribute(graph, owners, owned.fold)
}
