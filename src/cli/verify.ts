import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Verification } from '../index.ts'
import { wrapped } from '../report/lines.ts'
import { checkSnapshotFile } from './input.ts'
import { lookOf, type Session, withProgress } from './session.ts'
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
      'Reads a snapshot and checks that all bytes are accounted for exactly, that retained sizes equal what taking ' +
        'the node out of the graph frees, and that another reader sees the same nodes and edges. Exits with 4 if a ' +
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
  await checkSnapshotFile(command.args[0], host.cwd())
  const verification = await withProgress(session, options.quiet === true, (progress) => {
    progress.step('verify', command.args[0])
    return routeheap.verifySnapshot(path, { signal: session.signal })
  })
  const text =
    options.json === true
      ? `${JSON.stringify(verification, null, 2)}\n`
      : verificationText(verification, lookOf(session, host.stdout))
  await write(host.stdout, text)
  return verification.passed ? 0 : 4
}

const marks = { passed: '✔', failed: '✖', skipped: '–' }

/** A paragraph a check: what came of it, its name, and what was compared beside it. */
export function verificationText({ checks }: Verification, { width }: { readonly width: number }): string {
  const names = Math.max(0, ...checks.map(({ name }) => name.length))
  const indent = ' '.repeat(names + 4)
  return checks
    .map(({ name, result, detail }) => {
      const lines = wrapped(detail, Math.max(1, width - indent.length)).join(`\n${indent}`)
      return `${marks[result]} ${name.padEnd(names)}  ${lines}\n`
    })
    .join('')
}
