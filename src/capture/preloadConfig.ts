import type { CaptureOptions } from './capture.ts'
import type { InsideConfig } from './inside/config.ts'
import type { CompileCache } from './typescript/cache.ts'

/** What the preload is told, with the defaults of everything that the user left out. */
export function preloadConfig(
  options: Omit<CaptureOptions, 'onProgress'>,
  cwd: string,
  entry: string | null,
  cache: CompileCache | null,
  startByImport: boolean,
): InsideConfig {
  return {
    entry,
    cwd,
    exportName: options.exportName ?? null,
    args: options.args ?? [],
    engine: options.engine ?? 'v8',
    port: options.port ?? 0,
    readyByLog: options.readyLog !== undefined,
    warm: options.warm !== undefined && options.warm.length > 0,
    startByImport,
    remedies: options.remedies ?? null,
    typescript:
      cache === null ? null : { cacheFolder: cache.folder, salt: cache.compiler.salt, paths: cache.compiler.paths },
  }
}
