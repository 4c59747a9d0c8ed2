import { background, type Fold, fold, leadsAt, unreached } from '../graph/fold.ts'
import { foldColumns, foldWalk } from '../graph/foldWalk.ts'
import type { HeapGraph } from '../graph/graph.ts'
import { isValidator, type Mark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { leadingNodes } from './leadingNodes.ts'

/**
 * Which marks own bytes: routes, routers and registries always; validators, serializers and schemas only where the
 * app holds them by itself. One that is reached through routes alone is a part of those routes, not an owner beside
 * them. Comes with the heap folded by all marks but positions. `code` is what no mark owns, though marks alone lead to it.
 */
export function owningMarks(
  graph: HeapGraph,
  marks: readonly Mark[],
  code: ReadonlySet<NodeIndex> = new Set(),
): { owners: Mark[]; fold: Fold } {
  const folded = foldBeside(graph, marks, code)
  const always = (mark: Mark): boolean => mark.kind === 'route' || mark.kind === 'router' || mark.kind === 'registry'
  const columns = foldColumns(folded)
  const { ofLead, isWall } = columns
  for (const lead of leadsAt(folded, leadingNodes(marks.filter(always)))) isWall[lead] = 1
  foldWalk(folded, folded.entries, columns, reached)
  const isHeldByApp = (mark: Mark): boolean =>
    (isValidator(mark) || mark.kind === 'schema') &&
    leadsAt(folded, mark.leading).some((lead) => ofLead[lead] === reached && isWall[lead] === 0)
  return { owners: marks.filter((mark) => always(mark) || isHeldByApp(mark)), fold: folded }
}

const reached = 1

/** The code is in background by itself, but for bundles: only these are folded twice. */
function foldBeside(graph: HeapGraph, marks: readonly Mark[], code: ReadonlySet<NodeIndex>): Fold {
  // There are thousands of positions, which own nothing and go together: as leads they would make sets of thousands.
  const leads = leadingNodes(marks.filter(({ kind }) => kind !== 'positions'))
  const folded = fold(graph, leads)
  const isBeside = (node: NodeIndex): boolean => folded.group[node] !== background && folded.group[node] !== unreached
  const beside = new Set([...code].filter((node) => isBeside(node) && !leads.has(node)))
  return beside.size === 0 ? folded : fold(graph, leads, beside)
}
