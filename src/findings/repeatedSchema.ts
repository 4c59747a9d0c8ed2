import type { SchemaMark } from '../recognise/mark.ts'
import type { Bytes } from '../snapshot/snapshot.ts'
import { contentKey } from './contentKey.ts'
import { groupsBy, type HeapFacts, saving, severityOf } from './facts.ts'
import type { Finding } from './finding.ts'
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
    groupsBy(schemas, keyOf)
      .filter((group) => group.length > 1)
      .map((group) => heaviestFirst(group, (mark) => heldBy(facts, mark))),
    ([first]) => heldBy(facts, first),
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
 * What a schema made when it was used first is no part of its contents, and the one that stays makes it as well: so the
 * heaviest stays, and whichever is kept at least as much goes. The order of the heap is chance from boot to boot.
 */
const heaviestFirst = <Item>(items: readonly Item[], bytesOf: (item: Item) => Bytes): Item[] =>
  [...items].sort((a, b) => bytesOf(b) - bytesOf(a))

/** What no other mark leads to. */
const heldBy = ({ attribution: { fold } }: HeapFacts, { leading }: SchemaMark): Bytes =>
  leading.reduce((sum, node) => sum + fold.bytes[fold.group[node]], 0)

/** Equal schemas have equal keys; undefined where equality cannot be told. */
function schemaKeys({ heap, marks }: HeapFacts): (mark: SchemaMark) => string | undefined {
  // What captured a route or a router is bound to that one.
  const bound = marks.filter(({ kind }) => kind === 'route' || kind === 'router' || kind === 'registry')
  const structureKey = structureKeys(heap, new Set(bound.flatMap(({ leading }) => [...leading])))
  return ({ library, leading, content }) => {
    const key = content === undefined ? contentKey(heap, leading[0]) : structureKey(content)
    return key === null ? undefined : `${library} ${key}`
  }
}
