import type { NodeIndex } from '../snapshot/snapshot.ts'

/**
 * What a recogniser says about one place in the heap. Marks are what bytes can be owned by.
 *
 * `leading` are the nodes that the mark consists of: whoever owns the bytes behind them passes through one of them.
 * The first is the one shown to people (`@id`). A node may lead several marks (one Fastify Context registered for two
 * methods): then both own it. Bytes *behind* the leading nodes need not be listed; they are found by reachability.
 */
export type Mark =
  | RouteMark
  | RouterMark
  | ValidatorMark
  | SchemaMark
  | RegistryMark
  | CopyMark
  | PositionsMark
  | TreeMark

interface MarkBase {
  readonly leading: readonly NodeIndex[]
}

/** One (method, path pattern, constraints) registered in one router. */
export interface RouteMark extends MarkBase {
  readonly kind: 'route'
  readonly framework: string
  /** The framework that serves it, where `framework` builds on another one's server; the same as `framework` without. */
  readonly adapter?: string
  /** Upper case; `ALL` where the framework matches every method. */
  readonly method: string
  /** The full pattern as the server matches it, or the part this router knows; null where the heap does not hold it. */
  readonly path: string | null
  /** Constraints such as host or version as one canonical string; empty without any. */
  readonly constraints: string
  /**
   * What else decides which requests it matches, as text; only routes where it is the same are equal. It names the route itself
   * where a heap does not say: flags of regular expressions are not in it.
   */
  readonly matcher?: string
  /** True where its router answers for its path alike with and without a slash at the end. */
  readonly ignoresSlash?: boolean
  /** Primary leading node of the router mark that it is registered in, where one is known. */
  readonly router: NodeIndex | null
  /** The same of all routers that have this very route, where there are several; `router` is one of them. */
  readonly routers?: readonly NodeIndex[]
  /** The user's function after unwrapping bound functions and framework wrappers, and all handler closures in order. */
  readonly handlers: readonly NodeIndex[]
  /** Functions that a framework put around the handlers. They are no one's choice, and count as handlers by size only. */
  readonly wrappers?: readonly NodeIndex[]
  /** Where it keeps one layer for each function and method, with a property for each of the methods. */
  readonly stores?: Stores
  /** Where its router keeps it beside others, with a property for each pattern. */
  readonly storedIn?: Stores
  /** What else of it decides how it answers, where its framework keeps such: values by name. Costs a look at them. */
  readonly settings?: () => readonly Setting[]
  /** Set by the framework itself beside another route: Fastify's HEAD beside GET. */
  readonly twin: 'head' | null
  /**
   * True where it only passes on to others (middleware, mount layers); listed, but not counted as a route. Without
   * handlers it mounts a router by reference, which answers for itself.
   */
  readonly middleware: boolean
  /** Set where it mounts a router by reference though it has handlers: they are the router's own. */
  readonly passesOn?: boolean
  /** True where its framework keeps middleware in the same way: then it may run each time that it is registered. */
  readonly maybeMiddleware?: boolean
}

/** A value that an app set, by the name of the setting. */
export interface Setting {
  readonly name: string
  readonly target: NodeIndex
}

/** Two tables with a place for each of some things. */
export interface Stores {
  readonly array: NodeIndex
  readonly object: NodeIndex | undefined
}

/** What routes are registered in: an app, plugin scope, sub-router, controller. */
export interface RouterMark extends MarkBase {
  readonly kind: 'router'
  readonly framework: string
  /** Its prefix, where the heap holds it. */
  readonly prefix: string | null
  /**
   * Functions that requests enter it by, all that the heap holds, where its framework makes such and whoever has the router
   * itself cannot dispatch to it. Without any it is only copied from, or asked for a new one at each request.
   */
  readonly entries?: readonly NodeIndex[]
  /** What functions of its framework that hold the router, and do not dispatch through it, hold beside it. */
  readonly beside?: readonly NodeIndex[]
  /** Such functions themselves, where they are known and need it: they keep it, whatever becomes of its routes. */
  readonly holders?: readonly NodeIndex[]
  /** What the routers have in common that make up one app, where several do: with all of their routes the app goes. */
  readonly app?: NodeIndex
  /** True where the framework built it while composing and nobody registers routes in it (an inner trie, an index). */
  readonly internal: boolean
}

