import { bytesColumn, grown, nextLength, wordsColumn } from './column.ts'
import { backslash, closeBracket, comma, isBlank, openBracket, quote, type Section } from './section.ts'
import { damaged, type Source, shown } from './source.ts'

/** The strings section as it stands in the file, and where its strings lie. On shared memory like all columns. */
export interface StringColumns {
  readonly count: number
  /** The section's own bytes: UTF-8 with JSON escapes, quotes and commas between. */
  readonly bytes: Uint8Array
  /** First byte of each string, behind its opening quote. */
  readonly start: Uint32Array
  /** Bytes up to the closing quote in the low 31 bits; the top bit says that there are escapes. */
  readonly length: Uint32Array
}

const maxBytes = 0xfffffffe
const maxStrings = 1 << 29
/** The bits of `length` that are no flag, and the longest string. */
export const lengthBits = 0x7fffffff

const newline = 0x0a

const beforeArray = 0
const beforeFirst = 1
const inString = 2
const afterString = 3
const afterComma = 4

/** Reads the string table. The bytes are kept as they are: decoding what nobody asks for is what makes readers slow. */
export function stringSection(source: Source): Section & { columns(): StringColumns } {
  const bytesLeft = source.knownBytes === undefined ? maxBytes : Math.min(maxBytes, source.knownBytes - source.base + 1)
  const stringsLeft = Math.min(maxStrings, Math.ceil(bytesLeft / 2))
  let kept = bytesColumn(source, Math.min(1 << 20, bytesLeft), bytesLeft)
  let start = wordsColumn(source, Math.min(1 << 14, stringsLeft), stringsLeft)
  let length = wordsColumn(source, Math.min(1 << 14, stringsLeft), stringsLeft)
  let size = 0
  let count = 0
  let state = beforeArray
  let opened = 0
  let escapes = false
  let escaped = false

  const section = { read, ended: false, columns }
  return section

  function read(bytes: Uint8Array, from: number, end: number): number {
    const shift = size - from
    let at = from
    while (at < end && !section.ended) {
      if (state === inString && !escapes && !escaped) at = plainStrings(bytes, at, end, shift)
      if (at === end) break
      at = state === inString ? withinString(bytes, at, end, shift) : between(bytes, at, shift)
    }
    keep(bytes, from, at)
    return at
  }

  /** Strings without escapes, up to the last one in a row. Stops within a string, at whatever it is unsure about. */
  function plainStrings(bytes: Uint8Array, from: number, end: number, shift: number): number {
    const starts = start
    const lengths = length
    const room = start.length
    let row = count
    let open = opened
    let at = from
    while (row < room) {
      while (at < end && bytes[at] !== quote && bytes[at] !== backslash) at++
      let next = at + 1
      if (at + 3 >= end || bytes[at] !== quote || bytes[next] !== comma) break
      if (bytes[++next] === newline) next++
      if (bytes[next] !== quote) break
      starts[row] = open
      lengths[row++] = at + shift - open
      at = next + 1
      open = at + shift
    }
    count = row
    opened = open
    return at
  }

  /** Reads on to the closing quote. The byte behind a backslash is never looked at. */
  function withinString(bytes: Uint8Array, from: number, end: number, shift: number): number {
    let at = from
    if (escaped) at++
    escaped = false
    while (at < end) {
      const byte = bytes[at]
      if (byte === quote) {
        addString(at + shift, at)
        return at + 1
      }
      if (byte === backslash) {
        escapes = true
        if (++at === end) escaped = true
      }
      at++
    }
    return end
  }

  function between(bytes: Uint8Array, at: number, shift: number): number {
    const byte = bytes[at]
    if (byte === quote && (state === beforeFirst || state === afterComma)) {
      state = inString
      opened = at + 1 + shift
      escapes = false
    } else if (byte === comma && state === afterString) state = afterComma
    else if (byte === closeBracket && (state === beforeFirst || state === afterString)) section.ended = true
    else if (byte === openBracket && state === beforeArray) state = beforeFirst
    else if (!isBlank(byte)) throw damaged(source, `${shown(byte)} cannot stand there in "strings"`, at)
    return at + 1
  }

  function addString(closed: number, at: number): void {
    if (count === start.length) {
      if (count === stringsLeft) throw damaged(source, `there are over ${stringsLeft} strings`, at)
      start = grown(source, start, nextLength(count, stringsLeft))
      length = grown(source, length, nextLength(count, stringsLeft))
    }
    if (closed - opened > lengthBits) throw damaged(source, `string ${count} is longer than 2 GiB`, at)
    start[count] = opened
    length[count++] = (closed - opened) | (escapes ? 0x80000000 : 0)
    state = afterString
  }

  function keep(bytes: Uint8Array, from: number, to: number): void {
    const wanted = size + to - from
    if (wanted > bytesLeft) throw damaged(source, `the strings take over ${bytesLeft} bytes`, to)
    if (wanted > kept.length) kept = grown(source, kept, Math.max(wanted, nextLength(kept.length, bytesLeft)))
    kept.set(bytes.subarray(from, to), size)
    size = wanted
  }

  function columns(): StringColumns {
    return { count, bytes: kept.subarray(0, size), start: start.subarray(0, count), length: length.subarray(0, count) }
  }
}
