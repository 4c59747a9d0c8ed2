/** Lists of numbers, one behind the other: list i is items[first[i]] .. items[first[i + 1] - 1]. */
export interface Lists {
  readonly first: Uint32Array
  readonly items: Uint32Array
}

/** The items of one list; none where there is no such list. */
export const listAt = ({ first, items }: Lists, list: number): Uint32Array =>
  items.subarray(first[list] ?? 0, first[list + 1] ?? 0)

export const listCount = ({ first }: Lists): number => first.length - 1

/** A copy with room for twice as many, and for `least` anyway. */
export function wider(numbers: Uint32Array, least = 0): Uint32Array<ArrayBuffer> {
  const copy = new Uint32Array(Math.max(numbers.length * 2, least))
  copy.set(numbers)
  return copy
}

/** Lists 0 .. count - 1 of what stands in `items` at the places where `lists` names them, in that order. */
export function listsOf(count: number, lists: ArrayLike<number>, items: ArrayLike<number>): Lists {
  const first = new Uint32Array(count + 1)
  for (let at = 0; at < lists.length; at++) first[lists[at] + 1]++
  for (let list = 0; list < count; list++) first[list + 1] += first[list]
  const next = first.slice()
  const sorted = new Uint32Array(lists.length)
  for (let at = 0; at < lists.length; at++) sorted[next[lists[at]]++] = items[at]
  return { first, items: sorted }
}

/** The other way round: for each of 0 .. count - 1 the lists that it is in. */
export function transposed({ first, items }: Lists, count: number): Lists {
  const lists = new Uint32Array(items.length)
  for (let list = 0; list + 1 < first.length; list++) lists.fill(list, first[list], first[list + 1])
  return listsOf(count, items, lists)
}

/** The lists with each of their items, 0 .. count - 1, once. */
export function distinct({ first, items }: Lists, count: number): Lists {
  const lastIn = new Int32Array(count).fill(-1)
  const starts = new Uint32Array(first.length)
  const kept = new Uint32Array(items.length)
  let length = 0
  for (let list = 0; list + 1 < first.length; list++) {
    for (let at = first[list]; at < first[list + 1]; at++) {
      if (lastIn[items[at]] === list) continue
      lastIn[items[at]] = list
      kept[length++] = items[at]
    }
    starts[list + 1] = length
  }
  return { first: starts, items: kept.subarray(0, length) }
}
