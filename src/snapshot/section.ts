/**
 * One value of the file's top-level object, read piece by piece. Pieces end anywhere: within a number, a string, an
 * escape, a UTF-8 character.
 */
export interface Section {
  /**
   * Reads on from `at` and returns the position behind what it took, which is `end` unless the value ended before.
   * `bytes[end]` exists and is 0, so that a loop over digits stops there without asking for the end.
   */
  read(bytes: Uint8Array, at: number, end: number): number
  /** The value is complete. */
  ended: boolean
}

export const space = 32
export const newline = 10
export const quote = 34
export const comma = 44
export const minus = 45
export const digitZero = 48
export const colon = 58
export const openBracket = 91
export const backslash = 92
export const closeBracket = 93
export const openBrace = 123
export const closeBrace = 125

export const isBlank = (byte: number): boolean => byte === space || byte === newline || byte === 13 || byte === 9
