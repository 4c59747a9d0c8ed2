import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { RouteheapError } from '../error.ts'
import type { AnalyzeInput, CaptureOptions } from '../index.ts'
import { shellWord } from '../report/words.ts'
import { describeSubject, type Input } from './input.ts'
import { factoryArguments, pattern, port, requestPaths, seconds } from './options.ts'
import type { Progress } from './progress.ts'
import type { Session } from './session.ts'

/** The options of every command that boots an app. */
export interface AppOptions {
  readonly export?: string
  readonly args?: readonly unknown[]
  readonly envFile?: string
  readonly node?: string
  readonly readyLog?: RegExp
  readonly timeout?: number
  readonly warm?: readonly string[]
  readonly port?: number
  readonly engine?: NonNullable<CaptureOptions['engine']>
  readonly cwd?: string
  readonly quiet?: boolean
}

export function addAppOptions(command: Command): Command {
  return command
    .option('--export <name>', 'export of the module that is the app or makes it')
    .option('--args <json>', 'arguments for a factory, as a JSON array', factoryArguments)
    .option('--env-file <path>', 'environment variables for the app')
    .option('--node <path>', 'Node binary to run the app with')
    .option('--ready-log <regex>', 'the app is ready when a line of its output matches', pattern)
    .option('--timeout <seconds>', 'longest time from the start until the app is ready (default: 60)', seconds)
    .option('--warm <path...>', 'paths to GET once the app is ready; adds the phase "warm"', requestPaths)
    .option('--port <number>', 'port to hand to the app as PORT (default: a free one)', port)
    .addOption(
      new Option('--engine <name>', 'what takes the snapshots').choices(['inspector', 'v8', 'v8-profiler-next']),
    )
    .option('--cwd <folder>', 'folder that the app runs in')
    .option('--quiet', 'no progress on stderr')
}

/** The named options that were given, and no key for the others. */
export function captureOptions(options: AppOptions, session: Session, progress: Progress): CaptureOptions {
  const { export: exportName, args, readyLog, timeout, warm, port, engine, cwd } = options
  return {
    ...(exportName !== undefined && { exportName }),
    ...(args !== undefined && { args }),
    ...fileOptions(options, session),
    ...(readyLog !== undefined && { readyLog }),
    ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
    ...(warm !== undefined && { warm }),
    ...(port !== undefined && { port }),
    ...(engine !== undefined && { engine }),
    ...(cwd !== undefined && { cwd }),
    signal: session.signal,
    onProgress: captureProgress(progress),
  }
}

/**
 * Paths are from the folder in which the command was typed, not from `--cwd`: Node.js itself opens what `--env-file` names, and
 * does not start where it is not there. A bare name of a binary is looked for by the system.
 */
export function fileOptions(
  { envFile, node }: Pick<AppOptions, 'envFile' | 'node'>,
  { host }: Session,
): Pick<CaptureOptions, 'envFile' | 'node'> {
  return {
    ...(envFile !== undefined && { envFile: resolve(host.cwd(), envFile) }),
    ...(node !== undefined && { node: /[\\/]/.test(node) ? resolve(host.cwd(), node) : node }),
  }
}

export const captureProgress =
  (progress: Progress): NonNullable<CaptureOptions['onProgress']> =>
  ({ step, detail }) =>
    progress.step(step, detail)

/** What to analyse: the argument, or the command after `--`. */
export async function subjectOf(
  path: string | undefined,
  { command, host }: Session,
  asked: Command,
): Promise<AnalyzeInput> {
  const { cwd } = asked.opts<AppOptions>()
  if (command === null && path === undefined) throw new RouteheapError('wrong-usage', missingSubject(asked))
  if (command === null) return describeSubject(path!, host.cwd(), cwd)
  if (path !== undefined)
    throw new RouteheapError('wrong-usage', {
      problem: `Both ${path} and a command after \`--\` are given.`,
      hint: 'Give one of the two.',
    })
  if (command.length === 0)
    throw new RouteheapError('wrong-usage', {
      problem: 'No command follows `--`.',
      hint: 'For example: -- node server.js',
    })
  return { kind: 'command', command }
}

/** The files that a command reads for `subject`: they must not be written over. */
export function inputFiles(subject: Input, { envFile, cwd }: AppOptions, { host }: Session): readonly string[] {
  const files = subject.kind === 'command' ? subject.command : [subject.path]
  const folder = resolve(host.cwd(), cwd ?? '.')
  return [
    ...files.map((file) => resolve(folder, file)),
    ...(envFile === undefined ? [] : [resolve(host.cwd(), envFile)]),
  ]
}

/** What an option needs, for those that do not go with every subject. */
const needs: Partial<Record<keyof AppOptions | 'keep', 'app' | 'module'>> = {
  export: 'module',
  args: 'module',
  envFile: 'app',
  node: 'app',
  readyLog: 'app',
  timeout: 'app',
  warm: 'app',
  port: 'app',
  engine: 'app',
  keep: 'app',
}

/** Refuses options that would be taken without a word and change nothing. */
export function checkOptions({ kind }: Input, command: Command): void {
  if (kind === 'module') return
  for (const option of command.options) {
    const needed = needs[option.attributeName() as keyof typeof needs]
    if (needed === undefined || command.getOptionValueSource(option.attributeName()) !== 'cli') continue
    if (kind !== 'command')
      throw new RouteheapError('wrong-usage', {
        problem: `${option.long} means nothing for a ${kind}: no app is booted.`,
        hint: `Leave it out, or give the app that the ${kind} is of.`,
      })
    if (needed === 'module')
      throw new RouteheapError('wrong-usage', {
        problem: `${option.long} means nothing for a command: it is about an export of a module.`,
        hint: 'Leave it out, or give the module in the place of the command.',
      })
  }
}

function missingSubject(asked: Command): { problem: string; hint: string } {
  const words = ['routeheap', asked.name(), ...asked.args.map(shellWord), 'app.ts']
  const several = asked.options.find(({ long }) => long === '--warm') === undefined ? [] : ['--warm /users /orders']
  return {
    problem: `${asked.name()} needs an app, and none is given.`,
    hint: `Name the app before options that take several values: ${[...words, ...several].join(' ')}`,
  }
}
