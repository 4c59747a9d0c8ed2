import type { Mark } from '../recognise/mark.ts'
import { type Bytes, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
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
 *
 * Of those that weigh the same, the one stays that is made most of what stays already (`shares`): what one call built is
 * built once when that call is, and parts that its results share would stay several times if one result of each call did.
 */
export function stayingFirst<M extends Mark>(
  groups: readonly (readonly M[])[],
  weightOf: (mark: M) => Weight,
  shares: Shares<M> = noShares,
): M[][] {
  const weighed = groups
    .map((group) => {
      const weights = group.map((mark) => ({ mark, ...weightOf(mark) }))
      const heaviest = most(weights, ({ bytes }) => bytes)
      const contents = contentBytes(weights)
      const left =
        most(weights, ({ bytes, keptPart }) => bytes + keptPart * contents) -
        most(weights, ({ keptPart }) => keptPart) * contents
      const off = ({ bytes }: Weight): Bytes => Math.abs(bytes - left)
      weights.sort((a, b) => off(a) - off(b))
      const same = weights.filter((weight) => off(weight) <= off(weights[0]) + heaviest * 0.01).length
      return { heaviest, same, marks: weights.map(({ mark }) => mark) }
    })
    .sort((a, b) => b.heaviest - a.heaviest)
  // Where weights decide, before those that may go by them.
  for (const { marks, same } of weighed) if (same === 1) shares.add(marks[0])
  return weighed.map(({ marks, same }) => {
    if (same === 1) return marks
    const first = mostShared(marks.slice(0, same), shares)
    shares.add(first)
    return [first, ...marks.filter((mark) => mark !== first)]
  })
}

/** What those that stay are made of. */
export interface Shares<M extends Mark> {
  add(staying: M): void
  /** Bytes of the contents of one that are contents of those as well. */
  bytesOf(mark: M): Bytes
}

const noShares: Shares<Mark> = { add: () => undefined, bytesOf: () => 0 }

export function sharesOf<M extends Mark>({ heap }: HeapFacts, nodesOf: (mark: M) => readonly NodeIndex[]): Shares<M> {
  const { nodes } = heap.graph.snapshot
  const staying = new Set<NodeIndex>()
  return {
    add: (mark) => {
      for (const node of nodesOf(mark)) staying.add(node)
    },
    bytesOf: (mark) => nodesOf(mark).reduce((sum, node) => (staying.has(node) ? sum + selfSize(nodes, node) : sum), 0),
  }
}

/** The first of those of which most stays already. */
function mostShared<M extends Mark>(marks: readonly M[], { bytesOf }: Shares<M>): M {
  const shared = marks.map(bytesOf)
  return marks[shared.indexOf(most(shared, (bytes) => bytes))]
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
