import { type Lists, wider } from './lists.ts'

/** Index of a set in its table. */
export type SetIndex = number

/** Sets of numbers, each kept once, so that a set is a number. They are numbered in the order in which they are made. */
export interface SetTable {
  readonly count: number
  /** Adds a set that `of` and `union` never give, whatever they are asked for. */
  reserve(): SetIndex
  /** Adds the sets of one member each, 0 to `count` - 1, one behind the other: once, and before any other but reserved ones. */
  singles(count: number): void
  /** The set with exactly these members; they need not be sorted or distinct. */
  of(members: Iterable<number>): SetIndex
  /** The union of the first `count` of some sets; sorts these. Of many it is made once for each combination. */
  union(sets: Uint32Array, count: number): SetIndex
  /** Members by set, ascending. */
  members(): Lists
}

/** An empty table. A set takes 4 bytes and 4 for each member, and 8 to 16 of the hash table. */
export function setTable(): SetTable {
  const sets = internTable()
  const combinations = internTable()
  const unionOf: SetIndex[] = []

  let scratch = new Uint32Array(1 << 10)
  let firstSingle = 0
  let singleCount = 0

  function united(distinct: Uint32Array, count: number): SetIndex {
    let size = 0
    for (let at = 0; at < count; at++) size += sizeOf(sets, distinct[at])
    if (size > scratch.length) scratch = wider(scratch, size)
    let end = 0
    for (let at = 0; at < count; at++) end = copied(sets, distinct[at], scratch, end)
    return kept(scratch, sortedDistinct(scratch, size))
  }

  /** The sets of one member are where their member says, and need no hash table. */
  function kept(members: Uint32Array, length: number): SetIndex {
    return length === 1 && members[0] < singleCount ? firstSingle + members[0] : interned(sets, members, length)
  }

  return {
    get count() {
      return sets.count
    },
    reserve: () => append(sets, scratch, 0),
    singles(count) {
      firstSingle = sets.count
      singleCount = count
      appendSingles(sets, count)
    },
    of(members) {
      const all = Uint32Array.from(members)
      return kept(all, sortedDistinct(all, all.length))
    },
    union(some, count) {
      const distinct = sortedDistinct(some, count)
      if (distinct === 1) return some[0]
      if (distinct <= few) return united(some, distinct)
      const combination = interned(combinations, some, distinct)
      if (combination === unionOf.length) unionOf.push(united(some, distinct))
      return unionOf[combination]
    },
    members: () => ({
      first: sets.first.subarray(0, sets.count + 1),
      items: sets.items.subarray(0, sets.first[sets.count]),
    }),
  }
}

/** The union of so few sets is sooner made again than looked up. */
const few = 4

/** Up to this length insertion sort takes less time than the call of another one. */
const short = 24

/** Sorts the first `length` numbers and moves the distinct ones to the front: how many these are. */
function sortedDistinct(numbers: Uint32Array, length: number): number {
  if (length > short) numbers.subarray(0, length).sort()
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
  return kept
}

/**
 * Lists of numbers, each kept once and found by its contents: open addressing. Not closures but data, since there are two of
 * them a table: V8 compiles a function of one instance into its callers, and the other instance falls out of that code at
 * each call.
 */
interface InternTable {
  count: number
  first: Uint32Array
  items: Uint32Array
  /** The number of a list + 1; 0 is free. Not more than half are taken. */
  slots: Uint32Array
}

const internTable = (): InternTable => ({
  count: 0,
  first: new Uint32Array(1 << 10),
  items: new Uint32Array(1 << 12),
  slots: new Uint32Array(1 << 11),
})

const sizeOf = ({ first }: InternTable, list: number): number => first[list + 1] - first[list]

/** Adds the first `length` of these. */
function append(table: InternTable, list: Uint32Array, length: number): number {
  const { count } = table
  const start = table.first[count]
  if (count + 2 > table.first.length) table.first = wider(table.first, count + 2)
  if (start + length > table.items.length) table.items = wider(table.items, start + length)
  const { first, items } = table
  for (let at = 0; at < length; at++) items[start + at] = list[at]
  first[count + 1] = start + length
  return table.count++
}

/** Adds a list of one number for each of 0 .. count - 1. */
function appendSingles(table: InternTable, count: number): void {
  const start = table.first[table.count]
  table.first = wider(table.first, table.count + count + 1)
  table.items = wider(table.items, start + count)
  const { first, items } = table
  for (let at = 0; at < count; at++) {
    items[start + at] = at
    first[table.count + at + 1] = start + at + 1
  }
  table.count += count
}

/** The list that equals the first `length` of these, which is added where there is none. */
function interned(table: InternTable, wanted: Uint32Array, length: number): number {
  const { slots } = table
  let slot = hashOf(wanted, 0, length) & (slots.length - 1)
  for (; slots[slot] !== 0; slot = (slot + 1) & (slots.length - 1)) {
    if (isAt(table, slots[slot] - 1, wanted, length)) return slots[slot] - 1
  }
  const list = append(table, wanted, length)
  slots[slot] = list + 1
  if (table.count * 2 > slots.length) widenSlots(table)
  return list
}

function isAt({ first, items }: InternTable, list: number, wanted: Uint32Array, length: number): boolean {
  const start = first[list]
  if (first[list + 1] - start !== length) return false
  for (let at = 0; at < length; at++) if (items[start + at] !== wanted[at]) return false
  return true
}

function widenSlots(table: InternTable): void {
  const { first, items } = table
  const slots = new Uint32Array(table.slots.length * 2)
  for (let at = 0; at < table.slots.length; at++) {
    const taken = table.slots[at]
    if (taken === 0) continue
    let slot = hashOf(items, first[taken - 1], first[taken]) & (slots.length - 1)
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
    slots[slot] = taken
  }
  table.slots = slots
}

/** Writes a list to `to` from `at` on: where it ends. */
function copied({ first, items }: InternTable, list: number, to: Uint32Array, at: number): number {
  for (let item = first[list]; item < first[list + 1]; item++) to[at++] = items[item]
  return at
}

function hashOf(numbers: Uint32Array, from: number, to: number): number {
  let hash = 0
  for (let at = from; at < to; at++) {
    hash = Math.imul(hash ^ numbers[at], 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return hash
}
