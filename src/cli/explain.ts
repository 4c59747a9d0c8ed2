import type { Command } from 'commander'
import { RouteheapError } from '../error.ts'
import type { Report } from '../index.ts'
import { type AppOptions, addAppOptions, captureOptions, checkOptions, subjectOf } from './appOptions.ts'
import { describeInput, type Input, snapshotOnly } from './input.ts'
import { findRoutes, similarRoutes } from './routeNames.ts'
import { describeRoute } from './routeText.ts'
import { readReport } from './savedReport.ts'
import { lookOf, type Session, withProgress } from './session.ts'
import { write } from './write.ts'

interface ExplainOptions extends AppOptions {
  readonly json?: boolean
}

export function define(program: Command): Command {
  const command = program
    .command('explain')
    .summary('why the bytes of one route are there')
    .description(
      'Shows what one route holds: its parts, its validators and who shares them, the findings it is in, and the path ' +
        'that keeps it alive. Takes a saved report, a snapshot or an app.',
    )
    .argument('<route>', 'as in the report, e.g. "GET /users/:id"; the path alone will do')
    .argument('[from]', 'a saved report, a .heapsnapshot or an app')
    .usage('[options] <route> <report.json | file.heapsnapshot | app | -- command...>')
  return addAppOptions(command).option('--json', 'the entries of the report, as one JSON document')
}

export async function run(session: Session, command: Command): Promise<number> {
  const options = command.opts<ExplainOptions>()
  const { host } = session
  const [asked, from] = command.args
  const input = await inputOf(from, session, command)
  checkOptions(input, command)
  const report = await reportOf(session, input, options)
  const routes = findRoutes(report, asked)
  if (routes.length === 0)
    throw new RouteheapError('unknown-route', { route: asked, similar: similarRoutes(report, asked) })
  const text =
    options.json === true
      ? `${JSON.stringify(routes, null, 2)}\n`
      : routes.map((route) => describeRoute(report, route, lookOf(session, host.stdout))).join('\n')
  await write(host.stdout, text)
  return 0
}

async function inputOf(from: string | undefined, session: Session, command: Command): Promise<Input> {
  return from === undefined || session.command !== null
    ? subjectOf(from, session, command)
    : describeInput(from, session.host.cwd(), command.opts<AppOptions>().cwd)
}

async function reportOf(session: Session, input: Input, options: ExplainOptions): Promise<Report> {
  if (input.kind === 'report') return readReport(input.path, session.signal)
  const analysed = withProgress(session, options.quiet === true, (progress) =>
    session.routeheap.analyze(input, captureOptions(options, session, progress)),
  )
  return input.kind === 'snapshot' ? snapshotOnly(input.path, session.host.cwd(), analysed) : analysed
}
