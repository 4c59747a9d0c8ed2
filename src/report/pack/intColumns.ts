/** Where the bytes of integers go: columns one after the other, the lowest bytes of a column first, then the next ones. */
export type ByteSink = number[]

/**
 * How a column of integers is written: `[width, how, ...]`. Each number in it is what is left after a guess, as
 * `left < 0 ? -2 * left - 1 : 2 * left`, in `width` planes of bytes. What is guessed (`how`):
 *
 * - 0: nothing;
 * - 1: the number before it;
 * - 2, `near`: the same row of the column of the same table that was read as number `near`;
 * - 3, `near`, `from`: that, less the columns read since `from`. This is how the last part of a sum vanishes.
 */
export type IntColumn = readonly [width: number, how: 0 | 1 | 2 | 3, near?: number, from?: number]

/** How far back a guess looks for a column that is like this one. */
const near = 12

/**
 * Writes a column in the way that `cost` says is cheapest, and remembers it in `table`, for later columns of the same
 * table to be guessed from. Costs one trial a way, each a pass over the column.
 */
export function intColumn(
  values: readonly number[],
  table: number[][],
  sink: ByteSink,
  cost: (bytes: Uint8Array) => number,
): IntColumn {
  const exact = remainderOf(values, table)
  const ways: { how: IntColumn; guess: readonly number[] | null }[] = exact ?? [
    { how: [0, 0], guess: null },
    { how: [0, 1], guess: [0, ...values.slice(0, -1)] },
    ...table
      .map((guess, at) => ({ how: [0, 2, at] as IntColumn, guess }))
      .slice(-near)
      .filter(({ guess }) => guess.length === values.length),
  ]
  let best: { how: IntColumn; bytes: Uint8Array; cost: number } | null = null
  for (const { how, guess } of ways) {
    const { width, bytes } = planesOf(values, guess)
    const price = ways.length === 1 ? 0 : cost(bytes)
    if (best === null || price < best.cost)
      best = { how: [width, ...how.slice(1)] as unknown as IntColumn, bytes, cost: price }
  }
  table.push([...values])
  if (best === null) return [0, 0]
  for (const byte of best.bytes) sink.push(byte)
  return best.how
}

/** Whether a column is another one less all that were read since some column, in every row. */
function remainderOf(values: readonly number[], table: readonly number[][]) {
  for (let from = table.length - 1; from >= 0 && table.length - from < 2 * near; from--) {
    const last = table.slice(from)
    if (last.some(({ length }) => length !== values.length)) return null
    for (let at = from - 1; at >= 0 && from - at < near; at--) {
      const whole = table[at]
      if (whole.length !== values.length) continue
      const rest = (row: number) => last.reduce((left, column) => left - column[row], whole[row])
      if (values.every((value, row) => value === rest(row)))
        return [{ how: [0, 3, at, from] as IntColumn, guess: values }]
    }
  }
  return null
}

function planesOf(values: readonly number[], guess: readonly number[] | null): { width: number; bytes: Uint8Array } {
  const left = new Float64Array(values.length)
  let largest = 0
  for (let row = 0; row < values.length; row++) {
    const rest = values[row] - (guess === null ? 0 : guess[row])
    left[row] = rest < 0 ? -2 * rest - 1 : 2 * rest
    largest = Math.max(largest, left[row])
  }
  let width = 0
  for (let most = largest; most >= 1; most /= 256) width++
  const bytes = new Uint8Array(width * values.length)
  let at = 0
  for (let plane = 0; plane < width; plane++) {
    const divisor = 256 ** plane
    for (const each of left) bytes[at++] = Math.floor(each / divisor) % 256
  }
  return { width, bytes }
}
