import { resolve } from 'node:path'
import type { Command } from 'commander'
import { addFormatOptions, type FormatOptions, fileFormat, formatOf, render } from './formats.ts'
import { saveFile } from './savedFile.ts'
import { readDocument } from './savedReport.ts'
import { lookOf, type Session } from './session.ts'
import { write } from './write.ts'

interface ReportOptions extends FormatOptions {
  readonly out?: string
}

export function define(program: Command): Command {
  const command = program
    .command('report')
    .summary('show a saved report or difference again')
    .description('Renders a document that was saved with --json or --out, without booting or reading anything else.')
    .argument('<file.json>', 'the saved document')
  return addFormatOptions(command).option('--out <path>', 'write it there; the ending says how: .html, .json, .md')
}

export async function run(session: Session, command: Command): Promise<number> {
  const options = command.opts<ReportOptions>()
  const { host, signal } = session
  const document = await readDocument(resolve(host.cwd(), command.args[0]))
  if (options.out === undefined) {
    await write(host.stdout, render(session, document, formatOf(options), lookOf(session, host.stdout)))
    return 0
  }
  const out = resolve(host.cwd(), options.out)
  const asked = options.json === true || options.format !== undefined
  await saveFile(out, render(session, document, asked ? formatOf(options) : fileFormat(out), plainLook), signal)
  return 0
}

const plainLook = { width: 100, colour: false }
