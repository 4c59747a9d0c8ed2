import { backslash, closeBrace, closeBracket, comma, openBrace, openBracket, quote, type Section } from './section.ts'
import { fault, type Source } from './source.ts'

/** A value of any kind that nobody asks for, however deeply nested. Its brackets are counted, nothing else. */
export function skippedSection(): Section {
  let depth = 0
  let inString = false
  let escaped = false
  const section: Section = { read, ended: false }
  return section

  function read(bytes: Uint8Array, from: number, end: number): number {
    for (let at = from; at < end; at++) {
      const byte = bytes[at] as number
      if (escaped) escaped = false
      else if (inString) {
        if (byte === backslash) escaped = true
        else if (byte === quote) inString = false
        if (inString || depth > 0 || escaped) continue
        section.ended = true
        return at + 1
      } else if (byte === quote) inString = true
      else if (byte === openBrace || byte === openBracket) depth++
      else if (byte === closeBrace || byte === closeBracket) {
        section.ended = depth <= 1
        if (depth === 0) return at
        if (--depth === 0) return at + 1
      } else if (byte === comma && depth === 0) {
        section.ended = true
        return at
      }
    }
    return end
  }
}

const maxCaptured = 1 << 24

/** A small value whose text is wanted. */
export function capturedSection(name: string, source: Source): Section & { text(): string } {
  const skipped = skippedSection()
  const pieces: Uint8Array[] = []
  let size = 0
  const section = { read, ended: false, text: () => Buffer.concat(pieces).toString('utf8') }
  return section

  function read(bytes: Uint8Array, from: number, end: number): number {
    const at = skipped.read(bytes, from, end)
    pieces.push(bytes.slice(from, at))
    size += at - from
    if (size > maxCaptured) throw fault('not-a-snapshot', source, `"${name}" is longer than ${maxCaptured} bytes`)
    section.ended = skipped.ended
    return at
  }
}
