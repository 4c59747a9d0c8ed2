import { attribute } from './attribute/attribute.ts'
import { type IdSet, newNodes } from './attribute/newNodes.ts'
import { owningMarks } from './attribute/owners.ts'
import type { HeapFacts } from './findings/facts.ts'
import { heapGraph } from './graph/strongEdges.ts'
import { heapView } from './recognise/heapView.ts'
import { recognise } from './recognise/recognise.ts'
import { heapRecord, type RecordInHeap } from './recognise/record.ts'
import { toolMark } from './recognise/toolMark.ts'
import { type Beside, besideHere, recognisers } from './secondThread/beside.ts'
import type { Snapshot } from './snapshot/snapshot.ts'
import { completed, type Steps, settled } from './steps.ts'

export interface FactsAndRecord {
  readonly facts: HeapFacts
  /** What our preload noted in the heap; undefined where the snapshot was taken without it. */
  readonly record: RecordInHeap | undefined
}

/** Snapshot -> graph -> marks -> owners and states: everything that findings and reports are made from. */
export const heapFacts = (snapshot: Snapshot, declared: IdSet | null): FactsAndRecord =>
  completed(heapFactsInSteps(snapshot, declared, besideHere))

/** The same; what can be is computed beside. */
export function* heapFactsInSteps(snapshot: Snapshot, declared: IdSet | null, beside: Beside): Steps<FactsAndRecord> {
  const candidates = beside.candidates(snapshot)
  const heap = heapView(heapGraph(snapshot))
  const record = heapRecord(heap)
  const tool = record === undefined ? [] : [toolMark(heap, record)]
  const marks = [...recognise(heap, recognisers, yield* settled(candidates)), ...tool]
  const fromMarks = beside.fromMarks(heap, marks, record?.app)
  const owning = owningMarks(heap.graph, marks)
  const attribution = attribute(heap.graph, owning.owners, owning.reach)
  const isNew = declared === null ? null : newNodes(snapshot, declared)
  return { facts: { heap, marks, attribution, ...(yield* settled(fromMarks)), isNew }, record }
}
