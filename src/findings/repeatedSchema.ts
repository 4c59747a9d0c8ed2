import type { SchemaMark } from '../recognise/mark.ts'
import { contentKey } from './contentKey.ts'
import { groupsBy, type HeapFacts, saving, severityOf } from './facts.ts'
import type { Finding } from './finding.ts'
import { heaviestFirst } from './heaviestFirst.ts'
import { owningRoutes } from './repeatedValidator.ts'
import { structureKeys } from './structureKey.ts'

/**
 * Schemas that are in the heap more than once with equal contents: documents, and objects of a library that were built
 * anew for each mount or request. One finding a library; of each group all but the one that holds most could go.
 */
export function findRepeatedSchemas(facts: HeapFacts): Finding[] {
  const schemas = facts.marks.filter((mark): mark is SchemaMark => mark.kind === 'schema')
  const keyOf = schemaKeys(facts)
  const groups = heaviestFirst(
    facts,
    groupsBy(schemas, keyOf).filter((group) => group.length > 1),
  )
  return groupsBy(groups, ([first]) => first.library).map((same) => {
    const removable = same.flatMap((group) => group.slice(1))
    const savingBytes = saving(facts, removable)
    return {
      code: 'repeated-schema',
      severity: severityOf(savingBytes, facts.attribution),
      count: removable.length,
      savingBytes,
      removable,
      groups: same,
      routes: [...new Set(same.flat().flatMap((mark) => owningRoutes(facts, mark.leading[0])))],
      evidence: same.map((group) => group[0].leading[0]),
      framework: same[0][0].library,
      facts: { groups: same.length, total: same.flat().length },
    }
  })
}

/**
 * Schemas made by one piece of code, as classes are, in groups whose members differ in nothing that a snapshot shows, and
 * that cannot be told equal for what it does not show.
 */
export function schemasAlike(facts: HeapFacts): SchemaMark[][] {
  const { heap, marks } = facts
  const made = marks.filter(
    (mark): mark is SchemaMark =>
      mark.kind === 'schema' && mark.content !== undefined && heap.sharedFunction(mark.leading[0]) !== undefined,
  )
  const ofOneCode = groupsBy(made, ({ leading }) => heap.sharedFunction(leading[0])).filter(hasTwo)
  if (ofOneCode.length === 0) return []
  const alone = groupsBy(ofOneCode.flat(), schemaKeys(facts)).filter((group) => !hasTwo(group))
  return groupsBy(alone.flat(), schemaKeys(facts, 'shown')).filter(hasTwo)
}

const hasTwo = ({ length }: readonly SchemaMark[]): boolean => length > 1

/** Equal schemas have equal keys; undefined where equality cannot be told. */
function schemaKeys(
  { heap, marks }: HeapFacts,
  compared: 'all' | 'shown' = 'all',
): (mark: SchemaMark) => string | undefined {
  // What captured a route or a router is bound to that one.
  const bound = marks.filter(({ kind }) => kind === 'route' || kind === 'router' || kind === 'registry')
  const structureKey = structureKeys(heap, new Set(bound.flatMap(({ leading }) => [...leading])), compared)
  return ({ library, leading, content }) => {
    const key = content === undefined ? contentKey(heap, leading[0]) : structureKey(content)
    return key === null ? undefined : `${library} ${key}`
  }
}
