import type { Readable } from 'node:stream'

/** The last lines of an app's output, for messages. */
export interface Output {
  readonly lines: readonly string[]
  readonly errorLines: readonly string[]
}

const kept = 200

/** Keeps the last lines of both streams; `onLine` sees every one. */
export function collectOutput(stdout: Readable, stderr: Readable, onLine: (line: string) => void): Output {
  const output = { lines: [] as string[], errorLines: [] as string[] }
  const collect = (stream: Readable, into: string[]) => {
    let rest = ''
    stream.setEncoding('utf8')
    stream.on('error', () => undefined)
    stream.on('data', (text: string) => {
      const lines = (rest + text).split(/\r?\n/)
      // A line without an end is cut, so that no output can fill our memory.
      rest = (lines.pop() ?? '').slice(-100_000)
      for (const line of lines) {
        into.push(line)
        onLine(line)
      }
      if (into.length > kept) into.splice(0, into.length - kept)
    })
    stream.on('end', () => {
      if (rest !== '') into.push(rest)
      rest = ''
    })
  }
  collect(stdout, output.lines)
  collect(stderr, output.errorLines)
  return output
}
