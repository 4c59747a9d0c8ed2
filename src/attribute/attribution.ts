import type { Fold } from '../graph/fold.ts'
import type { HeapGraph } from '../graph/graph.ts'
import { type Lists, listAt, listCount } from '../graph/lists.ts'
import type { SetIndex } from '../graph/setTable.ts'
import type { Mark } from '../recognise/mark.ts'
import type { Bytes } from '../snapshot/snapshot.ts'

/** Index into Attribution.owners. */
export type OwnerIndex = number

/**
 * Every reachable byte with its owners.
 *
 * An owner is a mark that reaches a node without passing another owner's leading nodes. Registries come last: they
 * own what no other owner reaches. What the root reaches without entering any owner is background.
 *
 * The law: the shares of all owners + background = all reachable bytes, exactly.
 */
export interface Attribution extends OwnedGroups {
  readonly graph: HeapGraph
  /** By NodeIndex: which set of owners it has, as in `setOfGroup`. */
  readonly ownerSet: Uint32Array
}

/** The same without a column of the nodes: what the groups of the fold say of them. */
export interface OwnedGroups {
  /** What it was made from: the heap, folded by leading nodes, those of the owners among them. */
  readonly fold: Fold
  /** The marks that own, in a stable order. */
  readonly owners: readonly Mark[]
  /** By GroupIndex: its set of owners, an index into `sets`; 0 is background, `unreachable` for what the root does not reach. */
  readonly setOfGroup: Uint32Array
  /** Sets of OwnerIndex, ascending. Set 0 is empty: background. */
  readonly sets: Lists
  /** Shallow bytes of all nodes of each set, parallel to `sets`. */
  readonly setBytes: Float64Array
  /** By OwnerIndex: bytes that this owner alone reaches. */
  readonly exclusive: Float64Array
  /** By OwnerIndex: bytes with several owners, this one among them, each counted whole. */
  readonly shared: Float64Array
  /** By OwnerIndex: exclusive + its part of the shared bytes. Integers; they add up. */
  readonly share: Float64Array
  readonly backgroundBytes: Bytes
  readonly reachableBytes: Bytes
  /** Nodes that nothing reaches; V8 writes a few on some versions. Not part of reachableBytes. */
  readonly unreachableBytes: Bytes
}

/** The owners of one set; none for `unreachable`. */
export const ownersOf = ({ sets }: OwnedGroups, set: SetIndex): Uint32Array => listAt(sets, set)

/** By set: how many of its owners are such. */
export function ownersAmong({ owners, sets }: OwnedGroups, isSuch: (owner: Mark) => boolean): Uint32Array {
  const { first, items } = sets
  const such = Uint8Array.from(owners, (owner) => Number(isSuch(owner)))
  const counts = new Uint32Array(listCount(sets))
  for (let set = 0; set < counts.length; set++) {
    for (let at = first[set]; at < first[set + 1]; at++) counts[set] += such[items[at]]
  }
  return counts
}

/** The set of owners of what the root does not reach. */
export const unreachable = 0xffffffff
