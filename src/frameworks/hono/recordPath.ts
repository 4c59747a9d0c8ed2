import type { Heap } from '../../recognise/heap.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/** A path is joined from one piece per level of nesting; more than this is no path. */
const pieceLimit = 1000

/**
 * The path of a Hono record. Hono joins it as base + `/` + sub.slice(1) when a sub-app is mounted (mergePath in
 * utils/url), and V8 keeps that slice as a reference into the longer string without saying where it begins. It is known
 * here: a slice of a string that begins with a slash leaves out that slash and nothing else.
 */
export function recordPath(heap: Heap, record: NodeIndex): string | undefined {
  const whole = heap.stringProperty(record, 'path')
  if (whole !== undefined) return whole
  const path = heap.property(record, 'path')
  if (path === undefined) return undefined

  const pieces: string[] = []
  const open = [path]
  while (open.length > 0) {
    const piece = open.pop()!
    const [first, second] = [heap.internal(piece, 'first'), heap.internal(piece, 'second')]
    if (first !== undefined && second !== undefined) {
      open.push(second, first)
      continue
    }
    const text = heap.string(piece) ?? textWithoutSlash(heap, piece)
    if (text === undefined || pieces.push(text) > pieceLimit) return undefined
  }
  return pieces.join('')
}

function textWithoutSlash(heap: Heap, slice: NodeIndex): string | undefined {
  const parent = heap.internal(slice, 'parent')
  const text = parent === undefined ? undefined : heap.string(parent)
  return text?.startsWith('/') ? text.slice(1) : undefined
}
