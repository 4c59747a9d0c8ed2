import { Ansis } from 'ansis'
import { columnsOf, printable, shortened } from './printable.ts'

/** How a terminal text may look. Whether colour is wanted is for the caller to say. */
export interface Look {
  /** Columns; no line is wider. */
  readonly width: number
  readonly colour: boolean
}

/** Below this, nothing can be laid out; a narrower terminal breaks the lines itself. */
const narrowest = 40

/** The room that a look gives, in columns. */
export function roomOf({ width }: Look): number {
  return Math.max(narrowest, Math.floor(width) || 80)
}

/** Colours for a look; without colour, text stays as it is. */
export function paintOf({ colour }: Look): Ansis {
  return new Ansis(colour ? 1 : 0)
}

/** A name in at most `columns` columns, safe to print: no control character, the middle cut if too long. */
export function fitted(name: string, columns: number): string {
  const cut =
    name.length > 4 * columns + 64 ? `${name.slice(0, 2 * columns + 32)}…${name.slice(-2 * columns - 32)}` : name
  return shortened(printable(cut), columns)
}

/** `text`, then blanks up to `columns`. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)))
}

/** Running text as lines of at most `columns` columns. A word that is wider loses its middle. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  // Running text is written by us around names; past some thousand characters it is all name.
  for (const word of fitted(text, 4_000).split(' ')) {
    const piece = shortened(word, columns)
    if (line === '') line = piece
    else if (columnsOf(line) + 1 + columnsOf(piece) <= columns) line += ` ${piece}`
    else {
      lines.push(line)
      line = piece
    }
  }
  return [...lines, line]
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** A bar for part of a whole, as wide as `columns` when full; what is there shows at least a sliver. */
export function bar(part: number, whole: number, columns: number): string {
  if (whole <= 0 || part <= 0) return ''
  const steps = Math.max(1, Math.round((8 * columns * Math.min(part, whole)) / whole))
  return '█'.repeat(steps >> 3) + eighths[steps & 7]
}
