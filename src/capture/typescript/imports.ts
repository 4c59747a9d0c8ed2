import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { TypeScriptConfig } from '../inside/config.ts'

const importing = /\b(?:from|import|require)\s*\(?\s*(["'])([^"'\n]+)\1/g

/** Specifiers in the text of a compiled module. May name some that are never loaded, and miss computed ones. */
export const importsOf = (code: string): string[] => [...code.matchAll(importing)].map(([, , specifier]) => specifier)

const extensions = ['', '.ts', '.tsx', '.mts', '.cts', '.jsx', '/index.ts', '/index.tsx']

/** The file to compile that a specifier means, or null: an installed package, plain JavaScript, or nothing. */
export function sourceFile(specifier: string, importer: string, paths: TypeScriptConfig['paths']): string | null {
  const bases = /^\.{1,2}(\/|$)|^\//.test(specifier)
    ? [resolve(dirname(importer), specifier)]
    : paths.flatMap(({ pattern, substitutions }) => {
        const [start, end] = pattern.split('*')
        if (end === undefined) return pattern === specifier ? substitutions : []
        if (!specifier.startsWith(start) || !specifier.endsWith(end)) return []
        const matched = specifier.slice(start.length, specifier.length - end.length)
        return substitutions.map((substitution) => substitution.replace('*', () => matched))
      })
  for (const base of bases) {
    const swapped = base.replace(/\.(c|m)?js(x?)$/, '.$1ts$2')
    for (const candidate of [swapped, ...extensions.map((extension) => base + extension)])
      if (/\.([cm]?ts|tsx|jsx)$/.test(candidate) && !/\.d\.[cm]?ts$/.test(candidate) && isFile(candidate))
        return candidate
  }
  return null
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
