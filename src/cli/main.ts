import { Command, CommanderError } from 'commander'
import { RouteheapError } from '../error.ts'
import * as api from '../index.ts'
import { version } from '../installed.ts'
import * as analyze from './analyze.ts'
import * as capture from './capture.ts'
import * as diff from './diff.ts'
import * as explain from './explain.ts'
import * as floor from './floor.ts'
import type { Host } from './host.ts'
import { type Interrupt, listenForInterrupt } from './interrupt.ts'
import * as price from './price.ts'
import { describeProblem } from './problem.ts'
import * as prove from './prove.ts'
import * as report from './report.ts'
import type { Routeheap, Session } from './session.ts'
import { refuseSwallowed } from './swallowed.ts'
import * as verify from './verify.ts'
import { write } from './write.ts'

/** One file a command: its options in, one call, one write. */
const commands = [analyze, diff, explain, report, capture, verify, price, floor, prove]

/** The real process: runs the command line and ends with its exit code. */
export async function run(host: Host): Promise<void> {
  host.exit(await main(host))
}

/** The command line, from arguments to exit code. It touches nothing but `host` and the API. */
export async function main(host: Host, routeheap: Routeheap = api): Promise<number> {
  // What cannot be written is told to whoever writes it (write.ts); unheard, the event would end the process.
  const ignore = () => {}
  host.stdout.on('error', ignore)
  host.stderr.on('error', ignore)
  const interrupt = listenForInterrupt(host)
  try {
    return await runCommand(host, routeheap, interrupt)
  } catch (error) {
    return await exitCodeOf(error, host, interrupt)
  } finally {
    interrupt.stop()
    host.stdout.off('error', ignore)
    host.stderr.off('error', ignore)
  }
}

async function runCommand(host: Host, routeheap: Routeheap, interrupt: Interrupt): Promise<number> {
  const { words, command } = split(host.argv.slice(2))
  let exitCode = 0
  const program = describeProgram(host)
  for (const { define, run } of commands) {
    const described = define(program)
    described.showHelpAfterError(`(routeheap ${described.name()} --help lists what there is)`)
    described.action(async (...given: unknown[]) => {
      const session: Session = { host, routeheap, signal: interrupt.signal, command }
      const asked = given.at(-1) as Command
      refuseSwallowed(words, asked)
      if (asked.args.includes('')) throw new RouteheapError('wrong-usage', emptyArgument)
      exitCode = await run(session, asked)
    })
  }
  await program.parseAsync(words, { from: 'user' })
  return interrupt.exitCode() ?? exitCode
}

const emptyArgument = {
  problem: 'An argument is empty.',
  hint: 'Is a variable of the shell not set, whose value should stand there?',
}

/** What stands before the first `--`, and the command after it. */
function split(argv: readonly string[]): { words: string[]; command: string[] | null } {
  const at = argv.indexOf('--')
  return at < 0 ? { words: [...argv], command: null } : { words: argv.slice(0, at), command: argv.slice(at + 1) }
}

function describeProgram(host: Host): Command {
  return new Command('routeheap')
    .description(
      'Which routes of a Node.js server hold the heap, what is held twice, and what you get back by fixing it.',
    )
    .version(version, '-v, --version')
    .showHelpAfterError('(routeheap --help lists what there is)')
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      outputError: (text, writeErr) => writeErr(text.replace(/^error: /, 'routeheap: ')),
      getOutHelpWidth: () => host.stdout.columns ?? 80,
      getErrHelpWidth: () => host.stderr.columns ?? 80,
    })
    .exitOverride()
}

async function exitCodeOf(error: unknown, host: Host, interrupt: Interrupt): Promise<number> {
  const interrupted = interrupt.exitCode()
  if (interrupted !== null) {
    await write(host.stderr, 'routeheap: interrupted\n')
    return interrupted
  }
  // Commander has written its message already; asking for help or the version is no mistake.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const { text, exitCode } = describeProblem(error, version)
  await write(host.stderr, text).catch(() => {})
  return exitCode
}
