import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Verification } from '../index.ts'
import { checkFile } from './input.ts'
import { type Session, withProgress } from './session.ts'
import { write } from './write.ts'

interface VerifyOptions {
  readonly json?: boolean
  readonly quiet?: boolean
}

export function define(program: Command): Command {
  return program
    .command('verify')
    .summary('check our own numbers on a snapshot')
    .description(
      'Reads a snapshot and checks that all bytes are accounted for exactly, that retained sizes equal what taking\n' +
        'the node out of the graph frees, and that another reader sees the same nodes and edges. Exits with 4 if a\n' +
        'check fails.',
    )
    .argument('<file>', 'a .heapsnapshot')
    .option('--json', 'exactly one document on stdout')
    .option('--quiet', 'no progress on stderr')
}

export async function run(session: Session, command: Command): Promise<number> {
  const options = command.opts<VerifyOptions>()
  const { host, routeheap } = session
  const path = resolve(host.cwd(), command.args[0])
  await checkFile(command.args[0], host.cwd())
  const verification = await withProgress(session, options.quiet === true, (progress) => {
    progress.step('verify', command.args[0])
    return routeheap.verifySnapshot(path)
  })
  const text = options.json === true ? `${JSON.stringify(verification, null, 2)}\n` : verificationText(verification)
  await write(host.stdout, text)
  return verification.passed ? 0 : 4
}

const marks = { passed: '✔', failed: '✖', skipped: '–' }

/** One line a check. */
export function verificationText({ checks }: Verification): string {
  const width = Math.max(...checks.map(({ name }) => name.length))
  return checks.map(({ name, result, detail }) => `${marks[result]} ${name.padEnd(width)}  ${detail}\n`).join('')
}
