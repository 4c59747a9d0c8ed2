import type { Mark } from '../recognise/mark.ts'
import type { Bytes } from '../snapshot/snapshot.ts'
import type { HeapFacts } from './facts.ts'

/**
 * Groups of marks of which one each may stay, the heaviest first in each, and the group with the heaviest one first. What
 * something made when it was used first is no part of what makes two equal, and the one that stays makes it as well: so the
 * heaviest stays, and whichever is kept at least as much goes. The order of the heap is chance from boot to boot.
 */
export function heaviestFirst<M extends Mark>(facts: HeapFacts, groups: readonly (readonly M[])[]): M[][] {
  const bytes = new Map(groups.flat().map((mark) => [mark, heldBy(facts, mark)]))
  const sorted = <Item>(items: readonly Item[], first: (item: Item) => M): Item[] =>
    [...items].sort((a, b) => bytes.get(first(b))! - bytes.get(first(a))!)
  return sorted(
    groups.map((group) => sorted(group, (mark) => mark)),
    ([mark]) => mark,
  )
}

/** What no other mark leads to. */
const heldBy = ({ attribution: { fold } }: HeapFacts, { leading }: Mark): Bytes =>
  leading.reduce((sum, node) => sum + fold.bytes[fold.group[node]], 0)
