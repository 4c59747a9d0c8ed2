import type { SchemaMark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { contentKey } from './contentKey.ts'
import { groupsBy, type HeapFacts, saving, severityOf } from './facts.ts'
import type { Finding } from './finding.ts'
import { owningRoutes } from './repeatedValidator.ts'

/** Schema documents that are in the heap more than once with equal contents. All but the first could go. */
export function findRepeatedSchemas(facts: HeapFacts): Finding[] {
  const known = new Map<NodeIndex, string | null>()
  const schemas = facts.marks.filter((mark): mark is SchemaMark => mark.kind === 'schema')
  const groups = groupsBy(schemas, (mark) => contentKey(facts.heap, mark.leading[0], known) ?? undefined).filter(
    (group) => group.length > 1,
  )
  if (groups.length === 0) return []
  const removable = groups.flatMap((group) => group.slice(1))
  const savingBytes = saving(facts, removable)
  return [
    {
      code: 'repeated-schema',
      severity: severityOf(savingBytes, facts.attribution),
      count: removable.length,
      savingBytes,
      removable,
      groups,
      routes: [...new Set(groups.flat().flatMap((mark) => owningRoutes(facts, mark.leading[0])))],
      evidence: groups.map((group) => group[0].leading[0]),
      framework: groups[0][0].library,
      facts: { groups: groups.length, total: groups.flat().length },
    },
  ]
}
