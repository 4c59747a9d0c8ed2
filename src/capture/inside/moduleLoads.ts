import nodeModule, { Module } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { isMainThread } from 'node:worker_threads'
import type { ProbedFile } from './packages.ts'

/** The name under which an ES module, extended by `withReport`, finds us. */
export const reportName = 'routeheap.module'

/**
 * Reports the exports of every file that `probed` names, right after it ran, CommonJS and ES modules alike. What `report`
 * answers with takes the place of the exports, where they are of CommonJS.
 */
export function watchModules(
  probed: (file: string) => ProbedFile[],
  report: (file: ProbedFile, exports: unknown) => unknown,
): void {
  const { load, _compile } = Module.prototype as unknown as {
    load(file: string): void
    _compile(...args: unknown[]): unknown
  }
  Object.assign(Module.prototype, {
    load(this: NodeJS.Module & { _compile?: unknown }, file: string) {
      let files = probed(file)
      if (files.length === 0) return Reflect.apply(load, this, [file])
      const tell = () => {
        for (const found of files) this.exports = report(found, this.exports) ?? this.exports
        files = []
      }
      // Right after it ran, where that can be seen: Node up to 22 notes for `import` what it exports before `load` is through.
      this._compile = (...args: unknown[]) => {
        delete this._compile
        const result = Reflect.apply(_compile, this, args)
        tell()
        return result
      }
      Reflect.apply(load, this, [file])
      delete this._compile
      tell()
    },
  })
  Object.defineProperty(globalThis, Symbol.for(reportName), {
    value: (url: string, exports: unknown) => {
      for (const found of probed(fileURLToPath(url))) report(found, exports)
    },
  })
}

/** The source of an ES module, followed by a line that hands us its exports once it ran. It imports itself. */
export const withReport = (url: string, source: string): string =>
  `${source}\n;import * as routeheapSelf from ${JSON.stringify(url)};` +
  `globalThis[Symbol.for('${reportName}')]?.(${JSON.stringify(url)}, routeheapSelf)\n`

export interface LoadResult {
  format: string
  source?: string | Uint8Array | null
  shortCircuit?: boolean
}

/** The hook that comes after, or Node itself; its answer is a promise in the thread of the loader. */
// biome-ignore lint/suspicious/noExplicitAny: the two kinds of hooks differ in what they answer.
export type NextHook = (urlOrSpecifier: string, context: unknown) => any

/** The hooks for ES modules, in the shape that both `registerHooks` and `register` take. */
export interface ModuleHooks {
  resolve?: (specifier: string, context: { parentURL?: string; conditions?: string[] }, next: NextHook) => unknown
  load: (url: string, context: { format?: string; conditions?: string[] }, next: NextHook) => unknown
}

/**
 * Installs hooks for ES modules: in this thread where Node can (22.15 on), else by loading `own` again in the thread of
 * its loader, which costs resident memory but none of this heap.
 */
export function installHooks(hooks: ModuleHooks, own: string, data: unknown): void {
  const { registerHooks } = nodeModule as { registerHooks?: (hooks: unknown) => void }
  if (registerHooks !== undefined) registerHooks(hooks)
  else if (isMainThread) nodeModule.register(pathToFileURL(own).href, { data })
}
