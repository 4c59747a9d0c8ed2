import { attribute } from './attribute/attribute.ts'
import { type IdSet, newNodes } from './attribute/newNodes.ts'
import { owningMarks } from './attribute/owners.ts'
import type { HeapFacts } from './findings/facts.ts'
import { recognisers as frameworkRecognisers } from './frameworks/recognisers.ts'
import { heapGraph } from './graph/strongEdges.ts'
import { servers } from './liveness/liveness.ts'
import { states } from './liveness/states.ts'
import { heapView } from './recognise/heapView.ts'
import { recognise } from './recognise/recognise.ts'
import { heapRecord, type RecordInHeap } from './recognise/record.ts'
import { toolMark } from './recognise/toolMark.ts'
import type { Snapshot } from './snapshot/snapshot.ts'
import { recognisers as validatorRecognisers } from './validators/recognisers.ts'

export interface FactsAndRecord {
  readonly facts: HeapFacts
  /** What our preload noted in the heap; undefined where the snapshot was taken without it. */
  readonly record: RecordInHeap | undefined
}

/** Snapshot -> graph -> marks -> owners and states: everything that findings and reports are made from. */
export function heapFacts(snapshot: Snapshot, declared: IdSet | null): FactsAndRecord {
  const heap = heapView(heapGraph(snapshot))
  const record = heapRecord(heap)
  const tool = record === undefined ? [] : [toolMark(heap, record)]
  const marks = [...recognise(heap, [...frameworkRecognisers, ...validatorRecognisers]), ...tool]
  const owning = owningMarks(heap.graph, marks)
  const attribution = attribute(heap.graph, owning.owners, owning.reach)
  const app = record?.app
  const isNew = declared === null ? null : newNodes(snapshot, declared)
  const roots = [...servers(heap), ...(app === undefined ? [] : [app])]
  return { facts: { heap, marks, attribution, states: states(heap, marks, roots), isNew }, record }
}
