import type { HeapGraph } from '../graph/graph.ts'
import type { Mark } from '../recognise/mark.ts'
import { type Fold, fold, type LeadIndex, leadAt } from './fold.ts'
import { leadingNodes } from './leadingNodes.ts'

/**
 * Which marks own bytes: routes, routers and registries always; validators, serializers and schemas only where the
 * app holds them by itself. One that is reached through routes alone is a part of those routes, not an owner beside
 * them. Comes with the heap folded by all marks.
 */
export function owningMarks(graph: HeapGraph, marks: readonly Mark[]): { owners: Mark[]; fold: Fold } {
  const folded = fold(graph, leadingNodes(marks))
  const always = (mark: Mark): boolean => mark.kind === 'route' || mark.kind === 'router' || mark.kind === 'registry'
  const byApp = heldByApp(folded, leadsOf(folded, marks.filter(always)))
  const isHeldByApp = (mark: Mark): boolean =>
    (mark.kind === 'validator' || mark.kind === 'serializer' || mark.kind === 'schema') &&
    leadsOf(folded, [mark]).some((lead) => byApp.has(lead))
  return { owners: marks.filter((mark) => always(mark) || isHeldByApp(mark)), fold: folded }
}

const leadsOf = (folded: Fold, marks: readonly Mark[]): LeadIndex[] =>
  [...leadingNodes(marks)].flatMap((node) => leadAt(folded, node) ?? [])

/** The leads that the root reaches without passing one of `walls`, those not among them. */
function heldByApp({ entries, groups, targets }: Fold, walls: readonly LeadIndex[]): Set<LeadIndex> {
  const isWall = new Set(walls)
  const found = new Set(entries.filter((lead) => !isWall.has(lead)))
  const seen = new Set<number>()
  for (const lead of found) {
    for (const group of groups.items.subarray(groups.first[lead], groups.first[lead + 1])) {
      if (seen.has(group)) continue
      seen.add(group)
      for (const target of targets.items.subarray(targets.first[group], targets.first[group + 1])) {
        if (!isWall.has(target)) found.add(target)
      }
    }
  }
  return found
}
