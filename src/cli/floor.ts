import { extname, resolve } from 'node:path'
import type { Command } from 'commander'
import { RouteheapError } from '../error.ts'
import type { AnalyzeInput, FloorOptions } from '../index.ts'
import { limitText } from '../report/floorWords.ts'
import { renderFloor } from '../report/terminalFloor.ts'
import { type AppOptions, captureProgress, checkOptions, fileOptions, inputFiles, subjectOf } from './appOptions.ts'
import { destination } from './destination.ts'
import { type AssetsOption, reportAssets } from './formats.ts'
import { count, factoryArguments, outputFile, pattern, port, seconds, size } from './options.ts'
import type { Progress } from './progress.ts'
import { announceReport, checkPage, saveReport } from './reportFile.ts'
import { lookOf, type Session, withProgress } from './session.ts'
import { write } from './write.ts'

interface FloorCommandOptions extends AppOptions, AssetsOption {
  readonly health?: string
  readonly checks?: number
  readonly checkTimeout?: number
  readonly step?: number
  readonly confirm?: number
  readonly cold?: boolean
  readonly approx?: boolean
  readonly cgroup?: string
  readonly compare?: string
  readonly rounds: number
  readonly withRemedies?: boolean
  readonly only?: readonly string[]
  readonly out?: string
  readonly open?: boolean
  readonly json?: boolean
}

type Subject = Exclude<AnalyzeInput, { kind: 'snapshot' }>

export function define(program: Command): Command {
  return program
    .command('floor')
    .summary('search the smallest memory limit that an app starts and stays healthy in')
    .description(
      'Starts the app again and again under a memory limit with swap off, and halves the distance until it knows the ' +
        'smallest one in which health checks pass in a row. Says what each process of it takes, wrappers included. ' +
        'Needs control groups (root, or a session of systemd); --approx does without.',
    )
    .argument('[app]', 'module that exports an app or a factory, or listens by itself')
    .usage('[options] <app.ts | app.js | -- command...>')
    .option('--health <path>', 'path to GET; it must answer 200 to 399 (default: / with any answer below 500)')
    .option('--checks <number>', 'health checks to pass in a row (default: 5)', count)
    .option('--check-timeout <seconds>', 'longest time for each of them (default: 5)', seconds)
    .option('--timeout <seconds>', 'longest time from the start until they have passed (default: 60)', seconds)
    .option('--step <size>', 'the result is a multiple of this (default: 4MiB, or about 1/40 of the need)', size)
    .option('--confirm <number>', 'attempts on both sides of the border (default: 3)', count)
    .option('--cold', 'count the files that are read, too: each attempt reads them from the disk')
    .option('--approx', "search V8's heap limit instead of a limit of memory")
    .option('--compare <app-or-command>', 'search two floors in turns, and say how they differ')
    .option('--with-remedies', 'search the floor with remedies applied in memory as well, in turns, as prove does')
    .option('--only <remedy...>', 'with --with-remedies: these and no other')
    .option('--rounds <number>', 'how often, with --compare and --with-remedies', count, 3)
    .option(
      '--out <path>',
      'with --with-remedies: write the whole report with the floors in it: .html, .json, .md, .txt',
      outputFile,
    )
    .addOption(reportAssets())
    .option('--open', 'show it in a browser')
    .option('--cgroup <folder>', 'control group to make ours in (default: the one we run in, or one above it)')
    .option('--ready-log <regex>', 'no health check before a line of its output matches', pattern)
    .option('--port <number>', 'port to hand to the app as PORT (default: a free one)', port)
    .option('--env-file <path>', 'environment variables for the app')
    .option('--node <path>', 'Node binary to run the app with')
    .option('--export <name>', 'export of the module that is the app or makes it')
    .option('--args <json>', 'arguments for a factory, as a JSON array', factoryArguments)
    .option('--cwd <folder>', 'folder that the app runs in')
    .option('--json', 'exactly one document on stdout')
    .option('--quiet', 'no progress on stderr')
}

