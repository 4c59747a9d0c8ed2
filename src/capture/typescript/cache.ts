import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { contentKey } from '../inside/contentKey.ts'
import { type Compiler, compilerFor } from './compilerOptions.ts'
import { importsOf, sourceFile } from './imports.ts'

/** The compiled files of an app, by the content of their sources. The app's process reads them and compiles nothing. */
export interface CompileCache {
  readonly folder: string
  readonly compiler: Compiler
  /** Compiles what the entry imports, as far as the text tells, and is not in the cache. Returns how many files. */
  fill(entry: string): Promise<number>
  /** Compiles one file that the app asks for. A failure is written to `failurePath`. */
  compile(path: string, key: string, failurePath: string): Promise<Error | null>
}

interface Swc {
  transform(source: string, options: Record<string, unknown>): Promise<{ code: string; map?: string }>
}

export function compileCache(entry: string, fallbackFolder: string): CompileCache {
  const compiler = compilerFor(entry)
  const folder = cacheFolder(entry, fallbackFolder)
  let swc: Swc | undefined

  const write = (name: string, text: string) => {
    const aside = join(folder, `.${process.pid}-${name}`)
    writeFileSync(aside, text, { mode: 0o600 })
    renameSync(aside, join(folder, name))
  }
  const compileFile = async (path: string, key: string) => {
    swc ??= createRequire(compiler.swcPath)(compiler.swcPath) as Swc
    const format = formatOf(path)
    const { code, map } = await swc.transform(readFileSync(path, 'utf8'), compiler.options(path, format))
    if (map !== undefined) write(`${key}.map`, map)
    // The code comes last: whoever waits for it finds the map.
    write(`${key}.${format === 'module' ? 'mjs' : 'cjs'}`, code)
    return code
  }
  const cached = (key: string) => {
    for (const extension of ['cjs', 'mjs']) {
      const path = join(folder, `${key}.${extension}`)
      if (existsSync(path)) return readFileSync(path, 'utf8')
    }
    return null
  }

  return {
    folder,
    compiler,
    async fill(first) {
      const seen = new Set([first])
      let compiled = 0
      let level = [first]
      while (level.length > 0) {
        const imported = await Promise.all(
          level.map(async (path) => {
            try {
              const key = contentKey(compiler.salt, path, readFileSync(path, 'utf8'))
              let code = cached(key)
              if (code === null) {
                code = await compileFile(path, key)
                compiled++
              }
              return importsOf(code).map((specifier) => sourceFile(specifier, path, compiler.paths))
            } catch {
              // It may never be loaded. If it is, the app asks for it and hears of the failure.
              return []
            }
          }),
        )
        level = [...new Set(imported.flat())].filter((path): path is string => path !== null && !seen.has(path))
        for (const path of level) seen.add(path)
      }
      return compiled
    },

    async compile(path, key, failurePath) {
      try {
        await compileFile(path, key)
        return null
      } catch (error) {
        const failure = error instanceof Error ? error : new Error(String(error))
        writeFileSync(failurePath, withoutBacktrace(failure.message))
        return failure
      }
    },
  }
}

/** The compiler adds its own stack where RUST_BACKTRACE is set: nothing of the user's. */
const withoutBacktrace = (message: string): string => message.split(/\n\s*Caused by:/)[0]

/** `.routeheap/cache/ts` of the app's package, or a folder of this run where that cannot be written. */
function cacheFolder(entry: string, fallback: string): string {
  const folder = join(packageFolder(entry), '.routeheap', 'cache', 'ts')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(join(folder, `.${process.pid}-probe`), '')
    renameSync(join(folder, `.${process.pid}-probe`), join(folder, '.written'))
    return folder
  } catch {
    const own = join(fallback, 'ts')
    mkdirSync(own, { recursive: true, mode: 0o700 })
    return own
  }
}

function packageFolder(file: string): string {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
    if (folder === dirname(folder)) return dirname(file)
  }
}

/** Whether Node takes a file as an ES module: by its extension, else by the package it is in. */
export function formatOf(file: string): 'module' | 'commonjs' {
  const extension = extname(file)
  if (/^\.m[jt]s$/.test(extension)) return 'module'
  if (/^\.c[jt]s$/.test(extension)) return 'commonjs'
  try {
    const { type } = JSON.parse(readFileSync(join(packageFolder(file), 'package.json'), 'utf8')) as { type?: string }
    return type === 'module' ? 'module' : 'commonjs'
  } catch {
    return 'commonjs'
  }
}
