/** A server of TCP listens, or one on a Unix socket that takes requests. What else is on a socket is of tools. */
export type ListeningEvent = Speaking &
  (
    | { readonly type: 'listening'; readonly host: string; readonly port: number }
    | { readonly type: 'socket'; readonly path: string }
  )

interface Speaking {
  readonly secure: boolean
  readonly http2: boolean
}

/** What the preload tells the parent, one line of JSON each, written synchronously. */
export type InsideEvent =
  | {
      readonly type: 'hello'
      readonly node: string
      readonly v8: string
      readonly platform: string
      readonly arch: string
    }
  /** Wants to take a snapshot and waits until the pipe `<pid>.<phase>` is there. */
  | {
      readonly type: 'snapshot'
      readonly phase: string
      readonly heapUsedBytes: number
      readonly externalBytes: number
      readonly rssBytes: number
      readonly insideComposition: boolean
    }
  | { readonly type: 'written'; readonly phase: string; readonly error: string | null; readonly tookMs: number }
  | { readonly type: 'framework'; readonly name: string; readonly version: string | null }
  | ListeningEvent
  /** A server could not listen, and the app may have dealt with that. */
  | { readonly type: 'listenFailed'; readonly code: string | null; readonly message: string }
  /** A server in a thread of the app takes requests. */
  | { readonly type: 'threadListens' }
  /** A thread that runs a file of the app began or ended. */
  | { readonly type: 'thread'; readonly thread: number; readonly file: string; readonly running: boolean }
  /** Waits until the compiled file is in the cache, or `<key>.err` in the folder of the run. */
  | { readonly type: 'compile'; readonly path: string; readonly key: string }
  /** The process compiled a file by itself. */
  | { readonly type: 'compiledInside'; readonly path: string }
  | { readonly type: 'loaded'; readonly exports: readonly string[] }
  /** A factory is called for the app; `missing` counts its parameters that get no argument. */
  | { readonly type: 'serving'; readonly name: string; readonly missing: number }
  /** A method of the app that we know nothing of is called with our arguments. */
  | { readonly type: 'calling'; readonly call: string }
  /** Whether a process that the module started runs, while nothing listens. */
  | { readonly type: 'children'; readonly running: boolean }
  | {
      readonly type: 'noApp'
      readonly reason: 'none' | 'named' | 'factory' | 'workers'
      readonly detail: string
      readonly exports: readonly string[]
    }
  /** `classes` where one of the exports is a class. */
  | { readonly type: 'idle'; readonly exports: readonly string[]; readonly classes: boolean }
  | {
      readonly type: 'failed'
      readonly name: string
      readonly code: string | null
      readonly message: string
      readonly stack: string
    }
  | { readonly type: 'exit'; readonly code: number; readonly stack: string | null }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'finished' }

/** An event as it comes out of the pipe. */
export type ReceivedEvent = InsideEvent & { readonly pid: number }
