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
  const table: Tables = {
    sets: internTable(),
    combinations: internTable(),
    unionOf: [],
    firstSingle: 0,
    singleCount: 0,
    scratch: new Uint32Array(1 << 10),
  }
  const { sets } = table
  return {
    get count() {
      return sets.count
    },
    reserve: () => append(sets, table.scratch, 0),
    singles(count) {
      table.firstSingle = sets.count
      table.singleCount = count
      appendSingles(sets, count)
    },
    of(members) {
      const all = Uint32Array.from(members)
      return kept(table, all, sortedDistinct(all, all.length))
    },
    union: (some, count) => union(table, some, count),
    members: () => ({
      first: sets.first.subarray(0, sets.count + 1),
      items: sets.items.subarray(0, sets.first[sets.count]),
    }),
  }
}

/**
 * Data, and functions of the module, not closures: there are several tables, and V8 compiles a function of one of them into its
 * callers, where another one falls out of that code at each call.
 */
interface Tables {
  readonly sets: InternTable
  /** Of sets that were united, and which set that is. */
  readonly combinations: InternTable
  readonly unionOf: SetIndex[]
  firstSingle: SetIndex
  singleCount: number
  scratch: Uint32Array
}

function union(table: Tables, some: Uint32Array, count: number): SetIndex {
  const distinct = sortedDistinct(some, count)
  if (distinct === 1) return some[0]
  const { sets, unionOf } = table
  if (distinct <= few) {
    let size = 0
    for (let at = 0; at < distinct; at++) size += sizeOf(sets, some[at])
    if (size <= fewMembers) return united(table, some, distinct)
  }
  const combination = interned(table.combinations, some, distinct)
  if (combination === unionOf.length) unionOf.push(united(table, some, distinct))
  return unionOf[combination]
}

function united(table: Tables, distinct: Uint32Array, count: number): SetIndex {
  const { sets } = table
  let size = 0
  for (let at = 0; at < count; at++) size += sizeOf(sets, distinct[at])
  if (size > table.scratch.length) table.scratch = wider(table.scratch, size)
  let end = 0
  for (let at = 0; at < count; at++) end = copied(sets, distinct[at], table.scratch, end)
  return kept(table, table.scratch, sortedDistinct(table.scratch, size))
}

/** The sets of one member are where their member says, and need no hash table. */
function kept({ sets, firstSingle, singleCount }: Tables, members: Uint32Array, length: number): SetIndex {
  return length === 1 && members[0] < singleCount ? firstSingle + members[0] : interned(sets, members, length)
}

/** The union of so few sets with so few members is sooner made again than looked up. */
const few = 4
const fewMembers = 64

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

/** Lists of numbers, each kept once and found by its contents: open addressing. */
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
