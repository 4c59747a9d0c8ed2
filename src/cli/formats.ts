import { extname } from 'node:path'
import { type Command, Option } from 'commander'
import type { Difference, Report } from '../index.ts'
import type { Session } from './session.ts'

export type Format = 'terminal' | 'json' | 'markdown' | 'html'

/** What the code of an HTML report is: in its file, or in files beside it. */
export interface AssetsOption {
  readonly reportAssets: 'inline' | 'external'
}

export const reportAssets = () =>
  new Option(
    '--report-assets <where>',
    'the code of an HTML report: in its file, or beside it for hosts that forbid inline code',
  )
    .choices(['inline', 'external'])
    .default('inline')

export interface FormatOptions {
  readonly format?: Format
  readonly json?: boolean
}

export function addFormatOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--format <name>', 'what to print on stdout (default: terminal)').choices([
        'terminal',
        'json',
        'markdown',
        'html',
      ]),
    )
    .addOption(new Option('--json', 'the same as --format json: exactly one document').conflicts('format'))
}

export const formatOf = ({ json, format }: FormatOptions): Format => (json === true ? 'json' : (format ?? 'terminal'))

const formats: Readonly<Record<string, Format>> = {
  '.html': 'html',
  '.htm': 'html',
  '.json': 'json',
  '.md': 'markdown',
  '.txt': 'terminal',
}

/** The endings of report files, in words. */
export const reportEndings = '.html, .json, .md or .txt'

/** The format that the ending of a path says, null where it says none. */
export const formatOfEnding = (path: string): Format | null => formats[extname(path).toLowerCase()] ?? null

/** The format that the name of a file asks for. A device or a pipe may have any name, and gets HTML. */
export const fileFormat = (path: string): Format => formatOfEnding(path) ?? 'html'

/** A document as text. `look` matters to the terminal only. */
export function render(
  { routeheap }: Session,
  document: Report | Difference,
  format: Format,
  look: { readonly width: number; readonly colour: boolean },
): string {
  switch (format) {
    case 'json':
      return routeheap.renderJson(document)
    case 'markdown':
      return routeheap.renderMarkdown(document)
    case 'html':
      return routeheap.renderHtml(document)
    case 'terminal':
      return routeheap.renderTerminal(document, look)
  }
}
