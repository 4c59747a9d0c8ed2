import { bytesOf, walk } from '../graph/flood.ts'
import type { Mark } from '../recognise/mark.ts'
import type { Bytes, NodeIndex } from '../snapshot/snapshot.ts'
import type { Attribution } from './attribution.ts'
import { type Caches, cacheEntries } from './cacheEntries.ts'
import { fatesOf } from './fates.ts'
import { leadingNodes } from './leadingNodes.ts'

/** What goes when marks are removed. */
export interface Removal {
  readonly bytes: Bytes
  isFreed(node: NodeIndex): boolean
  /** Of these bytes, what caches would keep if they kept what they have. Costs a walk of what they would. */
  cachedBytes(): Bytes
}

/**
 * What becomes garbage when all of `removed` go at once. Caches are seen through: what only a cache and the
 * removed marks hold goes too, since a cache that was never asked for it would not hold it, and so do the cache's own
 * entries for it, as far as they lead to no other of its contents. A cache that nothing else holds goes with the marks.
 *
 * Exact, unlike adding up dominator subtrees. What is left uncounted is the room of the slots in the caches' own
 * tables. Costs what `fatesOf` does, and for caches two walks of what only they hold.
 */
export function removal(attribution: Attribution, removed: readonly Mark[], caches: Caches | null): Removal {
  const { graph } = attribution
  const gone = leadingNodes(removed)
  const seenThrough = caches?.nodes ?? new Set<NodeIndex>()
  const fates = fatesOf(attribution, gone, seenThrough)
  const ofCaches = caches === null ? null : cacheEntries(caches, fates, gone)
  const entries = new Set(ofCaches?.entries)
  const kept = new Set(ofCaches?.kept)
  const isFreed = (node: NodeIndex): boolean => (fates.isFreed(node) && !kept.has(node)) || entries.has(node)
  return { bytes: fates.bytes + bytesOf(graph, entries) - bytesOf(graph, kept), isFreed, cachedBytes }

  function cachedBytes(): Bytes {
    const seen = fates.aliveColumn()
    for (const node of gone) seen[node] = 1
    const keepers = [...seenThrough].filter((node) => !isFreed(node))
    return bytesOf(graph, walk(graph, keepers, seen).entered.filter(isFreed))
  }
}
