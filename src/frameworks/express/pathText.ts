import type { Heap } from '../../recognise/heap.ts'
import { alternatives } from '../../recognise/mountPrefixes.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/** Text of a path as it was given: a string, a regular expression, or an array of these. */
export function givenPath(heap: Heap, path: NodeIndex): string | undefined {
  if (heap.type(path) === 'regexp') return `/${heap.name(path)}/`
  const text = heap.string(path)
  if (text !== undefined || heap.type(path) !== 'object') return text
  const texts = heap.elements(path).map((element) => givenPath(heap, element))
  return texts.length > 0 && texts.every((one) => one !== undefined) ? alternatives(texts) : undefined
}

/** Whether a path that was given is a regular expression, or an array with one. */
export function hasExpression(heap: Heap, path: NodeIndex | undefined): boolean {
  if (path === undefined) return false
  if (heap.type(path) === 'regexp') return true
  return heap.type(path) === 'object' && heap.elements(path).some((element) => hasExpression(heap, element))
}

/**
 * The path that a regular expression was made from by path-to-regexp 0.1 (express 4) or 8 (express 5), or undefined
 * where it is something else, or says more than parameters: what was thrown away is not guessed.
 */
export function compiledPath(source: string, keys: readonly string[]): string | undefined {
  const end = ends.find((text) => source.endsWith(text))
  if (end === undefined || !source.startsWith('^')) return undefined
  const bare = source.slice(1, -end.length)
  const body = /^\(\?:(.*)\)$/.exec(bare)
  return textOf(end.startsWith('(?:') && body !== null ? body[1] : bare, keys)
}

/** What path-to-regexp puts behind a path, in all its ways to end: longest first. */
const ends = ['(?:\\/$)?(?=\\/|$)', '(?:\\/$)?$', '\\/?(?=\\/|$)', '\\/?$', '(?=\\/|$)', '$']

/** A parameter, with the slash before it in some versions; an escaped character; one that stands for itself. */
const piece = /\(\?:(\\\/)?\(\[\^[^\]]+\]\+\?\)\)|(\(\[\^[^\]]+\]\+\??\))|\\([/.-])|([\w~!@%&=:;,' -])/y

function textOf(body: string, keys: readonly string[]): string | undefined {
  let text = ''
  let parameters = 0
  piece.lastIndex = 0
  while (piece.lastIndex < body.length) {
    const found = piece.exec(body)
    if (found === null) return undefined
    const [, slash, , escaped, plain] = found
    const literal = escaped ?? plain
    if (literal === undefined && parameters >= keys.length) return undefined
    text += literal ?? `${slash === undefined ? '' : '/'}:${keys[parameters++]}`
  }
  return text === '' ? '/' : text
}
