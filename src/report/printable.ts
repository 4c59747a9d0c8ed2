/**
 * Names come out of the analysed heap and may hold anything. What would move a cursor, turn the writing direction,
 * vanish or not survive UTF-8 is written as a visible escape; all else stays as it is.
 */
export function printable(text: string): string {
  return text.replace(hidden, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

// Control characters, soft hyphen, zero-width and bidirectional marks, line and paragraph separators, byte order mark,
// interlinear annotations, and surrogates without their other half.
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Columns that `text` takes in a terminal: wide East Asian characters and emoji two, combining marks none. */
export function columnsOf(text: string): number {
  let columns = 0
  for (const character of text) columns += widthOf(character)
  return columns
}

function widthOf(character: string): 0 | 1 | 2 {
  const code = character.codePointAt(0) as number
  if (code < 0x300) return 1
  if (/\p{M}/u.test(character)) return 0
  return wide.test(character) ? 2 : 1
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18fff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u

/** What a cut may not tear apart: single characters, and escapes that stand for one. */
export function piecesOf(text: string): string[] {
  return text.match(/\\u[\da-f]{4}|[\s\S]/gu) ?? []
}

/** `text` in at most `columns` columns; a longer one loses its middle: both ends of a path tell it apart. */
export function shortened(text: string, columns: number): string {
  // A very long name is cut first, so that this never costs more than the width.
  if (text.length > columns * 8 + 64) text = `${text.slice(0, columns * 4 + 16)}…${text.slice(-columns * 4 - 16)}`
  if (columnsOf(text) <= columns) return text
  if (columns < 1) return ''
  const pieces = piecesOf(text)
  const room = columns - 1
  let head = ''
  let used = 0
  for (const piece of pieces) {
    const width = columnsOf(piece)
    if (used + width > Math.ceil(room / 2)) break
    head += piece
    used += width
  }
  let tail = ''
  for (let at = pieces.length - 1; at >= 0; at--) {
    const width = columnsOf(pieces[at])
    if (used + width > room) break
    tail = pieces[at] + tail
    used += width
  }
  return `${head}…${tail}`
}
