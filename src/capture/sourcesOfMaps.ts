import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { cwd } from 'node:process'
import { decodeMappings, lastSegment } from './inside/sourceMap.ts'
import { type MapSources, sourceFiles } from './sourceFiles.ts'

/** Bytes. Files and maps above this are not read: a map takes ten times its size when it is decoded. */
const largest = 40_000_000

interface SourceMap {
  /** Absolute; null where the file is not there, as in packages that leave their sources out. */
  readonly sources: readonly (string | null)[]
  /** For each generated line its segments, four numbers each. */
  readonly lines: readonly (readonly number[])[]
}

/**
 * Turns `file:line:column` in JavaScript that the user compiled into the place in its source, by the map that the file
 * names (`//# sourceMappingURL=`, a file beside it or the map itself). Everything else comes back as it is. A file is
 * read when it is first asked about. Of TypeScript that a loader of the user's compiled (tsx), `textOf` gives what ran by the
 * absolute path, with the map in it. Relative paths begin at `folder`.
 */
export function sourcesOfMaps(
  textOf: (file: string) => string | undefined = () => undefined,
  folder = cwd(),
): (place: string) => string {
  const maps = new Map<string, SourceMap | null>()
  return (place) => {
    const [, path, ending, line, column] = /^(.*\.([cm]?js|[cm]?ts|[jt]sx)):(\d+):(\d+)$/.exec(place) ?? []
    if (path === undefined || /[\\/]node_modules[\\/]/.test(path)) return place
    const file = resolve(folder, path)
    let map = maps.get(file)
    if (map === undefined) {
      map = readMap(file, () => (ending.endsWith('js') ? readSmall(file) : (textOf(file) ?? '')))
      maps.set(file, map)
    }
    return (map === null ? undefined : original(map, Number(line) - 1, Number(column) - 1)) ?? place
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

function readMap(file: string, code: () => string): SourceMap | null {
  try {
    const url = /\n\/\/# sourceMappingURL=(\S+)\s*$/.exec(code())?.[1]
    if (url === undefined) return null
    const inline = /^data:application\/json[^,]*;base64,(.*)$/.exec(url)?.[1]
    const mapFile = inline === undefined ? resolve(dirname(file), decodeURI(url)) : file
    const text = inline === undefined ? readSmall(mapFile) : Buffer.from(inline, 'base64').toString('utf8')
    const map = JSON.parse(text) as MapSources & { readonly mappings: string }
    return { lines: decodeMappings(map.mappings), sources: sourceFiles(mapFile, map) }
  } catch {
    return null
  }
}

function readSmall(file: string): string {
  if (statSync(file).size > largest) throw new RangeError(`${file} is too large.`)
  return readFileSync(file, 'utf8')
}
