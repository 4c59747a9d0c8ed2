import type { Mark } from '../recognise/mark.ts'
import type { Bytes } from '../snapshot/snapshot.ts'
import type { HeapFacts } from './facts.ts'

/** Of one of several equal things. */
export interface Weight {
  /** What only stays for it. */
  readonly bytes: Bytes
  /** Which part of its contents something else keeps, 0 to 1. */
  readonly keptPart: number
}

/**
 * Groups of marks of which one each may stay, that one first, and the group with the heaviest one first. What something made
 * when it was used first is no part of what makes two equal, and the one that stays makes it as well: so the heaviest stays,
 * and whichever is kept at least as much goes. The order of the heap is chance from boot to boot.
 *
 * But what keeps the contents of one anyway does so whichever stays, and all that the others hold goes. So the one stays that
 * weighs what is left to hold: as much as the heaviest with its kept part, without the largest such part.
 */
export function stayingFirst<M extends Mark>(groups: readonly (readonly M[])[], weightOf: (mark: M) => Weight): M[][] {
  return groups
    .map((group) => {
      const weights = group.map((mark) => ({ mark, ...weightOf(mark) }))
      const heaviest = most(weights, ({ bytes }) => bytes)
      const contents = contentBytes(weights)
      const left =
        most(weights, ({ bytes, keptPart }) => bytes + keptPart * contents) -
        most(weights, ({ keptPart }) => keptPart) * contents
      const off = ({ bytes }: Weight): Bytes => Math.abs(bytes - left)
      return { heaviest, marks: weights.sort((a, b) => off(a) - off(b)).map(({ mark }) => mark) }
    })
    .sort((a, b) => b.heaviest - a.heaviest)
    .map(({ marks }) => marks)
}

/** What one weighs that was not used yet: the lightest of those of which least is kept. */
function contentBytes(weights: readonly Weight[]): Bytes {
  const least = -most(weights, ({ keptPart }) => 1 - keptPart) + 1
  const whole = weights.filter(({ keptPart }) => keptPart <= least + 0.01)
  return whole.reduce((lightest, { bytes }) => Math.min(lightest, bytes), Number.POSITIVE_INFINITY)
}

const most = <Item>(items: readonly Item[], numberOf: (item: Item) => number): number =>
  items.reduce((found, item) => Math.max(found, numberOf(item)), 0)

/** What no other mark leads to: known without a walk. */
export const heldAlone =
  ({ attribution: { fold } }: HeapFacts) =>
  ({ leading }: Mark): Weight => ({
    bytes: leading.reduce((sum, node) => sum + fold.bytes[fold.group[node]], 0),
    keptPart: 0,
  })
