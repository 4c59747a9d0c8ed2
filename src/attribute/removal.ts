import { bytesOf, stop, walk } from '../graph/flood.ts'
import { background, backgroundColumn, type Fold, leadAt, leadsAt } from '../graph/fold.ts'
import { foldColumns, foldWalk } from '../graph/foldWalk.ts'
import type { Mark } from '../recognise/mark.ts'
import { isTool } from '../recognise/toolMark.ts'
import type { Bytes, NodeIndex } from '../snapshot/snapshot.ts'
import type { Attribution } from './attribution.ts'
import { type Caches, cacheEntries } from './cacheEntries.ts'
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
 * tables. Costs a pass over the fold and, for caches, three walks of what they hold; a walk of what is in front of
 * background where something removed is no lead of the attribution's fold, and of the whole graph where it is background.
 */
export function removal(attribution: Attribution, removed: readonly Mark[], caches: Caches | null): Removal {
  const { graph, fold } = attribution
  const gone = leadingNodes(removed)
  const seenThrough = caches?.nodes ?? new Set<NodeIndex>()
  // What is ours stays, or was never in the app.
  const ours = leadingNodes(attribution.owners.filter(isTool))
  const isFolded = [...gone, ...seenThrough].every((node) => leadAt(fold, node) !== undefined)
  const { bytes, fateOf, column } = (isFolded ? fatesByFold : fatesByWalk)(attribution, gone, seenThrough, ours)
  const goes = (node: NodeIndex): boolean => fateOf(node) === freed
  const stays = backgroundStays(fold, gone, seenThrough)
  const entries = new Set(caches === null ? [] : cacheEntries(graph, column, caches, goes, stays))
  const isFreed = (node: NodeIndex): boolean => goes(node) || entries.has(node)
  return { bytes: bytes + bytesOf(graph, entries), isFreed, cachedBytes }

  function cachedBytes(): Bytes {
    const seen = column()
    for (let node = 0; node < seen.length; node++) if (seen[node] !== alive) seen[node] = 0
    for (const node of gone) seen[node] = alive
    const keepers = [...seenThrough].filter((node) => !isFreed(node))
    return bytesOf(graph, walk(graph, keepers, seen).entered.filter(isFreed))
  }
}

/** What comes of a node; 0 where only caches hold it, or nothing at all. */
const alive = 1
const freed = 3

interface Fates {
  /** Of what is freed. */
  readonly bytes: Bytes
  fateOf(node: NodeIndex): number
  /** All of them, by NodeIndex; the caller's to write into. */
  column(): Uint8Array
}

type FatesOf = (
  attribution: Attribution,
  gone: ReadonlySet<NodeIndex>,
  seenThrough: ReadonlySet<NodeIndex>,
  ours: ReadonlySet<NodeIndex>,
) => Fates

const fatesByWalk: FatesOf = ({ fold, graph }, gone, seenThrough, ours) => {
  const stays = backgroundStays(fold, gone, seenThrough)
  const fates = stays ? backgroundColumn(fold) : new Uint8Array(graph.nodeCount)
  const held = stays ? fold.entries.map((lead) => fold.leads[lead]) : [graph.root, ...graph.orphans]
  for (const node of seenThrough) fates[node] = stop
  for (const node of [...held, ...ours, ...gone]) fates[node] = alive
  walk(
    graph,
    held.filter((node) => !gone.has(node) && !seenThrough.has(node)),
    fates,
  )
  for (const node of seenThrough) if (fates[node] === stop) fates[node] = 0
  for (const node of gone) fates[node] = 0
  const { entered } = walk(graph, gone, fates, freed)
  return { bytes: bytesOf(graph, entered), fateOf: (node) => fates[node], column: () => fates.slice() }
}

const fatesByFold: FatesOf = ({ fold }, gone, seenThrough, ours) => {
  const { group, leads, entries } = fold
  const columns = foldColumns(fold)
  const { ofGroup, ofLead, isWall } = columns
  const removed = leadsAt(fold, gone)
  for (const lead of [...leadsAt(fold, seenThrough), ...removed]) isWall[lead] = 1
  for (const lead of [...leadsAt(fold, ours), ...removed]) ofLead[lead] = alive
  ofGroup[background] = alive
  foldWalk(fold, entries, columns, alive)
  isWall.fill(0)
  foldWalk(fold, removed, columns, freed)
  let bytes = 0
  for (let at = 0; at < ofGroup.length; at++) if (ofGroup[at] === freed) bytes += fold.bytes[at]
  return { bytes, fateOf, column }

  function fateOf(node: NodeIndex): number {
    const lead = leadAt(fold, node)
    return lead === undefined ? ofGroup[group[node]] : ofLead[lead]
  }

  function column(): Uint8Array {
    const fates = new Uint8Array(group.length)
    for (let node = 0; node < fates.length; node++) fates[node] = ofGroup[group[node]]
    for (let lead = 0; lead < leads.length; lead++) fates[leads[lead]] = ofLead[lead]
    return fates
  }
}

/** Background stays whatever goes that is not background itself. */
const backgroundStays = ({ group }: Fold, ...going: ReadonlySet<NodeIndex>[]): boolean =>
  going.every((nodes) => [...nodes].every((node) => group[node] !== background))
