import { pathToFileURL } from 'node:url'
import type { Report } from '../index.ts'
import { openInBrowser } from './browser.ts'
import { type FormatOptions, fileFormat, formatOf, render } from './formats.ts'
import { saveFile } from './savedFile.ts'
import type { Session } from './session.ts'

/** Writes a report into a file, in the format that its ending says. */
export async function saveReport(session: Session, report: Report, out: string): Promise<void> {
  const plain = { width: 100, colour: false }
  await saveFile(out, render(session, report, fileFormat(out), plain), session.signal)
}

interface Announced extends FormatOptions {
  readonly quiet?: boolean
  readonly open?: boolean
}

/** Says where the report is, on stderr where stdout holds a document. */
export function announceReport({ host }: Session, options: Announced, out: string): void {
  const output = formatOf(options) === 'terminal' ? host.stdout : host.stderr
  if (output === host.stdout || options.quiet !== true) output.write(`\nReport  ${pathToFileURL(out).href}\n`)
  if (options.open === true) openInBrowser(host, out)
}
