import { realpath } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { RouteheapError } from '../error.ts'
import { formatOfEnding, reportEndings } from './formats.ts'
import { moduleEndings } from './input.ts'
import { checkOutput, isStream } from './savedFile.ts'
import type { Session } from './session.ts'

/**
 * The path that `--out` names, once it is sure that a report may be written there: that its ending says a format, and
 * that it is none of the files that are read. Null without the option. Makes the folder.
 */
export async function destination(
  { host }: Session,
  out: string | undefined,
  inputs: readonly string[],
): Promise<string | null> {
  if (out === undefined) return null
  const path = resolve(host.cwd(), out)
  if (!(await isStream(path))) await checkName(path, out, inputs)
  await checkOutput(path)
  return path
}

async function checkName(path: string, out: string, inputs: readonly string[]): Promise<void> {
  const real = await realPath(path)
  for (const input of real === null ? [] : inputs)
    if ((await realPath(input)) === real)
      throw new RouteheapError('wrong-usage', {
        problem: `--out ${out} is a file that is read, and would be replaced.`,
        hint: `Choose another name, with one of the endings ${reportEndings}.`,
      })
  const [ending, realEnding] = [extname(path).toLowerCase(), extname(real ?? path).toLowerCase()]
  const taken = [ending, realEnding].find((one) => one === '.heapsnapshot' || moduleEndings.has(one))
  if (taken !== undefined) throw wrongEnding(out, `${taken} is not the ending of a report.`)
  if (formatOfEnding(path) !== null) return
  throw wrongEnding(out, ending === '' ? 'it has no ending to say the format.' : `no format has the ending ${ending}.`)
}

const wrongEnding = (out: string, problem: string) =>
  new RouteheapError('wrong-usage', {
    problem: `--out ${out}: ${problem}`,
    hint: `The ending says how the report is written: ${reportEndings}.`,
  })

const realPath = (path: string): Promise<string | null> => realpath(path).catch(() => null)
