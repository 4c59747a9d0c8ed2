import type { Floor, FloorComparison } from '../floor/result.ts'
import type { Proof } from '../prove/proof.ts'
import type { Bytes } from '../snapshot/snapshot.ts'
import type { ConstructorEntry, Coverage } from './added.ts'
import type {
  CodeFrame,
  DuplicateTree,
  EqualSchemas,
  Holder,
  PathStep,
  Repository,
  SharedBytes,
  ValidatorParts,
} from './evidence.ts'

export type { Categories, ConstructorEntry, Coverage } from './added.ts'
export type {
  CodeFrame,
  DuplicateTree,
  EqualSchemas,
  Holder,
  PathStep,
  Repository,
  SharedBytes,
  ValidatorParts,
} from './evidence.ts'

/**
 * The report document: what `--json` prints, what the HTML page and every other format render. Versioned; the change
 * log is docs/report-format.md. Plain JSON: integer bytes, no undefined, no string of the user's heap but method,
 * path, schema key, constructor, name of a holding variable and file:line. Code frames are of the user's files.
 *
 * Types only. This file imports nothing but other documents and Bytes, so that the page can use it.
 */
export interface Report {
  readonly schema: 'routeheap/report@1'
  readonly tool: { readonly name: 'routeheap'; readonly version: string }
  readonly subject: Subject
  /** Which edges keep their target alive; see docs. */
  readonly policy: string
  readonly totals: Totals
  /** In order of time; one entry when a file was read. */
  readonly phases: readonly Phase[]
  /** Largest share first, then by key. */
  readonly routes: readonly RouteEntry[]
  readonly routers: readonly RouterEntry[]
  /** Largest share first. */
  readonly validators: readonly ValidatorEntry[]
  /** Schemas that are there more than once with equal contents, most copies first. */
  readonly schemas: readonly EqualSchemas[]
  readonly registries: readonly RegistryEntry[]
  /** Errors first, then by saving. */
  readonly findings: readonly FindingEntry[]
  /** What keeps dead or repeated things alive, in the order of the findings. */
  readonly holders: readonly Holder[]
  /** Trees of routes that are there twice, largest first within a kind. */
  readonly duplicates: readonly DuplicateTree[]
  /** Bytes of route owners by part over all routes; adds up to totals.routeBytes. */
  readonly parts: Parts
  /** What composition added, by what it is; null without a `declared` phase. */
  readonly coverage: Coverage | null
  /** The largest groups of what `coverage` has of the background, by constructor; empty without a `declared` phase. */
  readonly unattributed: readonly ConstructorEntry[]
  /** Where the source can be read; null where neither an option nor package.json says it. */
  readonly repository: Repository | null
  /** Plain remarks: what was odd in this run and what it means for the numbers. */
  readonly notes: readonly string[]
  /** What `prove` measured, as `prove --json` prints it; null where nothing was proven. */
  readonly proof: Proof | null
  /** What `floor` found, as `floor --json` prints it; null where it was not searched. */
  readonly floor: Floor | FloorComparison | null
}

export interface Subject {
  readonly kind: 'app' | 'command' | 'snapshot'
  /** The file, relative to the working folder where it is below it, else without its folder; or the command. */
  readonly name: string
  readonly nodeVersion: string | null
  readonly v8Version: string | null
  readonly platform: string | null
  readonly arch: string | null
  /** Recognised frameworks; `version` names all that were loaded, and is null when only the heap was seen. */
  readonly frameworks: readonly { readonly name: string; readonly version: string | null; readonly routes: number }[]
}

/** Counts leave middleware out. reachableBytes = ownedBytes + backgroundBytes; ownedBytes = route-, router-, validator-, registry- and toolBytes. */
export interface Totals {
  readonly reachableBytes: Bytes
  readonly ownedBytes: Bytes
  readonly backgroundBytes: Bytes
  /** Held by our preload and the TypeScript loader alone. */
  readonly toolBytes: Bytes
  readonly routeBytes: Bytes
  readonly routerBytes: Bytes
  /** Validators that the app holds outside of routes. */
  readonly validatorBytes: Bytes
  readonly registryBytes: Bytes
  /** What routes retain: routes and routers, and of validators and registries those of libraries that routes use. */
  readonly retainedBytes: Bytes
  /** In the file, but nothing reaches it. */
  readonly unreachableBytes: Bytes
  /** Bytes freed if every finding of severity error or warning was mended: one exact removal of all, not a sum. */
  readonly reclaimableBytes: Bytes
  readonly routes: number
  readonly liveRoutes: number
  readonly deadRoutes: number
  readonly shadowedRoutes: number
  /** Those of `liveRoutes` that may as well be dead: all, where no server that listens leads to any route, else none. */
  readonly unknownRoutes: number
  /** What the heap grew by with composition (composed - declared, less what went), null without those phases. */
  readonly addedBytes: Bytes | null
}

