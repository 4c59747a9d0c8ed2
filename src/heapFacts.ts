import { attribute } from './attribute/attribute.ts'
import { type IdSet, newNodes } from './attribute/newNodes.ts'
import { owningMarks } from './attribute/owners.ts'
import { equalValidators } from './findings/equalValidators.ts'
import type { HeapFacts } from './findings/facts.ts'
import { recognisers as frameworkRecognisers } from './frameworks/recognisers.ts'
import { heapGraph } from './graph/strongEdges.ts'
import { servers } from './liveness/liveness.ts'
import { states } from './liveness/states.ts'
import { heapView } from './recognise/heapView.ts'
import type { ValidatorMark } from './recognise/mark.ts'
import { recognise } from './recognise/recognise.ts'
import { heapRecord, type RecordInHeap } from './recognise/record.ts'
import { toolMark } from './recognise/toolMark.ts'
import type { Snapshot } from './snapshot/snapshot.ts'
import { completed, type Steps } from './steps.ts'
import { recognisers as validatorRecognisers } from './validators/recognisers.ts'

export interface FactsAndRecord {
  readonly facts: HeapFacts
  /** What our preload noted in the heap; undefined where the snapshot was taken without it. */
  readonly record: RecordInHeap | undefined
}

/** Snapshot -> graph -> marks -> owners and states: everything that findings and reports are made from. */
export const heapFacts = (snapshot: Snapshot, declared: IdSet | null): FactsAndRecord =>
  completed(heapFactsInSteps(snapshot, declared))

/** The same, pausing between steps of some 100 ms in a large heap. */
export function* heapFactsInSteps(snapshot: Snapshot, declared: IdSet | null): Steps<FactsAndRecord> {
  const heap = heapView(heapGraph(snapshot))
  yield
  const record = heapRecord(heap)
  const tool = record === undefined ? [] : [toolMark(heap, record)]
  yield
  const marks = [...recognise(heap, [...frameworkRecognisers, ...validatorRecognisers]), ...tool]
  yield
  const owning = owningMarks(heap.graph, marks)
  const attribution = attribute(heap.graph, owning.owners, owning.reach)
  yield
  const app = record?.app
  const roots = [...servers(heap), ...(app === undefined ? [] : [app])]
  const facts: HeapFacts = {
    heap,
    marks,
    attribution,
    states: states(heap, marks, roots),
    equalValidators: equalValidators(
      heap,
      marks.filter((mark): mark is ValidatorMark => mark.kind === 'validator' || mark.kind === 'serializer'),
    ),
    isNew: declared === null ? null : newNodes(snapshot, declared),
  }
  return { facts, record }
}
