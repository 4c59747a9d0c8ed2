import type { Ending } from './failure.ts'

/** A place in a file, which is the first group: with a line, mostly with a column, in the way of stacks. */
export const placeIn = /(?:file:\/\/)?(?<!\w)((?:\/|[A-Za-z]:[\\/])[^():]+:\d+(?::\d+)?)/

/** The last lines that the app wrote to stderr, or, where nothing of its own is there, to stdout, as most loggers do. */
export function lastLines({ output, original }: Pick<Ending, 'output' | 'original'>): string[] {
  const errors = linesOfApp(output.errorLines, original)
  return (errors.length > 0 ? errors : linesOfApp(output.lines, original)).slice(-6)
}

/**
 * Lines without what Node adds around an error: frames of itself, be they native, its version, and the line of code that
 * threw where that is not the app's. Places of stacks are those of the source.
 */
function linesOfApp(written: readonly string[], original: Ending['original']): string[] {
  const lines: string[] = []
  for (let i = 0; i < written.length; i++) {
    const line = written[i]
    if (line.trim() === '' || ofNode.test(line)) continue
    if (!isNotOfApp(line)) lines.push(shortened(withSource(line, written[i + 2] ?? '', original)))
    // The place of a throw: its code comes next, and a mark below it where that is short enough.
    else if (!/^\s/.test(line)) i += /^\s*\^+$/.test(written[i + 2] ?? '') ? 2 : 1
  }
  return lines
}

/** Its version, and the two stacks that it writes when it aborts: a frame of the app stays. */
const ofNode =
  /^Node\.js v\d|^----- \w+ stack trace -----$|^\s*\d+: (?:0x|.*\bnode:internal[\\/]|.*[\\/]dist[\\/]preload\w*\.cjs)/

/** Characters. A minified file is one line. */
const longestLine = 240
const shortened = (line: string): string => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line)

const isNotOfApp = (line: string): boolean =>
  /node_modules[\\/]|\bnode:|[\\/]dist[\\/]preload\.cjs/.test(line) && /^\s+at |^[^\s].*:\d+$/.test(line)

/** A line with its place in the source, if it is a frame of a stack, or the line above the code that threw. */
function withSource(line: string, mark: string, original: Ending['original']): string {
  const place = placeIn.exec(line)?.[1]
  if (place === undefined) return line
  if (/^\s+at |^\d+: /.test(line)) return line.replace(place, () => original(place))
  const marked = markedPlace(line, mark, original)
  return marked === null ? line : line.replace(place, () => marked)
}

/**
 * The line of the source that the line above the code that threw names; null for any other line. It has no column: the mark
 * below the code tells it.
 */
export function markedPlace(line: string, mark: string, original: Ending['original']): string | null {
  const column = /^\s*\^+$/.test(mark) ? mark.indexOf('^') + 1 : 0
  const place = line.replace('file://', '')
  if (column === 0 || placeIn.exec(line)?.[1] !== place) return null
  return original(`${place}:${column}`).replace(/:\d+$/, '')
}
