import type { Bytes } from '../snapshot/snapshot.ts'

/** One unit for a whole column, so that digits can be compared by eye. SI: 1 kB = 1000 B. */
export interface Scale {
  readonly unit: 'B' | 'kB' | 'MB' | 'GB' | 'TB'
  readonly divisor: number
  readonly decimals: number
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** The scale in which `largest` reads well: below 1000 after rounding. */
export function scaleOf(largest: Bytes): Scale {
  let exponent = 0
  let size = Math.abs(largest)
  // 999 950 B would round to 1000.0 kB, so the step up comes a little before 1000.
  while (size >= 999.5 && exponent < units.length - 1) {
    size /= 1000
    exponent++
  }
  return { unit: units[exponent], divisor: 1000 ** exponent, decimals: exponent === 0 ? 0 : exponent === 1 ? 1 : 2 }
}

/** The digits of `bytes` on a given scale, without the unit. What would read as zero and is not is written `<0.01`. */
export function digitsIn(scale: Scale, bytes: Bytes): string {
  const text = (bytes / scale.divisor).toFixed(scale.decimals)
  if (bytes === 0 || Number(text) !== 0) return text.replace('-', '−')
  const least = (10 ** -scale.decimals).toFixed(scale.decimals)
  return bytes < 0 ? `>−${least}` : `<${least}`
}

/** As `digitsIn`, with a sign: `+0.04`, `<+0.01`, `−0.04`, `>−0.01`. */
export function deltaDigitsIn(scale: Scale, bytes: Bytes): string {
  const digits = digitsIn(scale, bytes)
  if (bytes <= 0) return digits
  return digits.startsWith('<') ? `<+${digits.slice(1)}` : `+${digits}`
}

/** `1.12 MB`: three digits that matter, for running text. */
export function formatBytes(bytes: Bytes): string {
  const { unit, divisor } = scaleOf(bytes)
  const size = bytes / divisor
  const magnitude = Math.abs(size)
  const decimals = divisor === 1 || magnitude >= 99.95 ? 0 : magnitude >= 9.995 ? 1 : 2
  return `${size.toFixed(decimals).replace('-', '−')} ${unit}`
}

/** As `formatBytes`, with a sign: `+1.12 MB`, `−40 B`, `0 B`. */
export function formatDelta(bytes: Bytes): string {
  return bytes > 0 ? `+${formatBytes(bytes)}` : formatBytes(bytes)
}

/** `1,116,600 B`. */
export function formatExact(bytes: Bytes): string {
  return `${formatCount(bytes)} B`
}

/** `1,116,600`, the same in every locale. */
export function formatCount(count: number): string {
  return String(count)
    .replace('-', '−')
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** `69 %`; a part that is there but small is `<1 %`, or `>−1 %` below zero, and a part of nothing is `–`. */
export function formatPercent(part: number, whole: number): string {
  if (whole <= 0) return '–'
  const percent = (100 * part) / whole
  if (percent > 0 && percent < 1) return '<1 %'
  if (percent < 0 && percent > -1) return '>−1 %'
  return `${formatCount(Math.round(percent))} %`
}

/** By how much something grew or shrank, `26 %` or `−26 %`; from 1,000 % on how many times as much it is, `×8,488`. */
export function formatGrowth(delta: number, before: number): string {
  const isMany = before > 0 && Math.round((100 * delta) / before) >= 1_000
  return isMany ? `×${formatCount(Math.round((before + delta) / before))}` : formatPercent(delta, before)
}

/** `1 route`, `2 routes`, `3,943 routes`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
