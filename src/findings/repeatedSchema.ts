import type { SchemaMark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { builtParts } from './builtParts.ts'
import { contentKey, contentNodes } from './contentKey.ts'
import { documentParts } from './documentParts.ts'
import { spareParts } from './equalParts.ts'
import { groupsBy, type HeapFacts, saving, severityOf } from './facts.ts'
import type { Finding, Part } from './finding.ts'
import { owningRoutes } from './repeatedValidator.ts'
import { sharesOf, stayingFirst } from './stayingFirst.ts'
import { structures } from './structureKey.ts'
import { weights } from './weights.ts'

/**
 * Schemas that are in the heap more than once with equal contents: documents, and objects of a library that were built
 * anew for each mount or request; and equal parts of schemas that differ. One finding a library; of each group all but
 * one could go.
 */
export function findRepeatedSchemas(facts: HeapFacts): Finding[] {
  const schemas = facts.marks.filter((mark): mark is SchemaMark => mark.kind === 'schema')
  const { keyOf, nodesOf } = schemaContents(facts)
  const equal = groupsBy(schemas, keyOf).filter(hasTwo)
  const whole = stayingFirst(equal, weights(facts, equal, nodesOf), sharesOf(facts, nodesOf))
  const going = new Set(whole.flatMap(([, ...others]) => others))
  const parts = partsByLibrary(facts, schemas, going, keyOf)
  const libraries = new Set([...whole.map(([first]) => makerOf(first)), ...parts.keys()])
  return [...libraries].map((library) =>
    findingOf(
      facts,
      library,
      whole.filter(([first]) => makerOf(first) === library),
      parts.get(library) ?? [],
    ),
  )
}

/** A framework's copies are apart from what the app wrote: another thing is to be done about them. */
const makerOf = ({ copiedBy, library }: SchemaMark): string => copiedBy ?? library

function findingOf(
  facts: HeapFacts,
  library: string,
  groups: readonly SchemaMark[][],
  parts: readonly Part[][],
): Finding {
  const removable = groups.flatMap((group) => group.slice(1))
  const goingParts = parts.flatMap((group) => group.slice(1))
  const savingBytes = saving(facts, removable) + goingParts.reduce((sum, { bytes }) => sum + bytes, 0)
  const nodes = [...groups.flat().map(({ leading }) => leading[0]), ...parts.flat().map(({ node }) => node)]
  return {
    code: 'repeated-schema',
    severity: severityOf(savingBytes, facts.attribution),
    count: removable.length + goingParts.length,
    savingBytes,
    removable,
    groups,
    parts,
    routes: [...new Set(nodes.flatMap((node) => owningRoutes(facts, node)))],
    evidence: [...groups.map(([{ leading }]) => leading[0]), ...parts.map(([{ node }]) => node)],
    framework: library,
    facts: { groups: groups.length, total: groups.flat().length, parts: goingParts.length, partGroups: parts.length },
  }
}

/** Equal parts of schemas that stay when those of `going` are gone. */
function partsByLibrary(
  facts: HeapFacts,
  schemas: readonly SchemaMark[],
  going: ReadonlySet<SchemaMark>,
  keyOf: (mark: SchemaMark) => string | undefined,
): ReadonlyMap<string, Part[][]> {
  const leftOut = new Set([...going].map(({ leading }) => leading[0]))
  const staying = schemas.filter((mark) => !going.has(mark) && mark.copiedBy === undefined)
  const found = groupsBy(staying, ({ library }) => library).map((same): [string, Part[][]] => {
    const documents = same.flatMap(({ content, leading }) => (content === undefined ? leading[0] : []))
    const built = same.filter(({ content }) => content?.made !== undefined)
    return [
      same[0].library,
      [
        ...(documents.length === 0 ? [] : spareParts(facts, documentParts(facts.heap, documents, leftOut))),
        ...(built.length === 0 ? [] : spareParts(facts, builtParts(facts, built, keyOf))),
      ],
    ]
  })
  return new Map(found.filter(([, parts]) => parts.length > 0))
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
  const alone = groupsBy(ofOneCode.flat(), schemaContents(facts).keyOf).filter((group) => !hasTwo(group))
  return groupsBy(alone.flat(), schemaContents(facts, 'shown').keyOf).filter(hasTwo)
}

const hasTwo = ({ length }: readonly SchemaMark[]): boolean => length > 1

/** Equal schemas have equal keys, undefined where equality cannot be told, and consist of as many nodes. */
function schemaContents({ heap, marks }: HeapFacts, compared: 'all' | 'shown' = 'all') {
  // What captured a route or a router is bound to that one.
  const bound = marks.filter(({ kind }) => kind === 'route' || kind === 'router' || kind === 'registry')
  const structure = structures(heap, new Set(bound.flatMap(({ leading }) => [...leading])), compared)
  const known = new Map<SchemaMark, string | undefined>()
  const keyOf = (mark: SchemaMark): string | undefined => {
    if (known.has(mark)) return known.get(mark)
    const { leading, content } = mark
    const key = content === undefined ? contentKey(heap, leading[0]) : structure.keyOf(content)
    known.set(mark, key === null ? undefined : `${makerOf(mark)} ${key}`)
    return known.get(mark)
  }
  const nodesOf = ({ leading, content }: SchemaMark): readonly NodeIndex[] =>
    content === undefined ? contentNodes(heap, leading[0]) : structure.nodesOf(content)
  return { keyOf, nodesOf }
}
