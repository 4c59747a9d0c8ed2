import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { compileFunction } from 'node:vm'
import { contentKey } from '../inside/contentKey.ts'
import { type Compiler, compilerFor } from './compilerOptions.ts'
import { importsOf, sourceFile } from './imports.ts'

/** The compiled files of an app, by the content of their sources. The app's process reads them and compiles nothing. */
export interface CompileCache {
  readonly folder: string
  readonly compiler: Compiler
  /** What a file was compiled as; what Node takes it for where it could not be compiled. */
  formatOf(path: string): Format
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
    const source = readFileSync(path, 'utf8')
    let format = formatOf(path)
    let { code, map } = await swc.transform(source, compiler.options(path, format))
    // With `await` at its top it can only be an ES module, if nothing says what it is. So does Node itself, from 22 on.
    if (declaredFormat(path) === null && /\bawait\b/.test(code) && !isCommonJs(code)) {
      format = 'module'
      ;({ code, map } = await swc.transform(source, compiler.options(path, format)))
    }
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
    formatOf(path) {
      const key = contentKey(compiler.salt, path, readFileSync(path, 'utf8'))
      return existsSync(join(folder, `${key}.mjs`)) ? 'module' : formatOf(path)
    },
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
        // The app reads it as soon as it is there.
        writeFileSync(`${failurePath}.part`, withoutBacktrace(failure.message))
        renameSync(`${failurePath}.part`, failurePath)
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

export type Format = 'module' | 'commonjs'

/** Whether Node takes a file as an ES module: by its extension, else by the package it is in. */
export const formatOf = (file: string): Format => declaredFormat(file) ?? 'commonjs'

/** The format of a file where its extension or the package says it. */
function declaredFormat(file: string): Format | null {
  const extension = extname(file)
  if (/^\.m[jt]s$/.test(extension)) return 'module'
  if (/^\.c[jt]s$/.test(extension)) return 'commonjs'
  try {
    const { type } = JSON.parse(readFileSync(join(packageFolder(file), 'package.json'), 'utf8')) as { type?: string }
    return type === 'module' || type === 'commonjs' ? type : null
  } catch {
    return null
  }
}

/**
 * Whether it can be compiled as the body of a function, which files of CommonJS are. There `await (a)` calls a function of
 * that name; with an operator in between it can only wait.
 */
function isCommonJs(code: string): boolean {
  const waiting = code.replace(/(?<![.\w$])await(?=\s*[([`+\-/])/g, 'await ~')
  try {
    compileFunction(waiting, ['exports', 'require', 'module', '__filename', '__dirname'])
    return true
  } catch {
    return false
  }
}
