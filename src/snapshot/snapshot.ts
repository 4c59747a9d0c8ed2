import type { StringColumns } from './strings.ts'

/**
 * A V8 heap snapshot as columns. A node is its ordinal, an edge is its ordinal; the offsets that V8 writes into the
 * file stay inside this folder. All columns sit on SharedArrayBuffer, so that a second thread can read them.
 */
export interface Snapshot {
  readonly meta: SnapshotMeta
  readonly nodes: NodeTable
  readonly edges: EdgeTable
  readonly strings: StringTable
  readonly locations: LocationTable
}

/** What is known of a snapshot of which only the nodes were read. */
export interface SnapshotNodes {
  readonly nodes: NodeTable
  /** How many there are, as the header says. */
  readonly edges: Pick<EdgeTable, 'count'>
}

/** Ordinal of a node, 0 .. nodes.count - 1. The root is 0. */
export type NodeIndex = number
/** Ordinal of an edge, 0 .. edges.count - 1. */
export type EdgeIndex = number
/** Index into the string table. */
export type StringIndex = number
/** A number of bytes, exact up to 2^53. */
export type Bytes = number

/** What the header says, and what kind of file it is. */
export interface SnapshotMeta {
  /** Name of each node type by its code, e.g. `object`, `closure`; V8 versions differ, so compare names. */
  readonly nodeTypes: readonly string[]
  /** Name of each edge type by its code, e.g. `property`, `weak`. */
  readonly edgeTypes: readonly string[]
  /** Memory V8 was told about but that no node stands for; 0 where the version does not say. */
  readonly extraNativeBytes: Bytes
  /** What was read, for messages: the path, or `<stream>`. */
  readonly path: string
  /** Length of the file in bytes. */
  readonly fileBytes: Bytes
}

export interface NodeTable {
  readonly count: number
  /** Code into meta.nodeTypes. Indexed by NodeIndex, as are all columns here. */
  readonly type: Uint8Array
  readonly name: Uint32Array
  /** V8's object id, `@id` in DevTools; odd for JS objects. Stable within one process only. */
  readonly id: Uint32Array
  /** Bytes of the node alone, as V8 wrote it. Above 2^32 - 1 the true value is in `bigSelfSizes`. */
  readonly selfSize: Uint32Array
  /** The few nodes whose self size does not fit 32 bits; `selfSize` holds 2^32 - 1 for them. */
  readonly bigSelfSizes: ReadonlyMap<NodeIndex, Bytes>
  /** 0 unknown, 1 attached, 2 detached; null where the file has no such column. */
  readonly detachedness: Uint8Array | null
  /** Edges of node n are firstEdge[n] .. firstEdge[n + 1] - 1. Length count + 1. */
  readonly firstEdge: Uint32Array
}

export interface EdgeTable {
  readonly count: number
  /** Target node in the low 28 bits, edge type code above: read with `edgeTarget` and `edgeType`. */
  readonly word: Uint32Array
  /** For element and hidden edges an index, otherwise a StringIndex. */
  readonly nameOrIndex: Uint32Array
}

/** Where closures and constructed objects come from: parallel columns, sorted by node. */
export interface LocationTable {
  readonly count: number
  readonly node: Uint32Array
  readonly scriptId: Uint32Array
  /** Zero-based; 2^32 - 1 where V8 does not know it, as for column. */
  readonly line: Uint32Array
  /** Zero-based. */
  readonly column: Uint32Array
}

/** The strings of the file, kept as bytes and decoded on demand. V8 cuts them to 1,024 characters by default. */
export interface StringTable {
  readonly count: number
  /** The strings as they stand in the file: for a look at many without a decode, and to hand them to another thread. */
  readonly columns: StringColumns
  /** The decoded text. Costs a decode at every call. */
  text(index: StringIndex): string
  /** Length of the JSON text between the quotes, in bytes: a cheap filter before `text`. */
  byteLength(index: StringIndex): number
  /** The index of a string with exactly this text, or undefined. One pass over the strings at first. */
  find(text: string): StringIndex | undefined
}

/** How many nodes an edge word can address: 28 bits. A reader refuses larger files. */
export const maxNodeCount = 0x0fffffff

export const edgeTarget = (word: number): NodeIndex => word & 0x0fffffff
export const edgeType = (word: number): number => word >>> 28

/** The size of one node as V8 wrote it, exact also above 4 GiB. */
export function selfSize(nodes: NodeTable, node: NodeIndex): Bytes {
  const size = nodes.selfSize[node]
  return size === 0xffffffff ? (nodes.bigSelfSizes.get(node) ?? size) : size
}
