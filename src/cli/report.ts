import { resolve } from 'node:path'
import type { Command } from 'commander'
import { RouteheapError } from '../error.ts'
import type { Difference, Floor, FloorComparison, Proof, Report } from '../index.ts'
import { destination } from './destination.ts'
import {
  type AssetsOption,
  addFormatOptions,
  type Format,
  type FormatOptions,
  fileFormat,
  formatOf,
  render,
  reportAssets,
} from './formats.ts'
import type { Host } from './host.ts'
import { measurementText } from './measurementText.ts'
import { writeNotes } from './notes.ts'
import { outputFile } from './options.ts'
import { otherApp } from './otherApp.ts'
import { checkPage, saveReport } from './reportFile.ts'
import { saveFile } from './savedFile.ts'
import { readDocument, type SavedDocument } from './savedReport.ts'
import { lookOf, type Session } from './session.ts'
import { write } from './write.ts'

interface ReportOptions extends AssetsOption, FormatOptions {
  readonly out?: string
  readonly proof?: string
  readonly floor?: string
}

export function define(program: Command): Command {
  const command = program
    .command('report')
    .summary('show a saved document again, or put measurements into a report')
    .description(
      'Renders a document that was saved with --json or --out, without booting or reading anything else. What prove and ' +
        'floor have measured can be put into a report with --proof and --floor.',
    )
    .argument('<file.json>', 'the saved document')
  return addFormatOptions(command)
    .option('--proof <file.json>', 'a saved proof to put into the report')
    .option('--floor <file.json>', 'a saved floor, or comparison of two, to put into the report')
    .option(
      '--out <path>',
      'write it to a file, and print only what --format or --json asks for; the ending says how: .html, .json, .md, .txt',
      outputFile,
    )
    .addOption(reportAssets())
}

export async function run(session: Session, command: Command): Promise<number> {
  const options = command.opts<ReportOptions>()
  const { host, signal } = session
  checkPage(options, options.out ?? null)
  const out = await destination(session, options.out, readOnly(command.args[0], options, host))
  const document = await measured(session, await readDocument(resolve(host.cwd(), command.args[0]), signal), options)
  const isPrinted = out === null || options.json === true || options.format !== undefined
  const printed = isPrinted ? text(session, document, formatOf(options), lookOf(session, host.stdout)) : null
  if (out !== null) await save(session, document, out, options)
  if (printed !== null) await write(host.stdout, printed)
  return 0
}

async function save(session: Session, document: SavedDocument, out: string, options: AssetsOption): Promise<void> {
  if (isRendered(document)) return saveReport(session, document, out, options)
  return saveFile(out, text(session, document, fileFormat(out), plainLook), session.signal)
}

/** What is read and must stay: the document itself may be written again as JSON, with a measurement in it. */
function readOnly(document: string, { proof, floor, out }: ReportOptions, host: Host): readonly string[] {
  const staysItself = out !== undefined && fileFormat(out) === 'json'
  const read = [proof, floor, staysItself ? undefined : document]
  return read.filter((path) => path !== undefined).map((path) => resolve(host.cwd(), path))
}

const plainLook = { width: 100, colour: false }

/** The report with the proof and the floor that were asked for in it. */
async function measured(session: Session, document: SavedDocument, options: ReportOptions): Promise<SavedDocument> {
  const { proof, floor } = options
  if (proof === undefined && floor === undefined) return document
  if (document.schema !== 'routeheap/report@1')
    throw new RouteheapError('wrong-usage', {
      problem: '--proof and --floor add to a report, and this is none.',
      hint: 'Give a report that `routeheap analyze <app> --json` printed.',
    })
  const proven = proof === undefined ? null : await readAs<Proof>(session, proof, ['routeheap/proof@1'])
  const found = floor === undefined ? null : await readAs<Floor | FloorComparison>(session, floor, floorSchemas)
  const remarks = [
    proven === null ? null : otherApp(document.subject, proven, 'prove'),
    found === null ? null : otherApp(document.subject, found, 'floor'),
  ].filter((remark) => remark !== null)
  await writeNotes(session.host, remarks)
  return {
    ...document,
    notes: [...new Set([...document.notes, ...remarks])],
    ...(proven !== null && { proof: proven }),
    ...(found !== null && { floor: found }),
  }
}

const floorSchemas = ['routeheap/floor@1', 'routeheap/floor-comparison@1']

async function readAs<Wanted extends SavedDocument>(
  { host, signal }: Session,
  path: string,
  schemas: readonly string[],
): Promise<Wanted> {
  const document = await readDocument(resolve(host.cwd(), path), signal)
  if (schemas.includes(document.schema)) return document as Wanted
  throw new RouteheapError('wrong-usage', {
    problem: `${path} is a ${document.schema}, and ${schemas.join(' or ')} is expected.`,
    hint: 'Save one with --json of `routeheap prove` or `routeheap floor`.',
  })
}

/** Whether it has a page of its own. */
const isRendered = (document: SavedDocument): document is Report | Difference =>
  document.schema === 'routeheap/report@1' || document.schema === 'routeheap/diff@1'

function text(session: Session, document: SavedDocument, format: Format, look: typeof plainLook): string {
  if (isRendered(document)) return render(session, document, format, look)
  switch (format) {
    case 'json':
      return `${JSON.stringify(document, null, 2)}\n`
    case 'terminal':
      return measurementText(document, look)
    case 'markdown':
      return `\`\`\`text\n${measurementText(document, plainLook).replaceAll('`', "'")}\`\`\`\n`
    case 'html':
      throw new RouteheapError('wrong-usage', {
        problem: `A ${document.schema} has no page of its own.`,
        hint: 'Ask for --format terminal, markdown or json; or put it into a report: routeheap report report.json --proof proof.json --floor floor.json --out report.html',
      })
  }
}
