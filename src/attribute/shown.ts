import type { Heap } from '../recognise/heap.ts'
import { isValidator, type Mark } from '../recognise/mark.ts'
import { ownedGroups } from './attribute.ts'
import type { Attribution, OwnedGroups } from './attribution.ts'
import { type Coverage, coverage } from './coverage.ts'
import { groupsByPart, partColumn, shareByPart } from './parts.ts'
import { type UnattributedGroup, unattributed } from './unattributed.ts'

/** What no finding is made from, and is shown. */
export interface Shown {
  /** Bytes of the attribution in which validators own too, for their own table; of the first one where there are none. */
  readonly validatorBytes: OwnedGroups
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
  const byGroup = groupsByPart(owned.fold, parts)
  const partShares = shareByPart(owned, byGroup)
  const validatorBytes = withValidators(marks, owned)
  return {
    validatorBytes,
    validatorParts: validatorBytes === owned ? partShares : shareByPart(validatorBytes, byGroup),
    partShares,
    coverage: isNew === null ? null : coverage(heap, owned, isNew),
    unattributed: isNew === null ? [] : unattributed(heap, owned, isNew),
  }
}

function withValidators(marks: readonly Mark[], owned: Attribution): OwnedGroups {
  if (!marks.some(isValidator)) return owned
  const owners = marks.filter(({ kind }) => kind !== 'schema')
  return ownedGroups(owned.fold, owners)
}
