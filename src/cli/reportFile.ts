import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { RouteheapError } from '../error.ts'
import type { Difference, Report } from '../index.ts'
import { openInBrowser } from './browser.ts'
import { type AssetsOption, type FormatOptions, fileFormat, formatOf, render } from './formats.ts'
import { saveFile } from './savedFile.ts'
import type { Session } from './session.ts'

/**
 * Writes a report or a difference into a file, in the format that its ending says. An HTML report whose code is beside it
 * is complete once its page is there: the others are written before.
 */
export async function saveReport(
  session: Session,
  document: Report | Difference,
  out: string,
  { reportAssets }: AssetsOption,
): Promise<void> {
  if (reportAssets === 'inline')
    return saveFile(out, render(session, document, fileFormat(out), plainLook), session.signal)
  const name = basename(out).replace(/\.html?$/i, '')
  for (const file of session.routeheap.renderHtmlFiles(document, name)) {
    const path = file.name === `${name}.html` ? out : join(dirname(out), file.name)
    await saveFile(path, file.text, session.signal)
  }
}

const plainLook = { width: 100, colour: false }

/** Says before anything is measured that there is no page to show, or whose code could be outside of it. */
export function checkPage({ reportAssets, open }: AssetsOption & Pick<Announced, 'open'>, out: string | null): void {
  if (open === true && out === null)
    throw new RouteheapError('wrong-usage', {
      problem: '--open shows the report file, and none is written.',
      hint: 'Give --out a name that ends with .html.',
    })
  if (reportAssets === 'inline' || (out !== null && fileFormat(out) === 'html')) return
  throw new RouteheapError('wrong-usage', {
    problem: '--report-assets external is for a report in an HTML file.',
    hint: 'Give --out a name that ends with .html.',
  })
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