export interface Phase {
  readonly name: 'start' | 'declared' | 'composed' | 'warm' | 'snapshot'
  /** process.memoryUsage() after gc; null when a file was read. */
  readonly heapUsedBytes: Bytes | null
  readonly externalBytes: Bytes | null
  readonly rssBytes: Bytes | null
  /** Sum of the self sizes of all nodes of the snapshot. */
  readonly snapshotBytes: Bytes
  readonly nodeCount: number
  readonly edgeCount: number
  readonly atMs: number | null
  /** Taken inside a composition call: locals of the caller are on the stack. */
  readonly insideComposition: boolean
}

/** Bytes of one owner by what they are. Every byte is in exactly one part. */
export interface Parts {
  readonly routeObjects: Bytes
  readonly routerStructure: Bytes
  readonly handlers: Bytes
  readonly schemas: Bytes
  readonly validators: Bytes
  readonly serializers: Bytes
  readonly sourceText: Bytes
  readonly bytecode: Bytes
}

export type RouteState = 'live' | 'dead' | 'shadowed'

export interface RouteEntry {
  /** `GET /users/:id`, plus ` #2` for the second of equals. Identity across processes. */
  readonly key: string
  readonly method: string
  /** Null where the heap does not hold it. */
  readonly path: string | null
  readonly framework: string
  readonly state: RouteState
  /** Whether a server was seen to lead to it or to its router; null: not known. Live without, nothing proves the contrary. */
  readonly reached: boolean | null
  /** Bytes that this route alone reaches. */
  readonly exclusiveBytes: Bytes
  /** Bytes that it reaches together with other owners, each counted whole. */
  readonly sharedBytes: Bytes
  /** exclusive + its part of the shared bytes; these add up over all owners. */
  readonly shareBytes: Bytes
  /** shareBytes by what they are; adds up to shareBytes. */
  readonly parts: Parts
  /** `file:line:column` where it was registered or where its handler is; null if unknown. */
  readonly source: string | null
  /** Index into `routers`, or null. */
  readonly router: number | null
  /** Indices into `validators`. */
  readonly validators: readonly number[]
  /** Routes with the same number are answered by the same code, the last function of their chain. Null where it is alone. */
  readonly handler: number | null
  /** DevTools id of the route object. */
  readonly nodeId: number
  /** From the root to the route object, shortest first; at most 40 steps. Only for routes the page shows in detail. */
  readonly retainingPath: readonly PathStep[] | null
  /** The largest five sets of owners that it shares bytes with; null for routes that are not shown in detail. */
  readonly sharedWith: readonly SharedBytes[] | null
  readonly middleware: boolean
  readonly twin: 'head' | null
}

export interface RouterEntry {
  readonly framework: string
  readonly prefix: string | null
  readonly state: RouteState
  readonly routes: number
  readonly exclusiveBytes: Bytes
  readonly sharedBytes: Bytes
  readonly shareBytes: Bytes
  readonly nodeId: number
  readonly source: string | null
  /** What keeps a dead router alive: the path from the root. Null for live ones. */
  readonly retainingPath: readonly PathStep[] | null
}

export interface ValidatorEntry {
  readonly kind: 'validator' | 'serializer'
  readonly library: string
  /** Its schema key or `$id`, where it has one. */
  readonly key: string | null
  /** body, querystring, params, headers, response. */
  readonly part: string | null
  readonly exclusiveBytes: Bytes
  readonly shareBytes: Bytes
  /** Length of its source text in bytes, 0 where unknown. */
  readonly sourceBytes: Bytes
  /** shareBytes by what they are. */
  readonly parts: ValidatorParts
  /** Keys of the routes that hold it. */
  readonly routes: readonly string[]
  /** Validators with the same number check the same: equal code or equal schema. Null where it stands alone. */
  readonly group: number | null
  readonly nodeId: number
}

export interface RegistryEntry {
  readonly library: string
  readonly name: string
  readonly exclusiveBytes: Bytes
  readonly shareBytes: Bytes
  readonly keyBytes: Bytes
  readonly nodeId: number
}

export interface FindingEntry {
  readonly code: string
  readonly severity: 'error' | 'warning' | 'note'
  /** One line: what it is. */
  readonly title: string
  readonly count: number
  readonly savingBytes: Bytes
  /** Bytes that caches hold besides for what the finding is about; they go too once the fix is made. 0 where none. */
  readonly cachedBytes: Bytes
  /** Keys of the routes it is about. */
  readonly routes: readonly string[]
  /** What to do, in the framework's own terms. */
  readonly remedy: string
  /** Why: facts with numbers, one line each. */
  readonly why: readonly string[]
  /** `file:line:column` to look at first, or null. */
  readonly source: string | null
  /** The lines around `source`; null where they were not read, or not wanted. */
  readonly frame: CodeFrame | null
  /** Indices into `holders`: what keeps it alive. */
  readonly holders: readonly number[]
  /** A unified diff that mends it, where one can be told from the file for certain. */
  readonly diff: string | null
  /** DevTools ids. */
  readonly evidence: readonly number[]
  /** What keeps it alive, where that is the point. */
  readonly retainingPath: readonly PathStep[] | null
}
