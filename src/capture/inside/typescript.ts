import { readFileSync } from 'node:fs'
import { createRequire, Module } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Channel } from './channel.ts'
import type { TypeScriptConfig } from './config.ts'
import { contentKey } from './contentKey.ts'
import type { ModuleHooks } from './moduleLoads.ts'
import { namedExports } from './namedExports.ts'

export const compiledExtensions = ['.ts', '.tsx', '.mts', '.cts', '.jsx']

export interface CompiledFile {
  readonly code: string
  readonly format: 'module' | 'commonjs'
}

/** Compiled files by their path. What is not in the cache is compiled by the parent, while this thread waits. */
export interface CompiledFiles {
  read(file: string): CompiledFile
  /** Cache key of a file, to find its source map; undefined where it is not compiled. */
  keyOf(file: string): string | undefined
}

export function compiledFiles(config: TypeScriptConfig, channel: Channel): CompiledFiles {
  const keys = new Map<string, string>()
  const stored = (key: string): CompiledFile | null => {
    for (const [extension, format] of [
      ['cjs', 'commonjs'],
      ['mjs', 'module'],
    ] as const) {
      try {
        return { code: readFileSync(`${config.cacheFolder}/${key}.${extension}`, 'utf8'), format }
      } catch {}
    }
    return null
  }
  const currentKey = (file: string): string => {
    const key = contentKey(config.salt, file, readFileSync(file, 'utf8'))
    keys.set(file, key)
    return key
  }
  return {
    // The thread of the loader may have read it, not this one.
    keyOf: (file) => keys.get(file) ?? (compiledExtensions.includes(extname(file)) ? currentKey(file) : undefined),
    read(file) {
      const key = currentKey(file)
      const hit = stored(key)
      if (hit !== null) return hit
      channel.send({ type: 'compile', path: file, key })
      const failure = `${channel.folder}/${key}.err`
      const names = [`${config.cacheFolder}/${key}.cjs`, `${config.cacheFolder}/${key}.mjs`, failure]
      if (channel.await(names) === failure) throw new SyntaxError(readFileSync(failure, 'utf8'))
      return stored(key) as CompiledFile
    },
  }
}

/** Says so as Node does where it takes TypeScript by itself: plugins that load folders of files ask before they try. */
export function announceTypeScript(): void {
  const features = process.features as object as { typescript?: unknown }
  if (!features.typescript)
    Object.defineProperty(features, 'typescript', { value: 'transform', enumerable: true, configurable: true })
}

/** Teaches `require` about TypeScript: the files themselves, `.js` that means `.ts`, and the paths of tsconfig. */
export function installRequire(config: TypeScriptConfig, files: CompiledFiles): void {
  const loader = Module as unknown as {
    _extensions: Record<
      string,
      (module: { _compile(code: string, file: string, format?: string): void }, file: string) => void
    >
    _resolveFilename(request: string, parent: { filename?: string } | null, ...rest: unknown[]): string
  }
  for (const extension of compiledExtensions)
    loader._extensions[extension] = (module, file) => {
      const { code, format } = files.read(file)
      module._compile(code, file, format)
    }
  const resolve = loader._resolveFilename
  loader._resolveFilename = function (this: unknown, request, parent, ...rest) {
    const plain = () => Reflect.apply(resolve, this, [request, parent, ...rest]) as string
    if (parent?.filename === undefined || isInstalled(parent.filename)) return plain()
    return firstThatResolves(
      candidates(config, request),
      (candidate) => Reflect.apply(resolve, this, [candidate, parent, ...rest]) as string,
      plain,
    )
  }
}

/** The same for `import`. */
export function typescriptHooks(
  config: TypeScriptConfig,
  files: CompiledFiles,
  entry: string | null,
): Required<ModuleHooks> {
  return {
    resolve(specifier, context, next) {
      const { parentURL, conditions } = context
      if (parentURL === undefined || !parentURL.startsWith('file:') || conditions?.includes('require') === true)
        return next(specifier, context)
      const parent = fileURLToPath(parentURL)
      if (isInstalled(parent)) return next(specifier, context)
      const urls = candidates(config, specifier, true).map((path) =>
        path.startsWith('.') ? path : pathToFileURL(path).href,
      )
      const resolved = firstThatResolves<Resolved | Promise<Resolved>>(
        urls,
        (url) => next(url, context),
        () => next(specifier, context),
      )
      return isCompiled(parentURL) ? withJson(resolved) : resolved
    },
    load(url, context, next) {
      if (!url.startsWith('file:') || !isCompiled(url) || isInstalled(url)) return next(url, context)
      const file = fileURLToPath(url)
      const { code, format } = files.read(file)
      if (format === 'module') return { format, source: code, shortCircuit: true }
      // Without a source, Node takes it from `require`, which knows what to do, and so the entry is the main module.
      if (file === entry || context.conditions?.includes('require') === true)
        return { format, source: null, shortCircuit: true }
      return { format: 'module', source: namedExports(file, code, requiredFrom(config, file)), shortCircuit: true }
    },
  }
}

