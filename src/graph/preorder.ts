import { edgeTarget, type NodeIndex } from '../snapshot/snapshot.ts'
import type { HeapGraph } from './graph.ts'

/**
 * A depth-first walk of the strong edges, as dominators need it. Nodes are numbered 1 .. count in the order of the
 * walk, the root is 1, so a node's number is smaller than those of all nodes below it.
 *
 * Who reads a column for the last time may put something else in its place.
 */
export interface Preorder {
  readonly count: number
  /** Node by number. Length nodeCount + 2, as are `parent` and `crossingCount`. */
  readonly node: Uint32Array<ArrayBuffer>
  /** Number of the node it was found from, by number; 0 for the root. */
  readonly parent: Uint32Array<ArrayBuffer>
  /** How many crossings lead to the node, by number. */
  readonly crossingCount: Uint32Array<ArrayBuffer>
  /**
   * The edges that found a node already numbered, as pairs (number of target, number of source), in the order of the
   * walk. Not all of them: edges to the root are left out, equal neighbours too, and a source that can only be reached
   * through one chain of nodes is replaced by the head of the chain, where that leads to the same semidominator.
   *
   * Room for a pair an edge and a pair a node; what is not used takes no memory.
   */
  readonly crossings: Uint32Array<ArrayBuffer>
  /** How many pairs `crossings` holds. */
  readonly crossingsUsed: number
  /** 8 bytes a node that are free again when the walk is over. */
  readonly spare: ArrayBuffer
}

/**
 * Linear. Takes 20 bytes a node and 8 a crossing, which is about every second edge, and 16 a node on the longest chain
 * that the walk is ever on.
 */
export function preorder(graph: HeapGraph): Preorder {
  const { nodeCount, edgeCount, root, orphans } = graph
  const slots = new Uint32Array(2 * (nodeCount + 2))
  const stack = new Uint32Array(4 * (nodeCount + 1))
  const walk: Walk = {
    count: 0,
    node: new Uint32Array(nodeCount + 2),
    parent: new Uint32Array(nodeCount + 2),
    crossingCount: new Uint32Array(nodeCount + 2),
    crossings: new Uint32Array(2 * Math.max(edgeCount, nodeCount + 2)),
    crossingsUsed: 0,
    spare: slots.buffer,
  }
  number(graph, walk, slots, stack, root, 0)
  for (const orphan of orphans) number(graph, walk, slots, stack, orphan, 1)
  return walk
}

type Walk = { -readonly [Column in keyof Preorder]: Preorder[Column] }

/**
 * Numbers what `start` reaches and has no number yet. `start` hangs below the number `above`. A node has two slots side
 * by side, so that one miss of the cache brings both: its number, and the source of the last crossing noted for it.
 */
function number(graph: HeapGraph, walk: Walk, slots: Uint32Array, stack: Uint32Array, start: NodeIndex, above: number) {
  const { strong, firstEdge, retainerCount } = graph
  const { word } = graph.edges
  const { node, parent, crossingCount, crossings } = walk
  let count = walk.count + 1
  let used = 2 * walk.crossingsUsed
  node[count] = start
  parent[count] = above
  slots[2 * start] = count
  // Where the walk is: the number of a node, the head of the sole chain that ends in it, its edges still to see.
  let at = count
  let head = count
  let edge = firstEdge[start]
  let end = firstEdge[start + 1]
  let depth = 0
  for (;;) {
    while (edge < end) {
      const bit = (strong[edge >>> 5] >>> (edge & 31)) & 1
      const target = edgeTarget(word[edge++])
      if (bit === 0) continue
      const known = slots[2 * target]
      if (known === 0) {
        count++
        node[count] = target
        parent[count] = at
        slots[2 * target] = count
        const first = firstEdge[target]
        const last = firstEdge[target + 1]
        if (first === last) continue
        stack[depth] = edge
        stack[depth + 1] = end
        stack[depth + 2] = at
        stack[depth + 3] = head
        depth += 4
        edge = first
        end = last
        at = count
        if (retainerCount[target] !== 1) head = count
        continue
      }
      if (known === 1) continue
      const source = known < head ? head : at
      if (slots[2 * target + 1] === source) continue
      slots[2 * target + 1] = source
      crossingCount[known]++
      crossings[used] = known
      crossings[used + 1] = source
      used += 2
    }
    if (depth === 0) break
    depth -= 4
    edge = stack[depth]
    end = stack[depth + 1]
    at = stack[depth + 2]
    head = stack[depth + 3]
  }
  walk.count = count
  walk.crossingsUsed = used >>> 1
}
