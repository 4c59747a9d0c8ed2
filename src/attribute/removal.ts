import { bytesOf, stop, walk } from '../graph/flood.ts'
import type { Mark } from '../recognise/mark.ts'
import { isTool } from '../recognise/toolMark.ts'
import type { Bytes, NodeIndex } from '../snapshot/snapshot.ts'
import type { Attribution } from './attribution.ts'
import { type Caches, cacheEntries } from './cacheEntries.ts'
import { leadingNodes } from './reach.ts'

/** What goes when marks are removed: the nodes, and their bytes. */
export interface Removal {
  readonly bytes: Bytes
  /** Of these bytes, what caches would keep if they kept what they have. */
  readonly cachedBytes: Bytes
  readonly nodes: readonly NodeIndex[]
}

/**
 * What becomes garbage when all of `removed` go at once. Caches are seen through: what only a cache and the
 * removed marks hold goes too, since a cache that was never asked for it would not hold it, and so do the cache's own
 * entries for it, as far as they lead to no other of its contents. A cache that nothing else holds goes with the marks.
 *
 * Exact, unlike adding up dominator subtrees. What is left uncounted is the room of the slots in the caches' own
 * tables. Costs a walk of what is owned, or of the whole graph where something removed is background, and two of what
 * caches hold.
 */
export function removal(attribution: Attribution, removed: readonly Mark[], caches: Caches | null): Removal {
  const { graph, isBackground } = attribution
  const gone = leadingNodes(removed)
  const seenThrough = caches?.nodes ?? new Set()
  // Background stays whatever owners go.
  const isOwned = (node: NodeIndex): boolean => isBackground[node] === 0
  const ofOwners = [...gone].every(isOwned) && [...seenThrough].every(isOwned)
  const alive = ofOwners ? isBackground.slice() : new Uint8Array(graph.nodeCount)
  const held = ofOwners ? attribution.entries : [graph.root, ...graph.orphans]
  for (const node of gone) alive[node] = 1
  for (const node of held) alive[node] = 1
  // What is ours stays, or was never in the app.
  for (const node of leadingNodes(attribution.owners.filter(isTool))) if (!gone.has(node)) alive[node] = 1
  const roots = held.filter((node) => !gone.has(node) && !seenThrough.has(node))
  for (const node of seenThrough) if (alive[node] === 0) alive[node] = stop
  walk(graph, roots, alive)
  for (const node of seenThrough) if (alive[node] === stop) alive[node] = 0
  for (const node of gone) alive[node] = 0

  const nodes = [...walk(graph, gone, alive, freed).entered]
  if (caches !== null) {
    const isFreed = (node: NodeIndex): boolean => alive[node] === freed
    for (const node of cacheEntries(graph, alive, caches, () => caches.holders(ofOwners), isFreed)) nodes.push(node)
  }
  return { nodes, bytes: bytesOf(graph, nodes), cachedBytes: keptBytes() }

  function keptBytes(): Bytes {
    const keepers = [...seenThrough].filter((node) => alive[node] !== freed)
    for (const node of nodes) alive[node] = 0
    for (const node of gone) alive[node] = 1
    walk(graph, keepers, alive, kept)
    return bytesOf(
      graph,
      nodes.filter((node) => alive[node] === kept),
    )
  }
}

/** In the column of what is alive, where 1 is alive and 0 is not decided. */
const freed = 3
const kept = 4
