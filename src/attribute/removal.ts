import { entered } from '../graph/flood.ts'
import { type HeapGraph, isStrong } from '../graph/graph.ts'
import type { Mark } from '../recognise/mark.ts'
import { isTool } from '../recognise/toolMark.ts'
import { type Bytes, edgeTarget, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import type { Attribution } from './attribution.ts'
import { cacheEntries } from './cacheEntries.ts'
import { leadingNodes } from './reach.ts'

/** What goes when marks are removed: the nodes, and their bytes. */
export interface Removal {
  readonly bytes: Bytes
  readonly nodes: readonly NodeIndex[]
}

/**
 * What becomes garbage when all of `removed` go at once. Registries are seen through: what only a registry and the
 * removed marks hold goes too, since a cache that was never asked for it would not hold it, and so do the cache's own
 * entries for it, as far as they lead to no other of `contents`. A registry that nothing else holds goes with the marks.
 *
 * Exact, unlike adding up dominator subtrees. What is left uncounted is the room of the slots in the registries' own
 * tables. Costs a walk of what is owned, or of the whole graph where something removed is background, and two of what
 * registries hold.
 */
export function removal(
  attribution: Attribution,
  removed: readonly Mark[],
  registries: readonly Mark[],
  contents: readonly Mark[] = [],
): Removal {
  const { graph, isBackground } = attribution
  const gone = leadingNodes(removed)
  const seenThrough = leadingNodes(registries)
  // Background stays whatever owners go.
  const ofOwners = [...gone, ...seenThrough].every((node) => isBackground[node] === 0)
  const alive = ofOwners ? isBackground.slice() : new Uint8Array(graph.nodeCount)
  const held = ofOwners ? attribution.entries : [graph.root, ...graph.orphans]
  for (const node of [...gone, ...held]) alive[node] = 1
  // What is ours stays, or was never in the app.
  for (const node of leadingNodes(attribution.owners.filter(isTool))) if (!gone.has(node)) alive[node] = 1
  const roots = held.filter((node) => !gone.has(node) && !seenThrough.has(node))
  markFrom(graph, roots, alive, seenThrough)
  for (const node of gone) alive[node] = 0

  const nodes: NodeIndex[] = []
  for (const node of gone) {
    if (alive[node] === 1) continue
    alive[node] = 1
    nodes.push(node)
  }
  for (const node of entered(graph, nodes, alive)) nodes.push(node)
  if (registries.length > 0) {
    const freed = new Set(nodes)
    const leading = [...leadingNodes(contents)]
    const wentAway = new Set(leading.filter((node) => freed.has(node)))
    const stayed = new Set(leading.filter((node) => !freed.has(node)))
    for (const node of cacheEntries(graph, alive, wentAway, stayed, [...seenThrough])) nodes.push(node)
  }
  return { nodes, bytes: nodes.reduce((sum, node) => sum + selfSize(graph.snapshot.nodes, node), 0) }
}

/** A node that is entered when it is met, and not walked on from. */
const stop = 2

/** Sets `seen` to 1 for all nodes that a walk from `from` comes to; it does not go on from those of `stops`. */
function markFrom(graph: HeapGraph, from: readonly NodeIndex[], seen: Uint8Array, stops: ReadonlySet<NodeIndex>): void {
  const { firstEdge } = graph
  const { word } = graph.edges
  const stack = new Uint32Array(graph.nodeCount)
  let depth = 0
  for (const node of from) stack[depth++] = node
  for (const node of stops) if (seen[node] === 0) seen[node] = stop
  while (depth > 0) {
    const node = stack[--depth]
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      const target = edgeTarget(word[edge])
      const before = seen[target]
      if (before === 1 || !isStrong(graph, edge)) continue
      seen[target] = 1
      if (before !== stop) stack[depth++] = target
    }
  }
  for (const node of stops) if (seen[node] === stop) seen[node] = 0
}
