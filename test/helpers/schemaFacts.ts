import { attribute } from '../../src/attribute/attribute.ts'
import { owningMarks } from '../../src/attribute/owners.ts'
import type { HeapFacts } from '../../src/findings/facts.ts'
import type { HeapGraph } from '../../src/graph/graph.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import type { Mark } from '../../src/recognise/mark.ts'

/** Facts of a drawn heap, as far as schemas that are held again are looked for in them. */
export function schemaFacts(graph: HeapGraph, marks: readonly Mark[]): HeapFacts {
  const { owners, fold } = owningMarks(graph, marks)
  return {
    heap: heapView(graph),
    marks,
    innerSchemas: [],
    attribution: attribute(graph, owners, fold),
  } as unknown as HeapFacts
}
