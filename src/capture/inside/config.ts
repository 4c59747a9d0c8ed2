import { readFileSync } from 'node:fs'

/**
 * What the parent tells the preload: `config.json` in the folder of the run, written before the app's process starts.
 */
export interface InsideConfig {
  /** Absolute path of the user's module, or null where a command is run. */
  readonly entry: string | null
  readonly cwd: string
  readonly exportName: string | null
  readonly args: readonly unknown[]
  readonly engine: 'inspector' | 'v8' | 'v8-profiler-next'
  /** Port to hand to the first server, 0 for any free one. */
  readonly port: number
  /** True where the parent says when the app is ready, by a line of its output. */
  readonly readyByLog: boolean
  /** True where the parent sends requests after `composed` and then asks for `warm`. */
  readonly warm: boolean
  /** True where `start` is taken by an `--import` module, after the ES module loader is up. */
  readonly startByImport: boolean
  readonly typescript: TypeScriptConfig | null
  /** The remedies, where the app is booted with some; else null. */
  readonly remedies: RemediesConfig | null
}

/** They are loaded on both sides of a comparison, so that what they hold themselves is the same, and act on one. */
export interface RemediesConfig {
  readonly names: readonly string[]
  readonly act: boolean
  /** By remedy: after which of all copies an original is emptied already, instead of when the app is ready. */
  readonly after: Readonly<Record<string, readonly number[]>>
}

/** The cache of compiled files. The preload only reads it. */
export interface TypeScriptConfig {
  readonly cacheFolder: string
  /** Part of each key: options of the compiler and its version. */
  readonly salt: string
  /** `compilerOptions.paths`: pattern and absolute substitutions, `*` in both. */
  readonly paths: readonly { readonly pattern: string; readonly substitutions: readonly string[] }[]
}

/** Environment variables of the app's process. */
export const runFolderVariable = 'ROUTEHEAP_RUN'
export const preloadVariable = 'ROUTEHEAP_PRELOAD'

/** What the parent wrote into the folder of the run. */
export const readConfig = (folder: string): InsideConfig =>
  JSON.parse(readFileSync(`${folder}/config.json`, 'utf8')) as InsideConfig
