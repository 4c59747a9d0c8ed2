import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Command } from 'commander'
import type { Report } from '../index.ts'
import { destination } from './destination.ts'
import { type AssetsOption, addFormatOptions, type FormatOptions, formatOf, render, reportAssets } from './formats.ts'
import { describeInput, snapshotOnly } from './input.ts'
import { outputFile } from './options.ts'
import type { Progress } from './progress.ts'
import { checkPage, saveReport } from './reportFile.ts'
import { readReport } from './savedReport.ts'
import { lookOf, type Session, withProgress } from './session.ts'
import { write } from './write.ts'

interface DiffOptions extends AssetsOption, FormatOptions {
  readonly out?: string
  readonly quiet?: boolean
}

export function define(program: Command): Command {
  const command = program
    .command('diff')
    .summary('what grew, appeared and went between two snapshots or reports')
    .description(
      'Compares two heap snapshots, two saved reports, or one of each, per route, validator, finding and category. ' +
        'Snapshots of one process are matched by node id, all else by route key; the result says which.',
    )
    .argument('<a>', 'before: a .heapsnapshot or a saved report')
    .argument('<b>', 'after: a .heapsnapshot or a saved report')
  return addFormatOptions(command)
    .option('--out <path>', 'also write it to a file; the ending says how: .html, .json, .md, .txt', outputFile)
    .addOption(reportAssets())
    .option('--quiet', 'no progress on stderr')
}

export async function run(session: Session, command: Command): Promise<number> {
  const options = command.opts<DiffOptions>()
  const { host, routeheap } = session
  checkPage(options, options.out ?? null)
  const [aName, bName] = command.args
  const inputs = [aName, bName].map((name) => resolve(host.cwd(), name))
  const out = await destination(session, options.out, inputs)
  const difference = await withProgress(session, options.quiet === true, async (progress) => {
    const a = await reportOf(session, aName, progress)
    const b = await reportOf(session, bName, progress)
    return routeheap.difference(a, b, aName, bName)
  })
  if (out !== null) await saveReport(session, difference, out, options)
  await write(host.stdout, render(session, difference, formatOf(options), lookOf(session, host.stdout)))
  if (out !== null && formatOf(options) === 'terminal')
    await write(host.stdout, `\nReport  ${pathToFileURL(out).href}\n`)
  return 0
}

/** A saved report as it is, anything else analysed now. */
async function reportOf(session: Session, path: string, progress: Progress): Promise<Report> {
  const input = await describeInput(path, session.host.cwd())
  if (input.kind === 'report') return readReport(input.path, session.signal)
  progress.step('analyze', path)
  return snapshotOnly(path, session.host.cwd(), session.routeheap.analyze(input, { signal: session.signal }))
}
