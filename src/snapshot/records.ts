import { closeBracket, comma, isBlank, minus, openBracket, type Section } from './section.ts'
import { damaged, type Source, shown } from './source.ts'

/** A table of records of non-negative integers, which the file holds as one flat array. */
export interface Records {
  readonly name: string
  readonly fieldCount: number
  /**
   * The fields that V8 writes as signed numbers although they are unsigned ones of 32 bits: the index of an array
   * element from 2^31 on, and a line or column that is not known (-1). A negative number stands for itself plus 2^32.
   */
  readonly signedFields: readonly number[]
  /** Takes the next record, or says what is wrong with it. */
  store(record: Float64Array): string | undefined
  /**
   * Takes whole records as far as they look as usual, much faster. `at` is the first byte of a record; so is the
   * position that comes back. It may stop anywhere, for whatever it is unsure about.
   */
  storeUsual(bytes: Uint8Array, at: number): number
}

// What the next byte may be. Plain numbers: they are compared for every byte.
const beforeArray = 0
const beforeFirst = 1
const inNumber = 2
const afterNumber = 3
const afterComma = 4
const afterMinus = 5
const maxDigits = 16

/** Reads one flat array of integers into records, strictly: a number, a comma, a number. */
export function recordSection(records: Records, source: Source): Section {
  const record = new Float64Array(records.fieldCount)
  let state = beforeArray
  let field = 0
  let value = 0
  let digits = 0
  let negative = false

  const section: Section = { read, ended: false }
  return section

  function read(bytes: Uint8Array, from: number, end: number): number {
    let at = from
    while (at < end) {
      if (field === 0 && (state === afterComma || state === beforeFirst)) {
        const next = records.storeUsual(bytes, at)
        if (next !== at) state = afterComma
        at = next
        if (at >= end) break
      }
      const byte = bytes[at] as number
      const digit = byte - 48
      if (digit >>> 0 < 10 && state !== afterNumber && state !== beforeArray) {
        if (state !== inNumber) digits = value = 0
        state = inNumber
        value = value * 10 + digit
        if (++digits > maxDigits) throw damaged(source, `a number in "${records.name}" is too long`, at)
      } else if (byte === comma && (state === inNumber || state === afterNumber)) {
        if (state === inNumber) endNumber(at)
        state = afterComma
      } else if (byte === minus && state === afterComma && records.signedFields.includes(field)) {
        negative = true
        state = afterMinus
      } else if (byte === closeBracket && state !== afterComma && state !== afterMinus && state !== beforeArray) {
        if (state === inNumber) endNumber(at)
        if (field !== 0) throw damaged(source, `the last record of "${records.name}" is incomplete`, at)
        section.ended = true
        return at + 1
      } else if (isBlank(byte)) {
        if (state === inNumber) endNumber(at)
        if (state === inNumber) state = afterNumber
      } else if (byte === openBracket && state === beforeArray) {
        state = beforeFirst
      } else throw damaged(source, `${shown(byte)} cannot stand there in "${records.name}"`, at)
      at++
    }
    return at
  }

  function endNumber(at: number): void {
    if (value > (negative ? 2 ** 31 : Number.MAX_SAFE_INTEGER))
      throw damaged(source, `a number in "${records.name}" is too large`, at)
    record[field++] = negative ? 2 ** 32 - value : value
    negative = false
    if (field < records.fieldCount) return
    field = 0
    const wrong = records.store(record)
    if (wrong !== undefined) throw damaged(source, wrong, at)
  }
}
