import { bytesOf, stop, walk } from '../graph/flood.ts'
import type { Mark } from '../recognise/mark.ts'
import { isTool } from '../recognise/toolMark.ts'
import type { Bytes, NodeIndex } from '../snapshot/snapshot.ts'
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
  for (const node of seenThrough) if (alive[node] === 0) alive[node] = stop
  walk(graph, roots, alive)
  for (const node of seenThrough) if (alive[node] === stop) alive[node] = 0
  for (const node of gone) alive[node] = 0

  const leading = [...gone].filter((node) => alive[node] === 0)
  const nodes = [...walk(graph, leading, alive).entered]
  if (registries.length > 0) {
    const freed = new Set(nodes)
    const held = [...leadingNodes(contents)]
    const wentAway = new Set(held.filter((node) => freed.has(node)))
    const stayed = new Set(held.filter((node) => !freed.has(node)))
    for (const node of cacheEntries(graph, alive, wentAway, stayed, [...seenThrough])) nodes.push(node)
  }
  return { nodes, bytes: bytesOf(graph, nodes) }
}
