import type { Sides, Spread } from './proof.ts'

/** What repeated measures say, in whole numbers. */
export function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return {
    median: Math.round(sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2),
    mean: Math.round(mean),
    deviation: values.length < 2 ? 0 : Math.round(Math.sqrt(squares / (values.length - 1))),
    least: Math.round(Math.min(...values)),
    most: Math.round(Math.max(...values)),
  }
}

/** Both sides, and the difference of each pair; null where a run has no such figure. */
export function sides(before: readonly (number | null)[], after: readonly (number | null)[]): Sides | null {
  if (!isWhole(before) || !isWhole(after)) return null
  return {
    before: spread(before),
    after: spread(after),
    saved: spread(before.map((value, run) => value - after[run])),
  }
}

const isWhole = (values: readonly (number | null)[]): values is number[] => values.every((value) => value !== null)
