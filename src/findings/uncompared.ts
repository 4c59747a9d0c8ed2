import type { SchemaMark } from '../recognise/mark.ts'
import { contentKey } from './contentKey.ts'
import type { HeapFacts } from './facts.ts'
import { holdsNumbers } from './holdsNumbers.ts'

/** What could not be compared although it may be there twice, why, and how the next snapshot shows it. */
export function uncomparedNotes(facts: HeapFacts): string[] {
  return withoutNumbers(facts)
}

/** Schemas that may differ in numbers only, where V8 was not asked to write numbers. */
function withoutNumbers({ heap, marks }: HeapFacts): string[] {
  if (holdsNumbers(heap)) return []
  const schemas = marks.filter((mark): mark is SchemaMark => mark.kind === 'schema')
  const unknown = schemas.filter(
    ({ content, leading }) => content !== undefined || contentKey(heap, leading[0]) === null,
  )
  if (unknown.length < 2) return []
  return [
    `This snapshot holds no numbers, so ${unknown.length} schemas that may differ in one were not compared: take it with v8.writeHeapSnapshot(path, { exposeNumericValues: true }).`,
  ]
}
