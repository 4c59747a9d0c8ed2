import { readFileSync } from 'node:fs'
import type { CallSite } from './callSite.ts'
import type { CompiledFiles } from './typescript.ts'

/**
 * Turns places in compiled files into places in their sources; null where a compiler made what stands there, such as the call of
 * a helper that decorates: no place of the source is that one. The map of a file is decoded when it is needed and dropped
 * with the function.
 */
export function originalPlaces(
  cacheFolder: string,
  files: Pick<CompiledFiles, 'keyOf'>,
): (site: CallSite) => CallSite | null {
  const decoded = new Map<string, number[][] | null>()
  return (site) => {
    const key = files.keyOf(site.file)
    if (key === undefined) return site
    let lines = decoded.get(key)
    if (lines === undefined) {
      lines = readMap(`${cacheFolder}/${key}.map`)
      decoded.set(key, lines)
    }
    const segments = lines?.[site.line - 1] ?? []
    const best = lastSegment(segments, site.column - 1)
    if (best < 0 || segments[best + 3] < 0) return null
    return { file: site.file, line: segments[best + 1] + 1, column: segments[best + 2] + 1 }
  }
}

/** Where the last segment begins that starts at or before the column; negative where there is none. */
export function lastSegment(segments: readonly number[], column: number): number {
  // A minified file has all of them in one line.
  let [low, high] = [0, segments.length / 4]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (segments[4 * middle] <= column) low = middle + 1
    else high = middle
  }
  return 4 * (low - 1)
}

function readMap(path: string): number[][] | null {
  try {
    return decodeMappings((JSON.parse(readFileSync(path, 'utf8')) as { mappings: string }).mappings)
  } catch {
    return null
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/**
 * Base 64 VLQ, as source maps have it; for each generated line its segments, four numbers each: generated column, source
 * line, source column, index of the source, which is -1 where a segment says that no source has what follows.
 */
export function decodeMappings(mappings: string): number[][] {
  let source = 0
  let sourceLine = 0
  let sourceColumn = 0
  return mappings.split(';').map((line) => {
    const segments: number[] = []
    let column = 0
    for (const segment of line === '' ? [] : line.split(',')) {
      const [columnStep, fileStep, lineStep = 0, sourceStep = 0] = decodeNumbers(segment)
      column += columnStep
      if (fileStep === undefined) {
        segments.push(column, 0, 0, -1)
        continue
      }
      source += fileStep
      sourceLine += lineStep
      sourceColumn += sourceStep
      segments.push(column, sourceLine, sourceColumn, source)
    }
    return segments
  })
}

function decodeNumbers(segment: string): number[] {
  const numbers: number[] = []
  let value = 0
  let shift = 0
  for (const letter of segment) {
    const digit = alphabet.indexOf(letter)
    value += (digit & 31) * 2 ** shift
    shift += 5
    if ((digit & 32) !== 0) continue
    numbers.push(value % 2 === 1 ? -Math.floor(value / 2) : value / 2)
    value = 0
    shift = 0
  }
  return numbers
}