/** A generated function that checks input, or that writes output; `isValidator` tells it. */
export interface ValidatorMark extends MarkBase {
  readonly kind: 'validator' | 'serializer'
  readonly library: string
  /** The closure that is called. Always also leading. */
  readonly closure: NodeIndex
  /** The schema object it was compiled from, where it is still held. */
  readonly schema: NodeIndex | null
  /** The string node of its source text; equal node = one Script shared by V8. Null where none is held. */
  readonly source: NodeIndex | null
  /** What it checks, where that is known: body, querystring, params, headers, response. */
  readonly part: string | null
  /** Where its library keeps what it does in objects; two with equal contents do the same. */
  readonly content?: Content
  /** How its code calls schemas, where the names say nothing by themselves. */
  readonly names?: NamesInCode
}

/** Names of schemas in generated code. */
export interface NamesInCode {
  /** A pattern: names that are numbered through, so that equal code differs in them. The number is behind an underscore. */
  readonly counted: string
  /** The schemas that the code asks for by name, as properties of one object, and the options they are compiled with. */
  readonly asked: { readonly schemas: NodeIndex; readonly options: NodeIndex } | null
}

/** A schema document in the heap: JSON schema, zod object, ... */
export interface SchemaMark extends MarkBase {
  readonly kind: 'schema'
  readonly library: string
  /** Its `$id` or key, where it has one. */
  readonly key: string | null
  /** The framework that made it, from what the app declared: one for each route, whatever the app does. */
  readonly copiedBy?: string
  /** Where it is no JSON document but built of objects of its library. One that only other such schemas hold is no mark. */
  readonly content?: Content
}

/** Where to find what a schema or validator does, so that two can be told equal. */
export interface Content {
  /** The object to begin with. */
  readonly root: NodeIndex
  /** The first that fits an object counts; an object that none fits is looked at as a whole. */
  readonly outlines: readonly Outline[]
  /**
   * Set where its library keeps the schemas inside it as they were handed in and copies none, so that equal ones in two can be
   * one: whether it is made of others, as an object is, or is one value, which is written where it is needed.
   */
  readonly made?: 'of others' | 'alone'
}

/** What of a library's objects says what they do; caches, results of laziness and methods of their own are left out. */
export interface Outline {
  /** Own properties that tell the object. */
  readonly has: readonly string[]
  /** Own properties that count, those of them that are there. Without it all do. */
  readonly counts?: readonly string[]
  /** Own properties that do not count. */
  readonly ignores?: readonly string[]
  /** Accessors not called yet: the property of the getter that has what it will give. */
  readonly lazy?: Readonly<Record<string, string>>
  /** What WeakMaps have for the object counts as well: those that some object holds under this name. */
  readonly notes?: string
  /** What these Maps have for the object counts as well, what all WeakMaps have, and what an app's own objects say of it. */
  readonly metadata?: readonly NodeIndex[]
  /** Such an object is equal only to itself: the heap does not show what it does. */
  readonly opaque?: true
}

/**
 * A store that holds things without being their reason: Ajv's `_cache`, a validator pool, an OpenAPI document cache.
 * See-through for ownership (what it holds belongs to whoever else holds it), counted for savings.
 */
export interface RegistryMark extends MarkBase {
  readonly kind: 'registry'
  readonly library: string
  readonly name: string
  /** Bytes held by the keys themselves (long JSON keys of caches): nodes of the key strings. */
  readonly keys: readonly NodeIndex[]
  /** What was made for the keys, one for each: leading nodes of registries that are marks of their own. */
  readonly instances?: readonly NodeIndex[]
  /**
   * Values that it keeps for generated functions, none of them a mark: for each all functions that ask for it, as far as
   * those are known. Costs reading their texts.
   */
  readonly askedBy?: () => ReadonlyMap<NodeIndex, readonly NodeIndex[]>
  /** True where the library keeps things of its own in it: a schema that nothing else holds is none of the app's. */
  readonly ownOnly?: true
}

/**
 * A deep copy that a library made of something of the app's and keeps beside it. See-through for ownership like a schema:
 * it belongs to whoever holds it.
 */
export interface CopyMark extends MarkBase {
  readonly kind: 'copy'
  readonly library: string
  /** What was copied, and is held as well. */
  readonly original: NodeIndex
}

/** Where the pieces of a parsed document stood in its text: for messages only. See-through for ownership like a schema. */
export interface PositionsMark extends MarkBase {
  readonly kind: 'positions'
  readonly library: string
  /** One for each piece: the first leading nodes. The others are the room that V8 made for them in the pieces. */
  readonly places: readonly NodeIndex[]
}

/** Objects that no recogniser knows, told by the functions that they are built around. Findings make them. */
export interface TreeMark extends MarkBase {
  readonly kind: 'tree'
  /** The functions, in the order in which they are reached. */
  readonly handlers: readonly NodeIndex[]
}

/** True of serializers as well: what is said of the one goes for the other. */
export const isValidator = (mark: Mark): mark is ValidatorMark =>
  mark.kind === 'validator' || mark.kind === 'serializer'
