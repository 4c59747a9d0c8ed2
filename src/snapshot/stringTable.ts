import type { StringIndex, StringTable } from './snapshot.ts'
import { lengthBits, type StringColumns } from './strings.ts'

/** Strings of more bytes are not what names are: they are searched one by one. */
const mostIndexed = 64
const escapeBytes = 6
/** How many decoded strings are kept, of up to `mostIndexed` bytes; a power of two. Names are asked for again and again. */
const mostKept = 1 << 14

/** The strings behind their columns, decoded when asked for. */
export function stringTable(columns: StringColumns): StringTable {
  const { count, start, length } = columns
  const buffer = Buffer.from(columns.bytes.buffer, columns.bytes.byteOffset, columns.bytes.byteLength)
  const found = new Map<string, StringIndex | undefined>()
  let slots: Uint32Array | undefined
  // By the last bits of an index: the index + 1 whose text was decoded last, and that text.
  const keptIndex = new Uint32Array(mostKept)
  const kept: string[] = new Array(mostKept).fill('')

  return { count, columns, text, byteLength, find }

  function text(index: StringIndex): string {
    if (!(index >= 0 && index < count)) throw new RangeError(`There is no string ${index}, only ${count}.`)
    const size = byteLength(index)
    if (size > mostIndexed) return decoded(index, size)
    const slot = index & (mostKept - 1)
    if (keptIndex[slot] !== index + 1) {
      kept[slot] = decoded(index, size)
      keptIndex[slot] = index + 1
    }
    return kept[slot]
  }

  function decoded(index: StringIndex, size: number): string {
    const from = start[index]
    const end = from + size
    // With its quotes, as it stands in the file.
    return length[index] > lengthBits
      ? unescaped(buffer.toString('utf8', from - 1, end + 1))
      : buffer.toString('utf8', from, end)
  }

  function byteLength(index: StringIndex): number {
    return length[index] & lengthBits
  }

  function find(wanted: string): StringIndex | undefined {
    if (!found.has(wanted)) found.set(wanted, search(wanted))
    return found.get(wanted)
  }

  function search(wanted: string): StringIndex | undefined {
    const bytes = Buffer.from(wanted)
    if (bytes.length > mostIndexed || !plain.test(wanted)) return searchAll(wanted, bytes.length)
    slots ??= indexed()
    for (let slot = slotOf(bytes, 0, bytes.length, slots); slots[slot] !== 0; slot = (slot + 1) % slots.length) {
      const index = slots[slot] - 1
      if (couldBe(index, bytes.length) && text(index) === wanted) return index
    }
    return undefined
  }

  function searchAll(wanted: string, bytes: number): StringIndex | undefined {
    for (let index = 0; index < count; index++) if (couldBe(index, bytes) && text(index) === wanted) return index
    return undefined
  }

  /** Whether the string can have that many bytes. An escape takes at most six bytes, for one that is meant. */
  function couldBe(index: StringIndex, bytes: number): boolean {
    const size = byteLength(index)
    return size === bytes || (length[index] > lengthBits && size > bytes && size <= bytes * escapeBytes)
  }

  /**
   * Hash table of the short strings that a plain name can equal: index + 1 in the first free slot from the one of its
   * hash on; 0 is free.
   */
  function indexed(): Uint32Array {
    const table = new Uint32Array(2 ** Math.ceil(Math.log2(count * 2 + 2)))
    for (let index = 0; index < count; index++) {
      const size = byteLength(index)
      const escaped = length[index] > lengthBits
      if (size > (escaped ? mostIndexed * escapeBytes : mostIndexed)) continue
      if (escaped && !mayMeanPlain(buffer, start[index], size)) continue
      const own = escaped ? Buffer.from(text(index)) : buffer
      let slot = slotOf(own, escaped ? 0 : start[index], escaped ? own.length : size, table)
      while (table[slot] !== 0) slot = (slot + 1) % table.length
      table[slot] = index + 1
    }
    return table
  }
}

/** Characters that need no escape: what names are made of. */
const plain = /^[ !#-[\]-~]*$/
const backslash = 0x5c
const unicode = 0x75 // u
const zero = 0x30
/** Letters behind a backslash that make what no plain name has. */
const meansOther = new Set(Buffer.from('bfnrt"\\'))

/** Whether all escapes of the string can stand for plain characters. Nearly no writer has such escapes. */
function mayMeanPlain(bytes: Uint8Array, from: number, size: number): boolean {
  for (let at = from; at < from + size; at++) {
    if (bytes[at] !== backslash) continue
    const letter = bytes[++at]
    if (meansOther.has(letter) || (letter === unicode && (bytes[at + 1] !== zero || bytes[at + 2] !== zero)))
      return false
  }
  return true
}

/** A hash of the length and of up to 16 of the bytes, as a place in the table, whose length is a power of two. */
function slotOf(bytes: Uint8Array, from: number, size: number, table: Uint32Array): number {
  const step = 1 + (size >>> 4)
  let hash = 0x811c9dc5 ^ size
  for (let at = from + size - 1; at >= from; at -= step) hash = Math.imul(hash ^ bytes[at], 0x01000193)
  return (hash ^ (hash >>> 15)) & (table.length - 1)
}

const simpleEscapes: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/** A string of JSON. An escape that JSON does not know stands for its own text: a name is never worth an error. */
function unescaped(quoted: string): string {
  try {
    return JSON.parse(quoted)
  } catch {
    return quoted
      .slice(1, -1)
      .replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gsu, (_, hex: string | undefined, simple: string) =>
        hex === undefined ? (simpleEscapes[simple] ?? simple) : String.fromCharCode(Number.parseInt(hex, 16)),
      )
  }
}
