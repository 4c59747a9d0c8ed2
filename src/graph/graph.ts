import type { EdgeTable, NodeIndex, Snapshot } from '../snapshot/snapshot.ts'
import type { Ephemerons } from './ephemerons.ts'

/**
 * The snapshot as a graph of strong edges: which nodes keep which alive, under one stated policy (strongEdges.ts).
 * Everything here is derived once from a Snapshot and never changes.
 */
export interface HeapGraph {
  readonly snapshot: Snapshot
  readonly nodeCount: number
  readonly edgeCount: number
  readonly root: NodeIndex
  /** Edges of node n are firstEdge[n] .. firstEdge[n + 1] - 1, the snapshot's own column. */
  readonly firstEdge: Uint32Array
  /** Targets and names by EdgeIndex, the snapshot's own columns. */
  readonly edges: EdgeTable
  /** One bit an edge, by EdgeIndex: set where the edge keeps its target alive. Read with `isStrong`. */
  readonly strong: Uint32Array
  /** How many strong edges point to a node, by NodeIndex: 0, 1, or 2 for all above. */
  readonly retainerCount: Uint8Array
  /**
   * Nodes that no strong edge points to, ascending, without the root: V8 lists them though nothing in the file holds
   * them (Node 26 does). As in DevTools they count as held by the root; every walk here that enters the root goes on
   * to them.
   */
  readonly orphans: Uint32Array
  /** The edges of WeakMap entries. */
  readonly ephemerons: Ephemerons
  /** Name of the policy, printed in every report. */
  readonly policy: string
}

/** The edges as V8 wrote them, with nothing said about strength: what sizes and distances are made from. */
export type RawGraph = Omit<HeapGraph, 'strong' | 'retainerCount' | 'orphans' | 'policy'>

export const isStrong = (graph: HeapGraph, edge: number): boolean =>
  ((graph.strong[edge >>> 5] >>> (edge & 31)) & 1) === 1
