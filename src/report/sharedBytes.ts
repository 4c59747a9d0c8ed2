import { type Attribution, type OwnerIndex, ownersOf } from '../attribute/attribution.ts'
import type { Mark } from '../recognise/mark.ts'
import type { SharedBytes } from './evidence.ts'

const setsShown = 5
const othersShown = 3

/**
 * For each of these owners the largest sets of owners that it shares bytes with: the set is exact, of its members the
 * first are named. One walk over the sets.
 */
export function sharedBytes(
  attribution: Attribution,
  wanted: readonly OwnerIndex[],
  indexOf: (mark: Mark) => SharedBytes['others'][number],
): Map<OwnerIndex, SharedBytes[]> {
  const { owners, sets, setBytes } = attribution
  const found = new Map<OwnerIndex, number[]>(wanted.map((owner) => [owner, []]))
  const sizeOf = (set: number): number => sets.first[set + 1] - sets.first[set]
  for (let set = 0; set < setBytes.length; set++) {
    if (sizeOf(set) < 2 || setBytes[set] === 0) continue
    for (let at = sets.first[set]; at < sets.first[set + 1]; at++) found.get(sets.items[at])?.push(set)
  }
  const described = ([owner, of]: [OwnerIndex, number[]]): [OwnerIndex, SharedBytes[]] => [
    owner,
    of
      .sort((a, b) => setBytes[b] - setBytes[a] || sizeOf(b) - sizeOf(a) || a - b)
      .slice(0, setsShown)
      .map((set) => ({
        bytes: setBytes[set],
        owners: sizeOf(set),
        others: [...ownersOf(attribution, set).subarray(0, othersShown + 1)]
          .filter((other) => other !== owner)
          .slice(0, othersShown)
          .map((other) => indexOf(owners[other])),
      })),
  ]
  return new Map([...found].map(described))
}
