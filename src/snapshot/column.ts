import { RouteheapError } from '../error.ts'
import type { Source } from './source.ts'

/**
 * Columns live on shared memory. One whose length is certain is allocated at once; the others reserve address space up
 * to a limit and claim memory as values arrive, in place: nothing is copied, and a header that lies costs nothing.
 */
type Column = Uint8Array<SharedArrayBuffer> | Uint32Array<SharedArrayBuffer>

interface Growable extends SharedArrayBuffer {
  readonly growable: boolean
  readonly maxByteLength: number
  grow(byteLength: number): void
}

const GrowableBuffer = SharedArrayBuffer as unknown as {
  new (byteLength: number, options: { maxByteLength: number }): Growable
}

/** Room for `length` values, and for up to `limit` after `grown`. */
export function bytesColumn(source: Source, length: number, limit = length): Uint8Array<SharedArrayBuffer> {
  return new Uint8Array(buffer(source, length, limit), 0, length)
}

/** Room for `length` values, and for up to `limit` after `grown`. */
export function wordsColumn(source: Source, length: number, limit = length): Uint32Array<SharedArrayBuffer> {
  return new Uint32Array(buffer(source, length * 4, limit * 4), 0, length)
}

function buffer(source: Source, bytes: number, limit: number): SharedArrayBuffer {
  try {
    return limit > bytes ? new GrowableBuffer(bytes, { maxByteLength: limit }) : new SharedArrayBuffer(bytes)
  } catch (cause) {
    throw new RouteheapError('snapshot-too-large', { path: source.path, bytes: Math.max(bytes, limit) }, { cause })
  }
}

/** The same column with room for `length` values: the same memory, seen further. Never beyond its limit. */
export function grown<C extends Column>(source: Source, column: C, length: number): C {
  const memory: SharedArrayBuffer = column.buffer
  const bytes = length * column.BYTES_PER_ELEMENT
  try {
    if (bytes > memory.byteLength) (memory as Growable).grow(bytes)
  } catch (cause) {
    throw new RouteheapError('snapshot-too-large', { path: source.path, bytes }, { cause })
  }
  const longer: Column =
    column.BYTES_PER_ELEMENT === 1 ? new Uint8Array(memory, 0, length) : new Uint32Array(memory, 0, length)
  return longer as C
}

/** How many values to make room for when `length` is full and at most `limit` may come. */
export const nextLength = (length: number, limit: number): number => Math.min(limit, length * 2)
