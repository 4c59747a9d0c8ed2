import { wrapped } from '../report/lines.ts'
import { printable } from '../report/printable.ts'
import { type Host, widthOf } from './host.ts'
import { write } from './write.ts'

/** Says on stderr what the reader has to know, in the words that a report says it in. */
export async function writeNotes({ stderr }: Host, notes: readonly string[]): Promise<void> {
  const room = Math.max(20, widthOf(stderr) - 6)
  const lines = notes.flatMap((note) =>
    wrapped(printable(note), room).map((line, index) => `${index === 0 ? 'note  ' : '      '}${line}\n`),
  )
  if (lines.length > 0) await write(stderr, lines.join(''))
}
