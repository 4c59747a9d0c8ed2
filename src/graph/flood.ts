import { type Bytes, edgeTarget, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import type { HeapGraph } from './graph.ts'
import { wider } from './lists.ts'

/** What a walk came to. */
export interface Walk {
  /** The nodes it began with, then those it entered, nearest first. */
  readonly entered: Uint32Array
  /** Nodes that were `stop`, each once, in the order in which it came to them. */
  readonly met: readonly NodeIndex[]
}

/** In the column of a walk: a node that is come to and not entered. */
export const stop = 0xff

const firstRoom = 1 << 12

/**
 * Walks strong edges from the nodes of `from` into all nodes that are 0 in `seen`, and sets those to `own`, the ones of
 * `from` as well, whatever `seen` says about them. Nodes that are `stop` are set to `own` too, but not walked on from;
 * all others are a wall. `from` may not name a node twice. Linear in the edges of what it enters.
 *
 * The one walk for whoever asks what is reached: V8 compiles it once, for most of which it runs too seldom otherwise.
 */
export function walk(graph: HeapGraph, from: Iterable<NodeIndex>, seen: Uint8Array, own = 1): Walk {
  const { firstEdge, strong, orphans, root } = graph
  const { word } = graph.edges
  const met: NodeIndex[] = []
  const start = Uint32Array.from(from)
  for (const node of start) seen[node] = own
  let queue = wider(start, firstRoom)
  let length = start.length
  for (let head = 0; head < length; head++) {
    const node = queue[head]
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      const target = edgeTarget(word[edge])
      const before = seen[target]
      if ((before !== 0 && before !== stop) || ((strong[edge >>> 5] >>> (edge & 31)) & 1) === 0) continue
      seen[target] = own
      if (before === stop) met.push(target)
      else {
        if (length === queue.length) queue = wider(queue)
        queue[length++] = target
      }
    }
    if (node !== root) continue
    for (const orphan of orphans) {
      const before = seen[orphan]
      if (before !== 0 && before !== stop) continue
      seen[orphan] = own
      if (before === stop) met.push(orphan)
      else {
        if (length === queue.length) queue = wider(queue)
        queue[length++] = orphan
      }
    }
  }
  return { entered: queue.subarray(0, length), met }
}

/** In the column of a flood: a node that was `stop` and that it came to. */
const stopped = 0xfe

/**
 * Sets to `own` all that the root reaches over nodes that are 0 in `seen`, and to another number what it comes to and is
 * `stop`, which it does not enter; returns these. Everything else is a wall, so `own` shall be a number that no wall has.
 *
 * Nodes are taken in the order of the file, which is that of memory; only what lies before the one at hand goes onto a
 * stack. That takes two thirds of the time of `walk`, which goes from near to far.
 */
export function flood(graph: HeapGraph, seen: Uint8Array, own: number): NodeIndex[] {
  const { nodeCount, firstEdge, strong, orphans, root } = graph
  const { word } = graph.edges
  const found: NodeIndex[] = []
  const stack = new Uint32Array(nodeCount)
  // The root has edges to its orphans that the file does not list.
  for (const node of orphans) {
    if (seen[node] === stop) {
      seen[node] = stopped
      found.push(node)
    } else if (seen[node] === 0) seen[node] = own
  }
  seen[root] = own
  for (let node = 0; node < nodeCount; node++) {
    if (seen[node] !== own) continue
    stack[0] = node
    for (let depth = 1; depth > 0; ) {
      const next = stack[--depth]
      for (let edge = firstEdge[next], end = firstEdge[next + 1]; edge < end; edge++) {
        const target = edgeTarget(word[edge])
        const before = seen[target]
        if ((before !== 0 && before !== stop) || ((strong[edge >>> 5] >>> (edge & 31)) & 1) === 0) continue
        if (before === stop) {
          seen[target] = stopped
          found.push(target)
        } else {
          seen[target] = own
          if (target <= node) stack[depth++] = target
        }
      }
    }
  }
  return found
}

/** The self sizes of some nodes, as V8 wrote them. */
export function bytesOf({ snapshot: { nodes } }: HeapGraph, some: Iterable<NodeIndex>): Bytes {
  let bytes = 0
  for (const node of some) bytes += selfSize(nodes, node)
  return bytes
}

/**
 * What strong edges reach from `from` without entering `blocked`: 1 by node, the nodes of `from` included. A node in
 * both counts as blocked.
 */
export function reachable(graph: HeapGraph, from: Iterable<NodeIndex>, blocked: Iterable<NodeIndex> = []): Uint8Array {
  const seen = new Uint8Array(graph.nodeCount)
  const walls = new Set(blocked)
  for (const wall of walls) seen[wall] = 1
  walk(graph, new Set([...from].filter((start) => !walls.has(start))), seen)
  for (const wall of walls) seen[wall] = 0
  return seen
}
