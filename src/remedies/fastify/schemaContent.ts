/** What one walk over a schema tells. */
export interface SchemaContent {
  /** Equal for equal contents; different contents may share one, so it never decides alone. */
  readonly hash: number
  /** It refers to something, perhaps outside of itself. */
  readonly refers: boolean
}

/** Above this a schema is not looked at to its end: it holds itself, or is put together from parts again and again. */
const mostValues = 200_000
const deepest = 400

const references = new Set(['$ref', '$dynamicRef', '$recursiveRef'])
const names = new Set(['$id', '$anchor', '$dynamicAnchor', '$recursiveAnchor', '$async'])

/** Keys that make a schema more than its content: it has a name that others may use, or answers with a promise. */
export const isName = (key: string): boolean => names.has(key)

/**
 * Reads a schema once. Undefined where it must not be shared: it is not plain JSON (functions, class instances,
 * `undefined`, a value that holds itself), or it has a key for which `isSpecial` is true, anywhere. The order of keys
 * counts: it decides which error comes first.
 *
 * Symbols as keys are let through where their values are plain (TypeBox marks its schemas with them).
 */
export function schemaContent(schema: unknown, isSpecial: (key: string) => boolean): SchemaContent | undefined {
  let hash = 17
  let refers = false
  let left = mostValues
  const add = (number: number) => {
    hash = (Math.imul(hash, 31) + number) | 0
  }
  const addText = (text: string) => {
    for (let i = 0; i < text.length; i++) add(text.charCodeAt(i))
    add(text.length)
  }
  const addScalar = (value: unknown): boolean => {
    if (typeof value === 'string') addText(value)
    else if (typeof value === 'number' && Number.isFinite(value)) addText(`${value}`)
    else if (typeof value === 'boolean') add(value ? 2 : 3)
    else if (value === null) add(4)
    else return false
    return true
  }

  const walk = (value: unknown, depth: number): boolean => {
    if (left-- === 0 || depth > deepest) return false
    if (typeof value !== 'object' || value === null) return addScalar(value)
    if (Array.isArray(value)) {
      add(5)
      // Holes read as undefined, which is no JSON.
      for (const element of value as unknown[]) if (!walk(element, depth + 1)) return false
      add(6)
      return true
    }
    if (!isPlain(value)) return false
    for (const symbol of Object.getOwnPropertySymbols(value)) {
      addText(symbol.description ?? '')
      if (!addScalar((value as Record<symbol, unknown>)[symbol])) return false
    }
    add(7)
    for (const key of Object.keys(value)) {
      const inner = (value as Record<string, unknown>)[key]
      if (isSpecial(key)) return false
      if (references.has(key)) refers = true
      addText(key)
      if (!walk(inner, depth + 1)) return false
    }
    add(8)
    return true
  }
  return typeof schema === 'object' && schema !== null && walk(schema, 0) ? { hash, refers } : undefined
}

/** Same JSON, same order of keys, same symbols. Both were let through by `schemaContent`, so both have an end. */
export function sameContent(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b)
  if (a === b) return true
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Reflect.ownKeys(a).filter((key) => isEnumerable(a, key))
  const others = Reflect.ownKeys(b).filter((key) => isEnumerable(b, key))
  if (keys.length !== others.length) return false
  return keys.every(
    (key, i) =>
      key === others[i] &&
      sameContent((a as Record<PropertyKey, unknown>)[key], (b as Record<PropertyKey, unknown>)[key]),
  )
}

const isEnumerable = (value: object, key: PropertyKey) => Object.prototype.propertyIsEnumerable.call(value, key)

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