export async function run(session: Session, command: Command): Promise<number> {
  const options = command.opts<FloorCommandOptions>()
  const { host, routeheap } = session
  const subject = bootable(await subjectOf(command.args[0], session, command), command.args[0])
  checkOptions(subject, command)
  const other = options.compare === undefined ? null : comparedTo(options.compare, host.cwd())
  checkCombination(options, command.getOptionValueSource('rounds') === 'cli')
  checkPage(options, options.out ?? null)
  const out = await destination(session, options.out, inputFiles(subject, options, session))

  const found = await withProgress(session, options.quiet === true, async (progress) => {
    const given = floorOptions(options, session, progress)
    if (options.withRemedies === true) {
      const { only, rounds } = options
      const more = { ...given, onCapture: captureProgress(progress), ...(only !== undefined && { only }) }
      const report = await routeheap.reportWithFloor(subject, more, rounds)
      if (out !== null) await saveReport(session, report, out, options)
      return report.floor
    }
    return other === null
      ? routeheap.floor(subject, given)
      : routeheap.compareFloors(subject, other, given, options.rounds)
  })
  const text =
    options.json === true ? `${JSON.stringify(found, null, 2)}\n` : renderFloor(found, lookOf(session, host.stdout))
  await write(host.stdout, text)
  if (out !== null) announceReport(session, options, out)
  return 0
}

function checkCombination({ withRemedies, compare, only, out, open }: FloorCommandOptions, hasRounds: boolean): void {
  const wrong = (problem: string, hint: string) => new RouteheapError('wrong-usage', { problem, hint })
  if (withRemedies === true && compare !== undefined)
    throw wrong('--compare and --with-remedies exclude each other.', 'Both compare the app with something else.')
  if (withRemedies === true) return
  const alone = Object.entries({ '--only': only, '--out': out, '--open': open }).find(
    ([, given]) => given !== undefined,
  )
  if (alone !== undefined)
    throw wrong(`${alone[0]} needs --with-remedies.`, 'Without it nothing is analysed: there is --json.')
  if (hasRounds && compare === undefined)
    throw wrong('--rounds needs --compare or --with-remedies.', 'One floor is confirmed by --confirm attempts.')
}

/** The named options that were given, and no key for the others. */
function floorOptions(options: FloorCommandOptions, session: Session, progress: Progress): FloorOptions {
  const { host, signal } = session
  const { health, checks, checkTimeout, timeout, step, confirm, cold, approx, cgroup } = options
  const { readyLog, port, export: exportName, args, cwd } = options
  return {
    ...(health !== undefined && { health: health.startsWith('/') ? health : `/${health}` }),
    ...(checks !== undefined && { checks }),
    ...(checkTimeout !== undefined && { checkTimeoutMs: checkTimeout * 1000 }),
    ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
    ...(step !== undefined && { stepBytes: step }),
    ...(confirm !== undefined && { confirmations: confirm }),
    ...(cold !== undefined && { cold }),
    ...(approx !== undefined && { approximate: approx }),
    ...(cgroup !== undefined && { parentGroup: resolve(host.cwd(), cgroup) }),
    ...(readyLog !== undefined && { readyLog }),
    ...(port !== undefined && { port }),
    ...fileOptions(options, session),
    ...(exportName !== undefined && { exportName }),
    ...(args !== undefined && { args }),
    ...(cwd !== undefined && { cwd }),
    signal,
    onProgress: (event) => progress.step('floor', progressText(event)),
  }
}

function bootable(subject: AnalyzeInput, name: string | undefined): Subject {
  if (subject.kind !== 'snapshot') return subject
  throw new RouteheapError('wrong-usage', {
    problem: `${name} is a snapshot: nothing of it can be started.`,
    hint: 'Give the app that it was taken of, or a command after `--`.',
  })
}

/** A path of a module is an app; everything else is a command. Quotes keep words together. */
function comparedTo(text: string, cwd: string): Subject {
  if (/^\.[cm]?[jt]sx?$/.test(extname(text)) && !/\s/.test(text)) return { kind: 'module', path: resolve(cwd, text) }
  const words = [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain,
  )
  return { kind: 'command', command: words }
}

type FloorProgress = Parameters<NonNullable<FloorOptions['onProgress']>>[0]

function progressText({ subject, limitBytes, last }: FloorProgress): string {
  const before =
    last === null || last.limitBytes === null
      ? ''
      : `, ${limitText(last.limitBytes)} ${last.ok ? 'was enough' : 'was not'}`
  return limitBytes === null ? `${subject} without a limit` : `trying ${limitText(limitBytes)}${before}`
}