interface Resolved {
  url: string
  importAttributes?: Record<string, string>
}

/** In TypeScript that a bundler or tsx resolves, JSON is imported without the attribute that Node wants. */
function withJson(resolved: Resolved | Promise<Resolved>): Resolved | Promise<Resolved> {
  if (resolved instanceof Promise) return resolved.then(withJson)
  if (!resolved.url.startsWith('file:') || !new URL(resolved.url).pathname.endsWith('.json')) return resolved
  return { ...resolved, importAttributes: { ...resolved.importAttributes, type: 'json' } }
}

/** What `require` in a file would load, also in a thread that was not taught about TypeScript. */
function requiredFrom(config: TypeScriptConfig, file: string): (specifier: string) => string | null {
  const { resolve } = createRequire(file)
  return (specifier) => {
    const attempts = [...candidates(config, specifier), specifier, ...candidates(config, specifier, true)]
    return firstThatResolves<string | null>(attempts, resolve, () => null)
  }
}

const isInstalled = (path: string): boolean => /[\\/]node_modules[\\/]/.test(path)
const isCompiled = (url: string): boolean => compiledExtensions.includes(extname(new URL(url).pathname))

/** What a specifier may mean, in the order to try, before it is taken as it is. */
function candidates({ paths }: TypeScriptConfig, specifier: string, guessExtension = false): string[] {
  const relative = /^\.{1,2}(\/|$)/.test(specifier) || specifier.startsWith('/')
  const bases = relative
    ? [specifier]
    : paths.flatMap(({ pattern, substitutions }) => substitute(pattern, substitutions, specifier))
  return bases.flatMap((base) => {
    const swapped = base.replace(/\.(c|m)?js(x?)$/, '.$1ts$2')
    const others = swapped === base ? [] : [swapped, ...(swapped.endsWith('.ts') ? [`${swapped}x`] : [])]
    const guessed =
      guessExtension && !/\.[cm]?[jt]sx?$|\.json$/.test(base)
        ? ['.ts', '.tsx', '.js', '/index.ts', '/index.tsx', '/index.js'].map((end) => base.replace(/\/$/, '') + end)
        : []
    return relative ? [...others, ...guessed] : [base, ...others, ...guessed]
  })
}

function substitute(pattern: string, substitutions: readonly string[], specifier: string): string[] {
  const star = pattern.indexOf('*')
  if (star === -1) return pattern === specifier ? [...substitutions] : []
  const start = pattern.slice(0, star)
  const end = pattern.slice(star + 1)
  if (specifier.length < start.length + end.length || !specifier.startsWith(start) || !specifier.endsWith(end))
    return []
  const matched = specifier.slice(start.length, specifier.length - end.length)
  return substitutions.map((substitution) => substitution.replace('*', () => matched))
}

const notFound = new Set([
  'MODULE_NOT_FOUND',
  'ERR_MODULE_NOT_FOUND',
  'ERR_UNSUPPORTED_DIR_IMPORT',
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
])
const isNotFound = (error: unknown): boolean => notFound.has(String((error as { code?: unknown } | null)?.code))

/** Tries one candidate after the other, then the plain way. `attempt` may answer with a promise. */
function firstThatResolves<T>(urls: readonly string[], attempt: (url: string) => T, plain: () => T, at = 0): T {
  if (at === urls.length) return plain()
  const otherwise = (error: unknown): T => {
    if (!isNotFound(error)) throw error
    return firstThatResolves(urls, attempt, plain, at + 1)
  }
  try {
    const result = attempt(urls[at])
    if (result instanceof Promise) return result.catch(otherwise) as T
    return result
  } catch (error) {
    return otherwise(error)
  }
}
