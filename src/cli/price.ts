import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { unreadable } from '../error/unreadable.ts'
import { RouteheapError } from '../error.ts'
import type { Price } from '../index.ts'
import { formatBytes } from '../report/bytes.ts'
import { type Session, withProgress } from './session.ts'
import { readText } from './textFile.ts'
import { write } from './write.ts'

interface PriceOptions {
  readonly json?: boolean
  readonly quiet?: boolean
}

export function define(program: Command): Command {
  return program
    .command('price')
    .summary('say what one more validator of a JSON schema costs')
    .description(
      'Compiles the schema again and again, as a route would, in a process of its own, and says what ' +
        'each copy holds: what a schema costs that is written inside a function, or mounted once more.',
    )
    .argument('<schema.json>', 'a file with one JSON schema')
    .option('--json', 'exactly one document on stdout')
    .option('--quiet', 'no progress on stderr')
}

export async function run(session: Session, command: Command): Promise<number> {
  const options = command.opts<PriceOptions>()
  const { host, routeheap } = session
  const path = resolve(host.cwd(), command.args[0])
  const schema = await readSchema(path, command.args[0], session.signal)
  const price = await withProgress(session, options.quiet === true, (progress) => {
    progress.step('price', command.args[0])
    return routeheap.priceOf(schema, join(host.cwd(), 'package.json'), { signal: session.signal })
  })
  const document = { schema: 'routeheap/price@1', ...price }
  await write(host.stdout, `${options.json === true ? JSON.stringify(document, null, 2) : priceText(price)}\n`)
  return 0
}

/** What a copy holds, for a terminal. */
export function priceText({ coldBytes, calledBytes, compileMs, copies }: Price): string {
  return [
    `compiled     ${formatBytes(coldBytes)}`,
    `called once  ${formatBytes(calledBytes)}`,
    `takes        ${compileMs} ms`,
    `mean of      ${copies} copies in a clean process`,
  ].join('\n')
}

async function readSchema(path: string, name: string, signal: AbortSignal): Promise<unknown> {
  const text = await readText(path, signal).catch((error) => {
    signal.throwIfAborted()
    throw unreadable(name, error)
  })
  try {
    return JSON.parse(text)
  } catch {
    throw new RouteheapError('schema-not-compiled', { reason: `${name} is not JSON` })
  }
}
