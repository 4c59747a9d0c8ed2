import { countOf, formatBytes } from './bytes.ts'
import { repositoryLink } from './places.ts'
import { printable, shortened } from './printable.ts'
import type { Report } from './report.ts'

/** What the Markdown of all documents is put together from. */

export function folded(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`
}

export function more(count: number, one: string, many?: string): string {
  return count > 0 ? `… and ${countOf(count, one, many)} more.` : ''
}

/** `numbers` are the columns of sizes, which stand at the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, at) => (numbers.includes(at) ? '---:' : '---'))), ...rows.map(line)].join('\n')
}

const longest = 160

/** A name as code. HTML rather than backticks: a name may hold backticks, and a table cuts at a pipe even in code. */
export function code(name: string): string {
  return name === '' ? '' : `<code>${text(name)}</code>`
}

/** Text that Markdown and HTML take for nothing but text, and that mentions nobody. */
export function text(name: string): string {
  return escaped(shortened(printable(name.slice(0, 20_000)), longest))
}

/** The same for our own sentences, which are shown whole. */
export const prose = (words: string): string => escaped(printable(words))

function escaped(plain: string): string {
  return plain.replace(/[&<>"'`*_~|\\[\](){}#!@:]/g, (one) => `&#${one.charCodeAt(0)};`)
}

/** A size whose unit stays beside its number in a narrow column. */
export const size = (bytes: number) => unbroken(formatBytes(bytes))
export const unbroken = (words: string) => words.replaceAll(' ', '&nbsp;')

/** A place in the source, as a link into the repository where the document names one. */
export function place({ repository }: Pick<Report, 'repository'>, source: string | null): string {
  if (source === null) return ''
  const link = repositoryLink(repository, source)
  return link === null ? code(source) : `<a href="${link}">${code(source)}</a>`
}
