import { type ErrorCode, RouteheapError } from '../error.ts'

/** What is being read, and how far: enough to say in an error where it went wrong. */
export interface Source {
  /** The path, or `<stream>`. */
  readonly path: string
  /** Length of the file where it is known beforehand: a border for what the header may claim. */
  readonly knownBytes: number | undefined
  /** Offset in the file of the first byte of the piece at hand. */
  base: number
}

type Fault = Extract<ErrorCode, 'not-a-snapshot' | 'snapshot-truncated' | 'snapshot-corrupted'>

export const fault = (code: Fault, source: Source, reason: string): RouteheapError =>
  new RouteheapError(code, { path: source.path, reason })

/** The error for a byte that cannot stand where it stands; `at` counts within the piece at hand. */
export const damaged = (source: Source, reason: string, at: number): RouteheapError =>
  fault('snapshot-corrupted', source, `${reason}, at byte ${source.base + at}`)

/** A byte as a reader of the message would write it. */
export const shown = (byte: number): string =>
  byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `0x${byte.toString(16).padStart(2, '0')}`
