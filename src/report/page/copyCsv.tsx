import { useState } from 'preact/hooks'
import { countOf } from '../bytes.ts'
import { type CsvColumn, csvOf } from './csv.ts'

/** Puts the rows that a table shows, all of them and in its order, into the clipboard. */
export function CopyCsv<Row>({ columns, rows }: { columns: readonly CsvColumn<Row>[]; rows: readonly Row[] }) {
  const [said, say] = useState('')
  const copy = async () => {
    say(
      (await copied(csvOf(columns, rows)))
        ? `${countOf(rows.length, 'row')} copied`
        : 'The browser does not let it copy.',
    )
    setTimeout(() => say(''), 4_000)
  }
  return (
    <>
      <button type="button" onClick={copy} disabled={rows.length === 0}>
        Copy as CSV
      </button>
      <span id="copied" role="status" class="muted">
        {said}
      </span>
    </>
  )
}

/** Whether the text is in the clipboard now. A page that came over plain http has the older way only. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    area.className = 'unseen'
    const focused = document.activeElement as HTMLElement | null
    document.body.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    focused?.focus()
    return done
  }
}
