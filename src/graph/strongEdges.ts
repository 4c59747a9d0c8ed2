import { type EdgeIndex, edgeTarget, edgeType, type NodeIndex, type Snapshot } from '../snapshot/snapshot.ts'
import { ephemerons } from './ephemerons.ts'
import type { HeapGraph } from './graph.ts'
import { globalObjects } from './userRoots.ts'

/** Bits of the working column, by node: the global objects reach it; how many edges hold it. */
const owned = 4
const heldCount = 3

/**
 * Decides which edges keep their target alive, by the rules of Chrome DevTools 1.0.1705227, so that retained sizes
 * are the ones shown there. An edge is strong unless
 *
 * - it is weak, or points to its own node;
 * - it is a shortcut that does not start at the root (the root's mark the global objects);
 * - it is the table's side of a WeakMap entry: the key keeps the value, the table does not;
 * - it leads from a node that the global objects do not reach into what they do reach, so that what V8 and Node.js hold
 *   for themselves does not blur what the program holds. Reach means over all but weak edges here. Snapshots with
 *   internals exposed name no global objects; then no edge is dropped for this reason.
 *
 * Exact. Costs one flood over the edges and one pass; takes 5 bytes a node while it runs, and keeps 1 byte a node and 1 bit an edge.
 */
export function heapGraph(snapshot: Snapshot): HeapGraph {
  const { nodes, edges, meta } = snapshot
  const [weak, shortcut] = ['weak', 'shortcut'].map((name) => meta.edgeTypes.indexOf(name))
  const strong = new Uint32Array(new SharedArrayBuffer(4 * ((edges.count + 31) >>> 5)))
  const state = new Uint8Array(new SharedArrayBuffer(nodes.count))
  const weakMaps = ephemerons(snapshot)
  const marking: Marking = { snapshot, strong, state, weak, shortcut, fromTable: weakMaps.fromTable }
  markOwned(marking)
  markStrong(marking)
  return {
    snapshot,
    nodeCount: nodes.count,
    edgeCount: edges.count,
    root,
    firstEdge: nodes.firstEdge,
    edges,
    strong,
    retainerCount: state,
    orphans: unheld(state),
    ephemerons: weakMaps,
    policy: 'Chrome DevTools 1.0.1705227',
  }
}

const root = 0

/** The columns that the walks fill, and what decides. The walks are functions of their own: V8 compiles each by itself. */
interface Marking {
  readonly snapshot: Snapshot
  readonly strong: Uint32Array
  readonly state: Uint8Array
  /** Codes of these edge types. */
  readonly weak: number
  readonly shortcut: number
  readonly fromTable: ReadonlySet<EdgeIndex>
}

/**
 * What the global objects reach. Nodes are taken in the order of the file, which is that of memory; only what lies before
 * the one at hand goes onto a stack. That takes two thirds of the time of a walk that follows each edge at once.
 */
function markOwned({ snapshot, state, weak }: Marking): void {
  const { count, firstEdge } = snapshot.nodes
  const { word } = snapshot.edges
  const stack = new Uint32Array(count)
  for (const start of globalObjects(snapshot)) state[start] = owned
  for (let node = 0; node < count; node++) {
    if (state[node] === 0) continue
    stack[0] = node
    for (let depth = 1; depth > 0; ) {
      const next = stack[--depth]
      for (let edge = firstEdge[next], end = firstEdge[next + 1]; edge < end; edge++) {
        const target = edgeTarget(word[edge])
        if (state[target] !== 0 || edgeType(word[edge]) === weak) continue
        state[target] = owned
        if (target <= node) stack[depth++] = target
      }
    }
  }
}

/** Decides about every edge, and counts the strong ones of each target. Leaves only the counts in `state`. */
function markStrong({ snapshot, strong, state, weak, shortcut, fromTable }: Marking): void {
  const { count, firstEdge } = snapshot.nodes
  const { word } = snapshot.edges
  // A bit that is set before its turn says that the edge is not to be strong.
  for (const edge of fromTable) strong[edge >>> 5] |= 1 << (edge & 31)
  for (let node = 0; node < count; node++) {
    // Nothing is said against an edge of the root, and of an owned node nothing against what it leads to.
    const anyTarget = node === root ? owned : state[node] & owned
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      const type = edgeType(word[edge])
      const target = edgeTarget(word[edge])
      const before = state[target]
      const bits = strong[edge >>> 5]
      const bit = 1 << (edge & 31)
      if (type === weak || target === node || (type === shortcut && node !== root)) continue
      if ((before & owned & ~anyTarget) !== 0 || (bits & bit) !== 0) continue
      strong[edge >>> 5] = bits | bit
      state[target] = oneMore(before)
    }
  }
  for (const edge of fromTable) strong[edge >>> 5] &= ~(1 << (edge & 31))
  for (let node = 0; node < count; node++) state[node] &= heldCount
}

/** The count goes 0, 1, 2, and stays there; the other bits stay as they are. Without a branch, which nobody could foretell. */
const oneMore = (state: number): number => state + 1 - ((state >>> 1) & 1)

function unheld(retainerCount: Uint8Array): Uint32Array {
  const orphans: NodeIndex[] = []
  for (let node = 0; node < retainerCount.length; node++)
    if (retainerCount[node] === 0 && node !== root) orphans.push(node)
  return Uint32Array.from(orphans)
}
