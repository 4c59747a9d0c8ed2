import { readFileSync } from 'node:fs'
import type { CaptureSummary } from './capture.ts'
import { contentKey } from './inside/contentKey.ts'
import { originalPlaces } from './inside/sourceMap.ts'
import { sourcesOfMaps } from './sourcesOfMaps.ts'

/**
 * Turns `file:line:column` in code that we compiled, or the user did, into the place in the source; other places come back
 * as they are. What a compiler added has no place in the source, only its file. Source maps are read when they are first needed.
 */
export function originalSources(
  typescript: CaptureSummary['typescript'],
  ofMaps = sourcesOfMaps(),
): (source: string) => string {
  if (typescript === null) return ofMaps
  const { cacheFolder, salt } = typescript
  const keys = new Map<string, string | undefined>()
  const keyOf = (file: string): string | undefined => {
    if (!keys.has(file)) keys.set(file, /\.([cm]?tsx?|jsx)$/.test(file) ? keyOfFile(salt, file) : undefined)
    return keys.get(file)
  }
  const original = originalPlaces(cacheFolder, { keyOf })
  return (source) => {
    const [, path, line, column] = /^(.*):(\d+):(\d+)$/.exec(source) ?? []
    if (path === undefined || keyOf(path) === undefined) return ofMaps(source)
    const place = original({ file: path, line: Number(line), column: Number(column) })
    return place === null ? path : `${place.file}:${place.line}:${place.column}`
  }
}

function keyOfFile(salt: string, file: string): string | undefined {
  try {
    return contentKey(salt, file, readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
