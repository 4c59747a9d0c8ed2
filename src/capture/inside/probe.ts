import type { CallSite } from './callSite.ts'

/**
 * What a framework's probe may do. It runs in the app's process, reports and decides nothing.
 */
export interface Probe {
  /** Package whose loading turns the probe on. */
  readonly module: string
  /** What the framework is called in marks and reports, where that is not the name of the package. */
  readonly framework?: string
  /** Range of versions it was written for. */
  readonly versions: string
  /** The version from which on its routes are known in the heap, `major.minor`, where older ones are about. */
  readonly knownFrom?: string
  /**
   * Files of the package whose exports it wants to see, by their path inside the package. Without it the probe is
   * attached once, before anything is loaded, with no exports: for diagnostics channels.
   */
  readonly files?: RegExp
  /** True where the package is no framework itself, so that its loading says nothing about what the app is built with. */
  readonly aside?: true
  /** True where the routes of the package are known to no recogniser, which a report has to say. */
  readonly unknown?: true
  /** True where the package is a framework of its own that is called like another one here, and not just a part of that. */
  readonly fork?: true
  /**
   * Called once in the preload for probes that need no module (diagnostics channels), or with the exports of a file
   * each time a copy of it is loaded (CommonJS and ES builds are different copies). A probe answers with nothing.
   */
  attach(boot: Boot, exports?: unknown): unknown
}

/** What probes report to. Nothing given to it is kept alive. */
export interface Boot {
  framework(name: string, version: string | null): void
  /** `site` is for what is put together later than it was written; else it is where the app is now. */
  route(
    route: { framework: string; method: string; path: string },
    anchors: readonly object[],
    site?: CallSite | null,
  ): void
  router(router: { framework: string; prefix: string | null }, anchors: readonly object[], site?: CallSite | null): void
  /** Where the app is now, in its own code; null where none of that is being run. */
  callSite(): CallSite | null
  /** Just before the first composition call: takes the `declared` snapshot once, synchronously. */
  declared(): void
}
