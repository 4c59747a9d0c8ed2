import type { Fold, LeadIndex } from './fold.ts'
import { listCount } from './lists.ts'

/** What walks over a fold have come to, and where they end. */
export interface FoldColumns {
  /** By GroupIndex: 0 where no walk has come to it. */
  readonly ofGroup: Uint8Array
  /** By LeadIndex: 0 where no walk has come to it. */
  readonly ofLead: Uint8Array
  /** By LeadIndex: 1 for one that is come to, and not walked on from. */
  readonly isWall: Uint8Array
}

export const foldColumns = ({ leads, members }: Fold): FoldColumns => ({
  ofGroup: new Uint8Array(listCount(members)),
  ofLead: new Uint8Array(leads.length),
  isWall: new Uint8Array(leads.length),
})

/**
 * Sets to `own` the leads of `from` and all groups and leads without a number that they lead to, not through walls.
 * Linear in the small graph of the fold: what would be a walk of the heap.
 */
export function foldWalk(
  { groups, targets }: Fold,
  from: readonly LeadIndex[],
  { ofGroup, ofLead, isWall }: FoldColumns,
  own: number,
): void {
  const open: LeadIndex[] = []
  for (const lead of from) {
    ofLead[lead] = own
    if (isWall[lead] === 0) open.push(lead)
  }
  for (let lead = open.pop(); lead !== undefined; lead = open.pop()) {
    for (let at = groups.first[lead]; at < groups.first[lead + 1]; at++) {
      const group = groups.items[at]
      if (ofGroup[group] !== 0) continue
      ofGroup[group] = own
      for (let item = targets.first[group]; item < targets.first[group + 1]; item++) {
        const target = targets.items[item]
        if (ofLead[target] !== 0) continue
        ofLead[target] = own
        if (isWall[target] === 0) open.push(target)
      }
    }
  }
}
