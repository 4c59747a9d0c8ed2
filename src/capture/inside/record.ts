/**
 * The record that the preload keeps in the app's heap, so that a snapshot describes itself. It is found in the
 * snapshot by its own property `routeheapRecord` (the value is the format, `routeheap/record@1`).
 *
 * Every reference to an object of the app is a WeakRef: the record keeps nothing of the app alive. In the snapshot
 * the way is record -> routes -> elements -> route -> `handler` (WeakRef) -> weak edge `target`.
 */
export interface HeapRecord {
  readonly routeheapRecord: 'routeheap/record@1'
  /** Phase in which the snapshot is taken. */
  phase: string
  /** Folders whose files are the app's own even where they are installed, the longest first; each ends with a separator. */
  readonly roots: readonly string[]
  /** The file of the preload, which is nobody's but ours wherever it is installed. */
  readonly preload: string
  readonly routes: RecordedRoute[]
  readonly routers: RecordedRouter[]
  readonly frameworks: { readonly name: string; readonly version: string | null }[]
  /** The app object the harness serves, where the user's module exported it. */
  app: WeakRef<object> | null
  /** What servers call when a request or a connection comes in. */
  listeners: RecordedListener[]
}

/** One route as the framework's own hook reported it. */
export interface RecordedRoute {
  readonly framework: string
  readonly method: string
  readonly path: string
  /** The route object or handler, whichever the probe can name; anchors for the recogniser. */
  readonly anchors: WeakRef<object>[]
  /** `file:line:column` of the user's registering call, one-based, through source maps; null if unknown. */
  source: string | null
  /** Installed packages on the way from there to the framework, which included, with spaces between them. */
  readonly packages: string
}

export interface RecordedRouter {
  readonly framework: string
  readonly prefix: string | null
  readonly anchors: WeakRef<object>[]
  source: string | null
}

export interface RecordedListener {
  readonly listener: WeakRef<object>
  /** Words of its text that can be names of variables, in pieces that V8 does not cut; none where it has no text. */
  readonly names: readonly string[]
}
