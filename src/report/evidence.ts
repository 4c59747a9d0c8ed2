import type { Bytes } from '../snapshot/snapshot.ts'

/** What a report shows besides numbers: where in the user's files, what holds what, which trees are the same. Types only. */

/** A few lines of a file of the user's, as it was when the report was made. From the file, never from the heap. */
export interface CodeFrame {
  /** As in `source`, without line and column. */
  readonly file: string
  /** Number of the first of `lines`, from 1. */
  readonly first: number
  /** Number of the line that it is about. */
  readonly line: number
  readonly lines: readonly string[]
}

/** A variable, an export or a property of an exported object that keeps dead or repeated things alive. */
export interface Holder {
  /** `nested`, `module.exports.app`, `globalThis.app`. */
  readonly name: string
  /** `file:line:column` of its declaration, the file alone where the declaration is not found, null where no file is known. */
  readonly source: string | null
  readonly frame: CodeFrame | null
}

/** Routes that are there twice: a tree of routes, and for each what answers in its place. */
export interface DuplicateTree {
  /** `dead`: left behind after a copy was mounted. `shadowed`: an equal one answers. `repeated`: mounted again, both answer. */
  readonly kind: 'dead' | 'shadowed' | 'repeated'
  /** Index into `findings`, or null. */
  readonly finding: number | null
  /** The router of the tree, an index into `routers`, or null. */
  readonly router: number | null
  /** Where the tree is, and where its counterpart is: what the paths of their routes begin with. */
  readonly prefix: string
  readonly otherPrefix: string
  /** Trees that would do as the counterpart, this one among them: more than 1 where nothing tells them apart. */
  readonly alike: number
  /** Indices into `routes`. */
  readonly routes: readonly number[]
  /** Parallel to it: the route that answers, or that is mounted at the other place; null where there is none. */
  readonly others: readonly (number | null)[]
  /** Shares of `routes` and of the router, if it is dead. */
  readonly bytes: Bytes
  /** Index into `holders`, or null. */
  readonly holder: number | null
}

/** One node on the way from the root, and the edge that leads to it. */
export interface PathStep {
  /** Edge that leads here: its type and name. `loader` is the way from the root to a module, left out; `export` has the name of the export. */
  readonly edge: string
  readonly edgeType: string
  /** Constructor or function name, never a string value. */
  readonly name: string
  readonly nodeType: string
  readonly nodeId: number
  /** `file:line:column` for closures that have one; the file of the module where the path begins at one. */
  readonly source: string | null
}

/** Bytes of a route that certain other owners reach too: one set of owners. */
export interface SharedBytes {
  readonly bytes: Bytes
  /** How many owners it has, this one included. */
  readonly owners: number
  /** The first of the others; the index is into the list of that kind, null where it is in none. */
  readonly others: readonly { readonly kind: 'route' | 'router' | 'other'; readonly index: number | null }[]
}

/** Bytes of a validator's share by what they are; they add up to it. */
export interface ValidatorParts {
  readonly sourceText: Bytes
  readonly code: Bytes
  readonly schema: Bytes
  /** The closure and what it holds besides. */
  readonly closure: Bytes
}

/** Schemas that are there more than once with equal contents. */
export interface EqualSchemas {
  readonly library: string
  /** Its `$id` or key, where one of them has one. */
  readonly key: string | null
  /** How many there are. */
  readonly count: number
  /** DevTools ids of the first of them. */
  readonly nodeIds: readonly number[]
  /** Indices into `routes`: those that hold one. */
  readonly routes: readonly number[]
}

/** Where the source can be read in a browser. */
export interface Repository {
  /** https URL without a slash at the end. */
  readonly url: string
  /** Commit that was checked out, or null. */
  readonly commit: string | null
  /** The folder that files are named from, as seen from the root of the repository; empty for the root. */
  readonly folder: string
}
