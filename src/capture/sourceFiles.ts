import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a source map says of its sources. */
export interface MapSources {
  readonly sources: readonly (string | null)[]
  readonly sourcesContent?: readonly (string | null)[]
  readonly sourceRoot?: string
}

/**
 * The file of each source of a map, null where it is not there. Names that are paths from the folder of the map are taken
 * as they are. Bundlers write others, which begin at the folder that they were run in (`webpack://app/./src/a.ts`,
 * `/__parcel_source_root/src/a.js`): for what is not there, that folder is searched, one for the whole map.
 */
export function sourceFiles(mapFile: string, map: MapSources): (string | null)[] {
  const files = map.sources.map((source) => existing(mapFile, map.sourceRoot ?? '', source))
  const inFolder = foundInFolder(mapFile, map, files)
  return files.map((file, source) => file ?? (map.sources[source] === null ? null : (inFolder?.(source) ?? null)))
}

function existing(mapFile: string, root: string, source: string | null): string | null {
  if (source === null) return null
  const path = source.startsWith('file:') ? fileURLToPath(source) : resolve(dirname(mapFile), root, source)
  return existsSync(path) ? path : null
}

type FileOf = (source: number) => string | null

/**
 * Of the folders from that of the map upwards the one that has most of the app's own sources with the text that the map
 * has of them: nothing but its text tells that a file is the one meant, and the one that lines were counted in. Of a map
 * without texts all have to be in one folder of its package.
 */
function foundInFolder(mapFile: string, map: MapSources, files: readonly (string | null)[]): FileOf | null {
  const texts = map.sourcesContent?.some((text) => text !== null) ? map.sourcesContent : null
  if (texts === null && files.some((file) => file !== null)) return null
  const folders = foldersAbove(dirname(mapFile), texts !== null)
  let best: FileOf | null = null
  let most = 0
  for (const root of new Set([map.sourceRoot ?? '', ''])) {
    const names = map.sources.map((source) => pathIn(root, source ?? ''))
    const own = [...names.keys()].filter((source) => files[source] === null && isOwn(names[source]))
    for (const folder of folders) {
      const there = own.filter((source) => existsSync(join(folder, names[source])))
      if (2 * there.length <= own.length || (texts === null && there.length < own.length)) continue
      const fileOf = (source: number): string | null => {
        const path = join(folder, names[source])
        return (texts === null ? existsSync(path) : hasText(path, texts[source])) ? path : null
      }
      const count = there.filter((source) => fileOf(source) !== null).length
      if (count > most) [best, most] = [fileOf, count]
    }
  }
  return best
}

/** To the root of the disk, or to that of the package only. */
function foldersAbove(folder: string, beyondPackage: boolean): string[] {
  const above = dirname(folder)
  const isLast = above === folder || (!beyondPackage && existsSync(join(folder, 'package.json')))
  return isLast ? [folder] : [folder, ...foldersAbove(above, beyondPackage)]
}

/**
 * The path from the folder that the bundler was run in: without scheme and namespace (there may be a slash in it, as in
 * `@scope/app`), what stands for that folder, and the hash of a module that a bundle has twice.
 */
function pathIn(root: string, source: string): string {
  const name = root === '' || /^([a-z-]+:|\/)/.test(source) ? source : `${root.replace(/\/$/, '')}/${source}`
  return name
    .replace(/^[a-z-]+:\/\/(.*?\/(?=\.\.?\/)|[^/]*\/)/, '')
    .replace(/^\/*((\[project\]|__parcel_source_root)\/)?/, '')
    .replace(/\?.*$/, '')
}

/** A module that the user may have written, neither a package's nor the bundler's. */
function isOwn(name: string): boolean {
  return /\.([cm]?[jt]sx?|vue|svelte)$/.test(name) && !/(^|\/)node_modules\/|^(webpack|\(webpack\))\//.test(name)
}

function hasText(path: string, text: string | null | undefined): boolean {
  try {
    return typeof text === 'string' && withoutMarks(readFileSync(path, 'utf8')) === withoutMarks(text)
  } catch {
    return false
  }
}

/** Loaders drop the byte order mark, and some write all ends of lines alike. */
function withoutMarks(text: string): string {
  return text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n')
}
