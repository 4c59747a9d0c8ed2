import { bytesOf, stop, walk } from '../graph/flood.ts'
import { background, backgroundColumn, leadAt, leadsAt } from '../graph/fold.ts'
import { foldColumns, foldWalk } from '../graph/foldWalk.ts'
import { isTool } from '../recognise/toolMark.ts'
import type { Bytes, NodeIndex } from '../snapshot/snapshot.ts'
import type { Attribution } from './attribution.ts'
import { leadingNodes } from './leadingNodes.ts'

/** What comes of the nodes of a heap when some of them go and some caches are seen through. */
export interface Fates {
  /** Of what is freed. */
  readonly bytes: Bytes
  /** Goes with what is gone: it is held by nothing else, caches left aside. */
  isFreed(node: NodeIndex): boolean
  /** By NodeIndex: 1 for what is held without the caches and without what is gone; a new column each time. */
  aliveColumn(): Uint8Array
}

const alive = 1
const freed = 3

/**
 * Exact. Costs a pass over the attribution's fold where all of `gone` and `seenThrough` are leads of it; else a walk of
 * what is in front of background, and of the whole graph where one of them is background.
 */
export function fatesOf(
  attribution: Attribution,
  gone: ReadonlySet<NodeIndex>,
  seenThrough: ReadonlySet<NodeIndex>,
): Fates {
  const isFolded = [...gone, ...seenThrough].every((node) => leadAt(attribution.fold, node) !== undefined)
  // What is ours stays, or was never in the app, and keeps nothing of the app: without us nothing of it would be.
  const ours = leadingNodes(attribution.owners.filter(isTool))
  return (isFolded ? fatesByFold : fatesByWalk)(attribution, gone, seenThrough, ours)
}

type FatesOf = (
  attribution: Attribution,
  gone: ReadonlySet<NodeIndex>,
  seenThrough: ReadonlySet<NodeIndex>,
  ours: ReadonlySet<NodeIndex>,
) => Fates

const fatesByWalk: FatesOf = ({ fold, graph }, gone, seenThrough, ours) => {
  // Background stays whatever goes that is not background itself.
  const stays = [...gone, ...seenThrough].every((node) => fold.group[node] !== background)
  const fates = stays ? backgroundColumn(fold) : new Uint8Array(graph.nodeCount)
  const held = stays ? fold.entries.map((lead) => fold.leads[lead]) : [graph.root, ...graph.orphans]
  for (const node of seenThrough) fates[node] = stop
  for (const node of [...held, ...ours, ...gone]) fates[node] = alive
  walk(
    graph,
    held.filter((node) => !gone.has(node) && !seenThrough.has(node) && !ours.has(node)),
    fates,
  )
  for (const node of seenThrough) if (fates[node] === stop) fates[node] = 0
  for (const node of gone) fates[node] = 0
  const { entered } = walk(graph, gone, fates, freed)
  return {
    bytes: bytesOf(graph, entered),
    isFreed: (node) => fates[node] === freed,
    aliveColumn: () => fates.map((fate) => (fate === alive ? 1 : 0)),
  }
}

const fatesByFold: FatesOf = ({ fold }, gone, seenThrough, ours) => {
  const { group, leads, entries } = fold
  const columns = foldColumns(fold)
  const { ofGroup, ofLead, isWall } = columns
  const removed = leadsAt(fold, gone)
  const kept = leadsAt(fold, ours)
  for (const lead of [...leadsAt(fold, seenThrough), ...kept, ...removed]) isWall[lead] = 1
  for (const lead of [...kept, ...removed]) ofLead[lead] = alive
  ofGroup[background] = alive
  foldWalk(fold, entries, columns, alive)
  isWall.fill(0)
  foldWalk(fold, removed, columns, freed)
  let bytes = 0
  for (let at = 0; at < ofGroup.length; at++) if (ofGroup[at] === freed) bytes += fold.bytes[at]
  return { bytes, isFreed, aliveColumn }

  function isFreed(node: NodeIndex): boolean {
    const lead = leadAt(fold, node)
    return (lead === undefined ? ofGroup[group[node]] : ofLead[lead]) === freed
  }

  function aliveColumn(): Uint8Array {
    const column = new Uint8Array(group.length)
    for (let node = 0; node < column.length; node++) if (ofGroup[group[node]] === alive) column[node] = 1
    for (let lead = 0; lead < leads.length; lead++) column[leads[lead]] = ofLead[lead] === alive ? 1 : 0
    return column
  }
}
