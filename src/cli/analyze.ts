import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { RouteheapError } from '../error.ts'
import type { FindingEntry, Report } from '../index.ts'
import { type AppOptions, addAppOptions, captureOptions, checkOptions, inputFiles, subjectOf } from './appOptions.ts'
import { destination } from './destination.ts'
import { type AssetsOption, addFormatOptions, type FormatOptions, formatOf, render, reportAssets } from './formats.ts'
import { outputFile, webPage } from './options.ts'
import { announceReport, checkPage, saveReport } from './reportFile.ts'
import { lookOf, type Session, withProgress } from './session.ts'
import { write } from './write.ts'

interface AnalyzeOptions extends AppOptions, AssetsOption, FormatOptions {
  readonly out: string
  readonly html: boolean
  readonly keep?: string | true
  readonly open?: boolean
  readonly code: boolean
  readonly repository?: string
  readonly failOn: FindingEntry['severity'] | 'none'
}

const defaultReport = '.routeheap/report.html'

export function define(program: Command): Command {
  const command = program
    .command('analyze')
    .summary('boot an app or read a snapshot, and say which routes hold the heap')
    .description(
      'Boots the app, takes heap snapshots before and after its routers are put together, and says which routes hold ' +
        'the heap, what of it is held twice or for nothing, and what a fix gives back. Reads a .heapsnapshot as well.',
    )
    .argument('[app]', 'module that exports an app or a factory, or listens by itself; or a .heapsnapshot')
    .usage('[options] <app.ts | app.js | file.heapsnapshot | -- command...>')
  addFormatOptions(addAppOptions(command))
  return command
    .option(
      '--out <path>',
      'where to write the report; the ending says how: .html, .json, .md, .txt',
      outputFile,
      defaultReport,
    )
    .addOption(reportAssets())
    .option('--no-html', 'write no report file')
    .option('--no-code', 'no lines of your files in the report')
    .option('--repository <url>', 'where the source can be read (default: what package.json says)', webPage)
    .option('--open', 'show the report in a browser')
    .option('--keep [folder]', 'keep the snapshots (default folder: .routeheap)')
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 when there is such a finding, or a worse one')
        .choices(['error', 'warning', 'none'])
        .default('none'),
    )
}

export async function run(session: Session, command: Command): Promise<number> {
  const options = command.opts<AnalyzeOptions>()
  const input = await subjectOf(command.args[0], session, command)
  checkOptions(input, command)
  checkReportFile(options, command)
  checkPage(options, options.html ? options.out : null)
  const out = options.html ? await destination(session, options.out, inputFiles(input, options, session)) : null

  const report = await withProgress(session, options.quiet === true, async (progress) => {
    const capture = {
      ...captureOptions(options, session, progress),
      ...keepOption(options, session),
      ...sourceOptions(options),
    }
    const result = await session.routeheap.analyze(input, capture)
    if (out !== null) await saveReport(session, result, out, options)
    return result
  })

  await write(session.host.stdout, render(session, report, formatOf(options), lookOf(session, session.host.stdout)))
  if (out !== null) announceReport(session, options, out)
  return exitCodeFor(report, options.failOn)
}

/** Refuses what is said about a report file where none is to be written. */
function checkReportFile({ html, open }: AnalyzeOptions, command: Command): void {
  const given = command.getOptionValueSource('out') === 'cli' ? '--out' : open === true ? '--open' : null
  if (html || given === null) return
  throw new RouteheapError('wrong-usage', {
    problem: `${given} and --no-html contradict each other: with --no-html no report file is written.`,
    hint: 'Leave out one of the two; the ending of --out says the format.',
  })
}

function keepOption({ keep }: AnalyzeOptions, { host }: Session): { keep?: string } {
  return keep === undefined ? {} : { keep: resolve(host.cwd(), keep === true ? '.routeheap' : keep) }
}

const sourceOptions = ({ code, repository }: AnalyzeOptions) => ({
  ...(!code && { code }),
  ...(repository !== undefined && { repository }),
})

const severities = ['none', 'error', 'warning'] as const

function exitCodeFor(report: Report, failOn: AnalyzeOptions['failOn']): number {
  const failing = severities.slice(1, severities.indexOf(failOn as (typeof severities)[number]) + 1)
  return report.findings.some(({ severity }) => (failing as readonly string[]).includes(severity)) ? 1 : 0
}
