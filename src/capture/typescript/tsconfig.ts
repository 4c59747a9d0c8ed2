import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { findTsconfig, parseTsconfig, type TsConfigJsonResolved } from 'get-tsconfig'
import { RouteheapError } from '../../error.ts'

/** The tsconfig of an entry. */
export interface FoundTsconfig {
  readonly path: string
  readonly options: NonNullable<TsConfigJsonResolved['compilerOptions']>
  /** Whether it is no JSON, be it with comments: then what could be read of it was used. */
  readonly isDamaged: boolean
}

/** Reads the tsconfig next to the entry or above it, `extends` included; null where there is none. */
export function tsconfigOf(entry: string): FoundTsconfig | null {
  const path = findTsconfig(dirname(entry))
  if (path === undefined) return null
  try {
    const { compilerOptions } = parseTsconfig(path)
    return { path, options: compilerOptions ?? {}, isDamaged: !isWhole(readFileSync(path, 'utf8')) }
  } catch (error) {
    throw new RouteheapError('tsconfig-unresolved', { path, reason: (error as Error).message }, { cause: error })
  }
}

/** Whether it is JSON with comments, commas at ends and tabs in strings, as the compiler of TypeScript takes it, or empty. */
function isWhole(text: string): boolean {
  const json = text
    .replace(/^\ufeff/, '')
    .replace(
      /("(?:\\.|[^"\\])*")|\/\/.*|\/\*[\s\S]*?\*\//g,
      (_, string?: string) => string?.replaceAll('\t', ' ') ?? ' ',
    )
    .replace(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, (_, string?: string) => string ?? '')
  if (json.trim() === '') return true
  try {
    JSON.parse(json)
    return true
  } catch {
    return false
  }
}
