import type { Lists } from './lists.ts'

/** Index of a set in its table. */
export type SetIndex = number

/** Sets of numbers, each kept once, so that a set is a number. They are numbered in the order in which they are made. */
export interface SetTable {
  readonly count: number
  /** Adds a set that `of` and `union` never give, whatever they are asked for. */
  reserve(): SetIndex
  /** The set with exactly these members; they need not be sorted or distinct. Sorts `members`. */
  of(members: Uint32Array): SetIndex
  /** The union of some sets; sorts `sets`. Made once for each combination of sets that occurs. */
  union(sets: Uint32Array): SetIndex
  /** Members by set, ascending. */
  members(): Lists
}

/** An empty table. A set takes 4 bytes and 4 for each member, and 8 to 16 of the hash table. */
export function setTable(): SetTable {
  const sets = internTable()
  const combinations = internTable()
  const unionOf: SetIndex[] = []

  function united(distinct: Uint32Array): SetIndex {
    let size = 0
    for (const set of distinct) size += sets.size(set)
    const all = new Uint32Array(size)
    let at = 0
    for (const set of distinct) at = sets.copy(set, all, at)
    return sets.of(sortedDistinct(all))
  }

  return {
    get count() {
      return sets.count()
    },
    reserve: () => sets.append(new Uint32Array(0)),
    of: (members) => sets.of(sortedDistinct(members)),
    union(some) {
      const distinct = sortedDistinct(some)
      if (distinct.length === 1) return distinct[0]
      const combination = combinations.of(distinct)
      if (combination === unionOf.length) unionOf.push(united(distinct))
      return unionOf[combination]
    },
    members: sets.lists,
  }
}

/** Up to this length insertion sort takes less time than the call of another one. */
const short = 24

function sortedDistinct(numbers: Uint32Array): Uint32Array {
  const { length } = numbers
  if (length > short) numbers.sort()
  else {
    for (let at = 1; at < length; at++) {
      const number = numbers[at]
      let to = at
      for (; to > 0 && numbers[to - 1] > number; to--) numbers[to] = numbers[to - 1]
      numbers[to] = number
    }
  }
  let kept = 0
  for (let at = 0; at < length; at++) {
    if (at === 0 || numbers[at] !== numbers[kept - 1]) numbers[kept++] = numbers[at]
  }
  return kept === length ? numbers : numbers.subarray(0, kept)
}

/** Lists of numbers, each kept once and found by its contents: open addressing. */
function internTable() {
  let first = new Uint32Array(1 << 10)
  let items = new Uint32Array(1 << 12)
  let slots = new Uint32Array(1 << 11)
  let count = 0

  const size = (list: number): number => first[list + 1] - first[list]

  function append(list: Uint32Array): number {
    const start = first[count]
    if (count + 2 > first.length) first = wider(first, count + 2)
    if (start + list.length > items.length) items = wider(items, start + list.length)
    items.set(list, start)
    first[count + 1] = start + list.length
    return count++
  }

  function isAt(list: number, wanted: Uint32Array): boolean {
    if (size(list) !== wanted.length) return false
    for (let at = 0, item = first[list]; at < wanted.length; at++, item++) if (items[item] !== wanted[at]) return false
    return true
  }

  /** Slots hold the number of a list + 1; 0 is free. Not more than half are taken. */
  function place(list: number, hash: number): void {
    let slot = hash & (slots.length - 1)
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
    slots[slot] = list + 1
  }

  function of(wanted: Uint32Array): number {
    const hash = hashOf(wanted, 0, wanted.length)
    let slot = hash & (slots.length - 1)
    for (; slots[slot] !== 0; slot = (slot + 1) & (slots.length - 1)) {
      if (isAt(slots[slot] - 1, wanted)) return slots[slot] - 1
    }
    const list = append(wanted)
    slots[slot] = list + 1
    if (count * 2 > slots.length) {
      const before = slots
      slots = new Uint32Array(before.length * 2)
      for (const taken of before) {
        if (taken !== 0) place(taken - 1, hashOf(items, first[taken - 1], first[taken]))
      }
    }
    return list
  }

  function copy(list: number, to: Uint32Array, at: number): number {
    for (let item = first[list]; item < first[list + 1]; item++) to[at++] = items[item]
    return at
  }

  const lists = (): Lists => ({ first: first.subarray(0, count + 1), items: items.subarray(0, first[count]) })

  return { count: () => count, size, append, of, copy, lists }
}

function hashOf(numbers: Uint32Array, from: number, to: number): number {
  let hash = 0
  for (let at = from; at < to; at++) {
    hash = Math.imul(hash ^ numbers[at], 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return hash
}

function wider(numbers: Uint32Array<ArrayBuffer>, least: number): Uint32Array<ArrayBuffer> {
  const copy = new Uint32Array(Math.max(numbers.length * 2, least))
  copy.set(numbers)
  return copy
}
