import type { Json } from './columns.ts'

/** Keys whose values go together, so that they are written once for many rows. */
export interface Together {
  readonly keys: readonly string[]
  readonly different: readonly { readonly [key: string]: Json }[]
  readonly rows: readonly number[]
}

/** Tables of fewer rows have nothing that is worth telling apart. */
const manyRows = 64

/** The keys of which there are few different combinations, the combinations, most frequent first, and which row has which. */
export function togetherOf(
  keys: readonly string[],
  values: readonly { readonly [key: string]: Json }[],
): Together | null {
  if (values.length < manyRows) return null
  const most = values.length / 8
  const texts = new Map<string, string[]>()
  const counts = new Map<string, number>()
  for (const key of keys) {
    const found = textsOfFew(key, values, most / 2)
    if (found === null) continue
    texts.set(key, found.texts)
    counts.set(key, found.count)
  }
  const fewest = [...counts.keys()].sort((a, b) => counts.get(a)! - counts.get(b)!)
  let chosen: string[] = []
  let combined = values.map(() => '')
  for (const key of fewest) {
    const next = combined.map((text, row) => `${text}${texts.get(key)![row]}\n`)
    if (new Set(next).size > most) continue
    chosen.push(key)
    combined = next
  }
  if (chosen.length < 2) return null
  chosen = keys.filter((key) => chosen.includes(key))
  const times = new Map<string, { readonly row: number; readonly times: number }>()
  for (const [row, text] of combined.entries()) {
    const before = times.get(text) ?? { row, times: 0 }
    times.set(text, { row: before.row, times: before.times + 1 })
  }
  const ranked = [...times].sort(([, a], [, b]) => b.times - a.times || a.row - b.row)
  const rank = new Map(ranked.map(([text], at) => [text, at]))
  return {
    keys: chosen,
    different: ranked.map(([, { row }]) => Object.fromEntries(chosen.map((key) => [key, values[row][key]]))),
    rows: combined.map((text) => rank.get(text)!),
  }
}

/** The values of a key as JSON, and how many are different; null, after a part of them, where that is more than `most`. */
function textsOfFew(key: string, values: readonly { readonly [key: string]: Json }[], most: number) {
  const different = new Set<string>()
  const texts: string[] = []
  for (const value of values) {
    const text = JSON.stringify(value[key])
    different.add(text)
    if (different.size > most) return null
    texts.push(text)
  }
  return { texts, count: different.size }
}
