import type { Bytes } from '../snapshot/snapshot.ts'
import type { Place } from './ask.ts'
import type { RemediesConfig } from './inside/config.ts'
import type { Measured } from './inside/measure.ts'

export { capture } from './run.ts'

/**
 * Starts an app in a child process and takes its snapshots. What it hands out comes in order, each phase once; the
 * child waits until the phase is read.
 */

/** What the user asked to analyse. */
export type Target =
  /** A module: exports an app or a factory, or listens by itself. */
  | { readonly kind: 'module'; readonly path: string }
  /** A command line after `--`. */
  | { readonly kind: 'command'; readonly command: readonly string[] }

export interface CaptureOptions {
  readonly cwd?: string
  /** Binary to run the app with, and what `node` is to a command; default: the one we run on, and the one of the PATH. */
  readonly node?: string
  /** Variables that are not in the environment yet. Relative paths are from `cwd`. */
  readonly envFile?: string
  /** Name of the export to use, where the default search is not wanted. */
  readonly exportName?: string
  /** Arguments for a factory. */
  readonly args?: readonly unknown[]
  /** Take the app as ready when this matches a line of its output; default: when it listens (or its factory is done). */
  readonly readyLog?: RegExp
  /** Milliseconds from start to `composed`. Default 60 000. */
  readonly timeoutMs?: number
  /** Paths to GET after `composed`; adds the phase `warm`. */
  readonly warm?: readonly string[]
  /** Port to hand to the app, default any free one. */
  readonly port?: number
  /** Folder to keep the snapshots in; default: they are streamed and never touch the disk (where there are FIFOs). */
  readonly keep?: string
  readonly engine?: 'inspector' | 'v8' | 'v8-profiler-next'
  /** Take no snapshots but measure `start` and `composed`, with these remedies loaded, which act or do not. */
  readonly remedies?: RemediesConfig
  readonly signal?: AbortSignal
  readonly onProgress?: (event: CaptureProgress) => void
}

export type PhaseName = 'start' | 'declared' | 'composed' | 'warm'

/** One phase, ready to be read. `stream` must be consumed or destroyed before the next phase is asked for. */
export interface PhaseCapture {
  readonly name: PhaseName
  /** The bytes of the snapshot, as they are written. */
  readonly stream: AsyncIterable<Uint8Array>
  /** Path of the kept file, or null. */
  readonly path: string | null
  readonly heapUsedBytes: Bytes
  readonly externalBytes: Bytes
  readonly rssBytes: Bytes
  /** Milliseconds since the child was started. */
  readonly atMs: number
  /** True where it was taken inside a composition call, so that locals of the caller are on the stack. */
  readonly insideComposition: boolean
  /** What was measured in the place of a snapshot, which is then empty; null where one was taken. */
  readonly measured: Measured | null
}

/** What is known about the run when all phases are through. */
export interface CaptureSummary {
  readonly nodeVersion: string
  readonly v8Version: string
  readonly platform: string
  readonly arch: string
  /** Frameworks whose probes fired, with the version that the app resolved. */
  readonly frameworks: readonly { readonly name: string; readonly version: string | null }[]
  readonly listening: readonly { readonly host: string; readonly port: number }[]
  /** The file of each thread that runs one of the app's own. */
  readonly threads: readonly string[]
  /** Where the first server takes requests, Unix sockets included; null where none listens. */
  readonly place: Place | null
  /** Where the compiled files and their source maps are; null where nothing was compiled. */
  readonly typescript: { readonly cacheFolder: string; readonly salt: string } | null
  /** Files the TypeScript loader had to compile inside the measured process; 0 is the normal case. */
  readonly compiledInMeasuredProcess: number
  /** How long V8 took to write the snapshots, all together. */
  readonly writingMs: number
  /** Plain remarks for the user: what was odd, and what it means. */
  readonly notes: readonly string[]
}

export interface CaptureProgress {
  readonly step: 'load' | 'boot' | 'snapshot'
  readonly detail: string
}

/** A running capture: iterate the phases, then ask for the summary. `close` is safe at any time and twice. */
export interface Capture extends AsyncIterable<PhaseCapture> {
  summary(): CaptureSummary
  close(): Promise<void>
}
