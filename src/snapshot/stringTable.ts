import type { StringIndex, StringTable } from './snapshot.ts'
import type { StringColumns } from './strings.ts'

const lengthBits = 0x7fffffff

/** The strings behind their columns, decoded when asked for. */
export function stringTable(columns: StringColumns): StringTable {
  const { count, start, length } = columns
  const buffer = Buffer.from(columns.bytes.buffer, columns.bytes.byteOffset, columns.bytes.byteLength)
  const found = new Map<string, StringIndex | undefined>()

  return { count, columns, text, byteLength, find }

  function text(index: StringIndex): string {
    if (!(index >= 0 && index < count)) throw new RangeError(`There is no string ${index}, only ${count}.`)
    const from = start[index]
    const decoded = buffer.toString('utf8', from, from + byteLength(index))
    return length[index] > lengthBits ? unescaped(decoded) : decoded
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
    for (let index = 0; index < count; index++) {
      const size = length[index]
      if (size > lengthBits) {
        // An escape takes at most six bytes for a character.
        const escapedSize = size & lengthBits
        if (escapedSize > wanted.length && escapedSize <= wanted.length * 6 && text(index) === wanted) return index
      } else if (size === bytes.length) {
        const from = start[index]
        if (buffer.compare(bytes, 0, size, from, from + size) === 0) return index
      }
    }
    return undefined
  }
}

const simpleEscapes: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/** JSON's escapes resolved. An escape that JSON does not know stands for its own text: a name is never worth an error. */
const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gsu, (_, hex: string | undefined, simple: string) =>
    hex === undefined ? (simpleEscapes[simple] ?? simple) : String.fromCharCode(Number.parseInt(hex, 16)),
  )
