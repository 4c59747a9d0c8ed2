import { resolve } from 'node:path'
import type { Command } from 'commander'
import { RouteheapError } from '../error.ts'
import { type AppOptions, addAppOptions, captureOptions, checkOptions, subjectOf } from './appOptions.ts'
import { writeNotes } from './notes.ts'
import { type Session, withProgress } from './session.ts'
import { write } from './write.ts'

interface CaptureCommandOptions extends AppOptions {
  readonly out: string
}

export function define(program: Command): Command {
  const command = program
    .command('capture')
    .summary('boot an app and keep its heap snapshots, to analyse them later or elsewhere')
    .description(
      'Boots the app as analyze does and keeps one .heapsnapshot a phase, readable by this user only: a snapshot ' +
        'holds every string of the heap. Prints the path of each.',
    )
    .argument('[app]', 'module that exports an app or a factory, or listens by itself')
    .usage('[options] <app.ts | app.js | -- command...>')
  return addAppOptions(command).option('--out <folder>', 'folder to keep the snapshots in', '.routeheap')
}

export async function run(session: Session, command: Command): Promise<number> {
  const options = command.opts<CaptureCommandOptions>()
  const { host, routeheap } = session
  const subject = await subjectOf(command.args[0], session, command)
  if (subject.kind === 'snapshot')
    throw new RouteheapError('wrong-usage', {
      problem: `${command.args[0]} is a snapshot already.`,
      hint: `To analyse it: routeheap analyze ${command.args[0]}`,
    })
  checkOptions(subject, command)
  const notes: string[] = []
  const paths = await withProgress(session, options.quiet === true, (progress) => {
    const keep = resolve(host.cwd(), options.out)
    const onNotes = (given: readonly string[]) => void notes.push(...given)
    return routeheap.keepSnapshots(subject, { ...captureOptions(options, session, progress), keep, onNotes })
  })
  await writeNotes(host, notes)
  await write(host.stdout, paths.map((path) => `${path}\n`).join(''))
  return 0
}
