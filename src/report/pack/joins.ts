import type { Json } from './columns.ts'

/** A string that is two others with `join` between. */
export interface Join {
  readonly a: string
  readonly b: string
  readonly join: string
}

/** Keys whose strings are mostly two others of the same object with something between: `GET /users` is GET and /users. */
export function joinsOf(
  keys: readonly string[],
  values: readonly { readonly [key: string]: Json }[],
): Map<string, Join> {
  const found = new Map<string, Join>()
  const texts = keys.filter((key) => values.every((value) => value[key] === null || typeof value[key] === 'string'))
  for (const key of texts) {
    if (values.some((value) => value[key] === null)) continue
    for (const a of texts) {
      for (const b of texts) {
        if (a === b || a === key || b === key || found.has(a) || found.has(b) || found.has(key)) continue
        const [head, tail] = [values[0][a], values[0][b]]
        if (head === null || tail === null || head === '' || tail === '') continue
        const text = values[0][key] as string
        const at = text.indexOf(tail as string, (head as string).length)
        if (!text.startsWith(head as string) || at < 0) continue
        const join = text.slice((head as string).length, at)
        const fits = values.filter(
          (value) => !afterJoin(value[key] as string, value[a], value[b], join).startsWith('='),
        )
        if (fits.length > 0.9 * values.length) found.set(key, { a, b, join })
      }
    }
  }
  return found
}

/** What comes after the two in `text`, or the whole of it behind a `=`. */
export function afterJoin(text: string, a: Json, b: Json, join: string): string {
  const start = `${a}${join}${b}`
  return a !== null && b !== null && text.startsWith(start) && text[start.length] !== '='
    ? text.slice(start.length)
    : `=${text}`
}
