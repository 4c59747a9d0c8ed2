import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { cwd } from 'node:process'
import { decodeMappings, lastSegment } from './inside/sourceMap.ts'
import { type MapSources, sourceFiles } from './sourceFiles.ts'

/** Bytes. Files and maps above this are not read: a map takes ten times its size when it is decoded. */
const largest = 40_000_000

/** Bytes of decoded maps that are kept. Above that the one goes that was used longest ago, and is read again when asked about. */
const mostKept = 200_000_000

interface SourceMap {
  /** Absolute; null where the file is not there, as in packages that leave their sources out. */
  readonly sources: readonly (string | null)[]
  /** For each generated line its segments, four numbers each. */
  readonly lines: readonly (readonly number[])[]
  /** Bytes that the lines take, about. */
  readonly bytes: number
}

interface Reading {
  /** Of TypeScript that a loader of the user's compiled (tsx): what ran, by the absolute path, with the map in it. */
  readonly textOf?: (file: string) => string | undefined
  /** Where relative paths begin. */
  readonly folder?: string
  /** Bytes of decoded maps that are kept. */
  readonly kept?: number
  readonly read?: (file: string, code: () => string) => SourceMap | null
}

/**
 * Turns `file:line:column` in JavaScript that the user compiled into the place in its source, by the map that the file
 * names (`//# sourceMappingURL=`, a file beside it or the map itself). Everything else comes back as it is, but of
 * TypeScript that a loader compiled: what the map leaves out is nowhere in that file, which comes back without a line. A file is
 * read when it is first asked about. Answers are kept: places of many files are asked about in turns.
 */
export function sourcesOfMaps({
  textOf = () => undefined,
  folder = cwd(),
  kept = mostKept,
  read = readMap,
}: Reading = {}): (place: string) => string {
  const textIn = (file: string): string => (javascript.test(file) ? readSmall(file) : (textOf(file) ?? ''))
  const mapOf = recentMaps(kept, (file) => read(file, () => textIn(file)))
  const answers = new Map<string, string>()
  return (place) => {
    const [, path, line, column] = /^(.*\.(?:[cm]?js|[cm]?ts|[jt]sx)):(\d+):(\d+)$/.exec(place) ?? []
    if (path === undefined || /[\\/]node_modules[\\/]/.test(path)) return place
    let answer = answers.get(place)
    if (answer === undefined) {
      const map = mapOf(resolve(folder, path))
      const unmapped = map === null || javascript.test(path) ? place : path
      answer = (map === null ? undefined : original(map, Number(line) - 1, Number(column) - 1)) ?? unmapped
      answers.set(place, answer)
    }
    return answer
  }
}

const javascript = /\.[cm]?js$/

/** The maps of files, of which those are kept that were used last. That a file has none is always kept. */
function recentMaps(kept: number, read: (file: string) => SourceMap | null): (file: string) => SourceMap | null {
  const without = new Set<string>()
  const maps = new Map<string, SourceMap>()
  let bytes = 0
  return (file) => {
    if (without.has(file)) return null
    const known = maps.get(file)
    const map = known ?? read(file)
    if (map === null) {
      without.add(file)
      return null
    }
    if (known === undefined) bytes += map.bytes
    maps.delete(file)
    for (const [oldest, { bytes: freed }] of maps) {
      if (bytes <= kept) break
      maps.delete(oldest)
      bytes -= freed
    }
    maps.set(file, map)
    return map
  }
}

function original({ sources, lines }: SourceMap, line: number, column: number): string | undefined {
  const segments = lines[line] ?? []
  const best = lastSegment(segments, column)
  const source = best < 0 ? null : sources[segments[best + 3]]
  return source === null || source === undefined
    ? undefined
    : `${source}:${segments[best + 1] + 1}:${segments[best + 2] + 1}`
}

/** What the list of a line takes beside its numbers. */
const bytesOfLine = 40

function readMap(file: string, code: () => string): SourceMap | null {
  try {
    const url = /\n\/\/# sourceMappingURL=(\S+)\s*$/.exec(code())?.[1]
    if (url === undefined) return null
    const inline = /^data:application\/json[^,]*;base64,(.*)$/.exec(url)?.[1]
    const mapFile = inline === undefined ? resolve(dirname(file), decodeURI(url)) : file
    const text = inline === undefined ? readSmall(mapFile) : Buffer.from(inline, 'base64').toString('utf8')
    const map = JSON.parse(text) as MapSources & { readonly mappings: string }
    const lines = decodeMappings(map.mappings)
    const bytes = lines.reduce((sum, segments) => sum + 8 * segments.length + bytesOfLine, 0)
    return { lines, bytes, sources: sourceFiles(mapFile, map) }
  } catch {
    return null
  }
}

function readSmall(file: string): string {
  if (statSync(file).size > largest) throw new RangeError(`${file} is too large.`)
  return readFileSync(file, 'utf8')
}
