import { relative, sep } from 'node:path'
import { type CallSite, callerNow, userFiles } from './callSite.ts'
import { ownText } from './ownText.ts'
import type { Boot } from './probe.ts'
import type { HeapRecord, RecordedRoute, RecordedRouter } from './record.ts'

/** The record in the heap, and what fills it. */
export interface Registry {
  readonly record: HeapRecord
  readonly boot: Boot
  /** Counts whatever the app does while it boots; quiet means settled. */
  activity(): number
  touch(): void
  /** Turns the raw places of registering calls into `file:line:column` of the sources, where they have one. Call it before a snapshot. */
  locate(original: (site: CallSite) => CallSite | null): void
}

interface Hooks {
  readonly cwd: string
  /** Folders whose files are the app's own even where they are installed, the longest first. */
  readonly roots: readonly string[]
  /** The file of the preload. */
  readonly own: string
  readonly declared: () => void
  readonly framework: (name: string, version: string | null) => void
}

export function createRegistry({ cwd, roots, own, declared, framework }: Hooks): Registry {
  const record: HeapRecord = {
    routeheapRecord: 'routeheap/record@1',
    phase: 'start',
    roots: roots.map(ownText),
    preload: ownText(own),
    routes: [],
    routers: [],
    frameworks: [],
    app: null,
    listeners: [],
  }
  let raw: { entry: { source: string | null }; site: CallSite }[] = []
  let count = 0
  let composing = false

  const isUser = userFiles(roots, own)
  const callSite = () => callerNow(isUser).site
  const lists = new Map<string, string>()
  /** One text for each list of packages. */
  const listed = (packages: readonly string[]): string => {
    const list = packages.join(' ')
    if (!lists.has(list)) lists.set(list, ownText(list))
    return lists.get(list)!
  }
  const place = (entry: RecordedRoute | RecordedRouter, site: CallSite | null) => {
    if (site !== null) raw.push({ entry, site })
    count++
  }
  const weak = (anchors: readonly object[]) => anchors.map((anchor) => new WeakRef(anchor))

  return {
    record,
    activity: () => count,
    touch() {
      count++
    },
    locate(original) {
      for (const { entry, site } of raw) {
        const place = original(site)
        if (place === null) continue
        const { file, line, column } = place
        // A slice of the path would have no text in the snapshot.
        entry.source = ownText(`${relative(cwd, file).split(sep).join('/')}:${line}:${column}`)
      }
      raw = []
    },
    boot: {
      callSite,
      declared() {
        composing = true
        declared()
      },
      framework(name, version) {
        if (record.frameworks.some((known) => known.name === name && known.version === version)) return
        record.frameworks.push({ name, version })
        framework(name, version)
      },
      route({ framework, method, path }, anchors, written) {
        if (composing) readText(path)
        const { site, packages } = written === undefined ? callerNow(isUser) : { site: written, packages: [] }
        const own = { path: ownText(path), packages: listed(packages) }
        const entry = { framework, method, ...own, anchors: weak(anchors), source: null }
        record.routes.push(entry)
        place(entry, site)
      },
      router({ framework, prefix }, anchors, site = callSite()) {
        const entry = { framework, prefix, anchors: weak(anchors), source: null }
        record.routers.push(entry)
        place(entry, site)
      },
    },
  }
}

/**
 * Reads the characters of a path, which makes V8 flatten it. The path of a mounted route is put together from a prefix
 * and a part of the original's path, and keeps that one alive until somebody reads it, as a server does that matches it.
 */
function readText(text: string): void {
  Buffer.byteLength(text)
  Buffer.from(text)
}
