import { printable } from '../printable.ts'

/** One column of a table in CSV: its heading, and its value in a row. Sizes are exact bytes. */
export interface CsvColumn<Row> {
  readonly heading: string
  readonly value: (row: Row) => string | number
}

/**
 * Rows as CSV (RFC 4180, CRLF). Texts come out of the analysed heap: each is quoted, so that no other separator that a
 * spreadsheet tries cuts one open; what would be invisible is written as an escape; and what a spreadsheet would take for
 * a formula has an apostrophe before it, which makes it text there.
 */
export function csvOf<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map(({ heading }) => cell(heading)),
    ...rows.map((row) => columns.map((each) => cell(each.value(row)))),
  ]
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('')
}

// Also the wide forms that some spreadsheets read alike, and after blanks, which they skip.
const formula = /^[\s'"]*[=+\-@|%\uff1d\uff0b\uff0d\uff20\u2212]/

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const shown = printable(value).replaceAll('"', '""')
  return `"${formula.test(shown) ? "'" : ''}${shown}"`
}
