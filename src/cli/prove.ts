import { resolve } from 'node:path'
import type { Command } from 'commander'
import { RouteheapError } from '../error.ts'
import { renderProof } from '../report/terminalProof.ts'
import { type AppOptions, addAppOptions, captureOptions, checkOptions, inputFiles, subjectOf } from './appOptions.ts'
import { destination } from './destination.ts'
import { type AssetsOption, reportAssets } from './formats.ts'
import { count, outputFile } from './options.ts'
import { announceReport, checkPage, saveReport } from './reportFile.ts'
import { lookOf, type Session, withProgress } from './session.ts'
import { write } from './write.ts'

interface ProveOptions extends AppOptions, AssetsOption {
  readonly runs?: number
  readonly request?: readonly string[]
  readonly get?: boolean
  readonly only?: readonly string[]
  readonly openapi?: string
  readonly out?: string
  readonly open?: boolean
  readonly json?: boolean
}

export function define(program: Command): Command {
  const command = program
    .command('prove')
    .summary('apply the remedies in memory, and measure what they give back')
    .description(
      'Boots the app as it is and with remedies applied in memory, several times in turn, and compares the predicted ' +
        'saving with the measured one: heap, resident memory, boot time. Checks that routes and answers stay the same; ' +
        'exits with 1 where they do not.',
    )
    .argument('[app]', 'module that exports an app or a factory, or listens by itself')
    .usage('[options] <app.ts | app.js | -- command...>')
    .option('--runs <number>', 'boots a side (default: 3)', count)
    .option('--request <request...>', 'requests to compare: \'GET /users\', \'POST /users {"name":"a"}\'')
    .option('--only <remedy...>', 'apply these remedies and no other')
    .option('--get', 'compare a GET of every GET route without parameters')
    .option(
      '--openapi <document>',
      'compare what its examples ask for: a JSON file, or the path that the app serves it at',
    )
    .option('--out <path>', 'write the whole report with the proof in it: .html, .json, .md, .txt', outputFile)
    .addOption(reportAssets())
    .option('--open', 'show it in a browser')
    .option('--json', 'exactly one document on stdout')
  return addAppOptions(command)
}

export async function run(session: Session, command: Command): Promise<number> {
  const options = command.opts<ProveOptions>()
  const target = await subjectOf(command.args[0], session, command)
  if (target.kind === 'snapshot')
    throw new RouteheapError('wrong-usage', {
      problem: `${target.path} is a snapshot: nothing of it can be booted.`,
      hint: 'Give the app that it was taken of.',
    })
  checkOptions(target, command)
  const { host } = session
  checkPage(options, options.out ?? null)
  const documents = options.openapi === undefined ? [] : [resolve(host.cwd(), options.openapi)]
  const out = await destination(session, options.out, [...inputFiles(target, options, session), ...documents])
  const proof = await withProgress(session, options.quiet === true, async (progress) => {
    const { warm = [], ...capture } = captureOptions(options, session, progress)
    const report = await session.routeheap.provenReport(target, {
      ...capture,
      requests: [...(options.request ?? []), ...warm.map((path) => `GET ${path}`)],
      plainGets: options.get === true,
      ...(options.runs !== undefined && { runs: options.runs }),
      ...(options.only !== undefined && { only: options.only }),
      ...(options.openapi !== undefined && { openapi: options.openapi }),
    })
    if (out !== null) await saveReport(session, report, out, options)
    return report.proof
  })
  const text =
    options.json === true ? `${JSON.stringify(proof, null, 2)}\n` : renderProof(proof, lookOf(session, host.stdout))
  await write(host.stdout, text)
  if (out !== null) announceReport(session, options, out)
  return proof.routes?.equal === false || proof.requests?.equal === false ? 1 : 0
}
