import type { Bytes, NodeIndex } from '../snapshot/snapshot.ts'
import { bytesOf, walk } from './flood.ts'
import type { HeapGraph } from './graph.ts'

/**
 * Bytes freed if every node of `leading` went away: the self sizes, as V8 wrote them, of all nodes that the root
 * reaches only through `leading`, its members included.
 *
 * Exact, unlike adding up the dominator subtrees of the members, which misses what two members hold together and
 * neither holds alone. It costs a walk of the whole graph, so it is for the sets a report shows, not for every route.
 */
export function retainedSize(graph: HeapGraph, leading: Iterable<NodeIndex>): Bytes {
  const seen = new Uint8Array(graph.nodeCount)
  const set = new Set(leading)
  for (const node of set) seen[node] = 1
  if (seen[graph.root] === 1) throw new RangeError('The root cannot be in a leading set.')

  // First what stays: the root floods the graph around the leading set. What the leading set then still finds
  // unseen is reachable through it alone.
  walk(graph, [graph.root], seen)
  return bytesOf(graph, walk(graph, set, seen).entered)
}
