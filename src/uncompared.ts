import { contentKey, isCyclic } from './findings/contentKey.ts'
import { cutValidators } from './findings/equalValidators.ts'
import { groupsBy, type HeapFacts, saving } from './findings/facts.ts'
import { holdsNumbers } from './findings/holdsNumbers.ts'
import { schemasAlike } from './findings/repeatedSchema.ts'
import { isValidator, type SchemaMark } from './recognise/mark.ts'

/** What could not be compared although it may be there twice, why, and how the next snapshot shows it. */
export function uncomparedNotes(facts: HeapFacts): string[] {
  return [...withoutNumbers(facts), ...leadingBack(facts), ...alikeButForHidden(facts), ...withCutCode(facts)]
}

/** Schemas that may differ in numbers only, where V8 was not asked to write numbers. */
function withoutNumbers(facts: HeapFacts): string[] {
  const { heap } = facts
  if (holdsNumbers(heap)) return []
  const unknown = schemasOf(facts).filter(
    ({ content, leading }) => content !== undefined || contentKey(heap, leading[0]) === null,
  )
  if (unknown.length < 2) return []
  return [
    `This snapshot holds no numbers, so ${unknown.length} schemas that may differ in one were not compared: take it with v8.writeHeapSnapshot(path, { exposeNumericValues: true }).`,
  ]
}

/** Documents that lead back to themselves. Objects of libraries may, their structure is compared with its cycles. */
function leadingBack(facts: HeapFacts): string[] {
  const { heap } = facts
  const cyclic = schemasOf(facts).filter(({ content, leading }) => content === undefined && isCyclic(heap, leading[0]))
  return cyclic.length < 2 ? [] : [`${cyclic.length} schemas lead back to themselves, so they were not compared.`]
}

/** Classes that were made again, where limits are small integers: of those in arrays a snapshot says nothing. */
function alikeButForHidden(facts: HeapFacts): string[] {
  return groupsBy(schemasAlike(facts), ([{ library }]) => library).map((groups) => {
    const bytes = saving(
      facts,
      groups.flatMap((group) => group.slice(1)),
    )
    return `${groups.flat().length} schemas of ${groups[0][0].library} are alike in all that a snapshot shows, but it does not show all, as limits that are whole numbers, so they were not called equal. If they are, building each once would save ${bytes} bytes.`
  })
}

/** Generated code of which V8 wrote the beginning only. */
function withCutCode({ heap, marks }: HeapFacts): string[] {
  const { length } = cutValidators(heap, marks.filter(isValidator))
  if (length === 0) return []
  return [
    `V8 cut the code of ${length} validators and serializers that may be equal, so they were not compared: take the snapshot from node --heap-snapshot-string-limit=1000000.`,
  ]
}

const schemasOf = ({ marks }: HeapFacts): SchemaMark[] => marks.filter((mark) => mark.kind === 'schema')
