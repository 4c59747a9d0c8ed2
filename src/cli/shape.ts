/** Tells what is wrong with a value that should be a `Value`, and where it is; null where nothing is wrong. */
export interface Shape<Value> {
  (value: unknown, at: string): string | null
  /** For types alone. */
  readonly of?: Value
}

export const text = plain<string>('string', 'a text')
/** What JSON calls a number may be too large to be one. */
export const number = numeric(Number.isFinite, 'a number')
/** Bytes and counts that can be less than nothing: differences. */
export const integer = numeric(Number.isSafeInteger, 'a whole number')
/** All other bytes, counts and ids. */
export const amount = numeric(
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  'a whole number from 0 on',
)
export const flag = plain<boolean>('boolean', 'true or false')

function numeric(isOne: (value: unknown) => boolean, expected: string): Shape<number> {
  return (value, at) => (isOne(value) ? null : wrong(value, at, expected))
}

function plain<Value>(type: 'string' | 'boolean', expected: string): Shape<Value> {
  return (value, at) => (typeof value === type ? null : wrong(value, at, expected))
}

/** One of a few words. */
export function oneOf<Word extends string>(...words: readonly Word[]): Shape<Word> {
  return (value, at) => (words.includes(value as Word) ? null : wrong(value, at, words.join(', ')))
}

export function orNull<Value>(shape: Shape<Value>): Shape<Value | null> {
  return (value, at) => (value === null ? null : shape(value, at))
}

export function list<Value>(shape: Shape<Value>): Shape<readonly Value[]> {
  return (value, at) => {
    if (!Array.isArray(value)) return wrong(value, at, 'a list')
    return first(value, (one, index) => shape(one, `${at}[${index}]`))
  }
}

/** An object with all of these fields. What it has besides is not looked at. */
export function fields<Value extends object>(
  shapes: {
    readonly [Name in keyof Value]-?: Shape<Value[Name]>
  },
): Shape<Value> {
  const entries: [string, Shape<unknown>][] = Object.entries(shapes)
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(value, at, 'an object')
    const given = value as Record<string, unknown>
    return first(entries, ([name, shape]) => shape(given[name], at === '' ? name : `${at}.${name}`))
  }
}

/** A document of one of these schemas. */
export function documentOf<Value>(shapes: Readonly<Record<string, Shape<Value>>>): Shape<Value> {
  return (value, at) => {
    const schema = (value as { schema?: unknown } | null | undefined)?.schema
    if (typeof schema === 'string' && Object.hasOwn(shapes, schema)) return shapes[schema](value, at)
    return wrong(value, at, `a document ${Object.keys(shapes).join(' or ')}`)
  }
}

function first<One>(all: readonly One[], problem: (one: One, index: number) => string | null): string | null {
  for (const [index, one] of all.entries()) {
    const found = problem(one, index)
    if (found !== null) return found
  }
  return null
}

const wrong = (value: unknown, at: string, expected: string): string =>
  value === undefined ? `${at} is missing` : `${at} is ${named(value)}, not ${expected}`

function named(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : String(value)
}
