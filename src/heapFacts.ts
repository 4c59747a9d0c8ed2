import { attribute } from './attribute/attribute.ts'
import { classCode } from './attribute/classCode.ts'
import { type IdSet, newNodes } from './attribute/newNodes.ts'
import { owningMarks } from './attribute/owners.ts'
import { equalValidators } from './findings/equalValidators.ts'
import type { HeapFacts } from './findings/facts.ts'
import { isPartOf } from './frameworks/probes.ts'
import { recognisers as frameworkRecognisers } from './frameworks/recognisers.ts'
import { heapGraph } from './graph/strongEdges.ts'
import { reachedRoutes } from './liveness/reached.ts'
import { requests } from './liveness/requests.ts'
import { inServingRouters } from './liveness/servingRouters.ts'
import { states } from './liveness/states.ts'
import { candidates } from './recognise/candidates.ts'
import { heapView } from './recognise/heapView.ts'
import { isValidator } from './recognise/mark.ts'
import { ownFiles } from './recognise/ownFiles.ts'
import { recognised as recognisedIn } from './recognise/recognise.ts'
import { heapRecord, type RecordInHeap } from './recognise/record.ts'
import { registrars } from './recognise/registrars.ts'
import { toolMark } from './recognise/toolMark.ts'
import type { Snapshot } from './snapshot/snapshot.ts'
import { recognisers as validatorRecognisers } from './validators/recognisers.ts'

export interface FactsAndRecord {
  readonly facts: HeapFacts
  /** What our preload noted in the heap; undefined where the snapshot was taken without it. */
  readonly record: RecordInHeap | undefined
}

/** All recognisers, from the specific to the general. */
const recognisers = [...frameworkRecognisers, ...validatorRecognisers]

/** Snapshot -> graph -> marks -> owners and states: everything that findings and reports are made from. */
export function heapFacts(snapshot: Snapshot, declared: IdSet | null): FactsAndRecord {
  const heap = heapView(heapGraph(snapshot))
  const record = heapRecord(heap)
  const tool = record === undefined ? [] : [toolMark(heap, record)]
  const { marks: recognised, innerSchemas } = recognisedIn(heap, recognisers, candidates(snapshot, recognisers))
  const isOwnFile = ownFiles(record)
  const { entries: entered, dispatch } = requests(heap, record, recognised, isOwnFile)
  const marks = [...inServingRouters(recognised, dispatch), ...tool]
  const owning = owningMarks(heap.graph, marks, classCode(heap, marks))
  return {
    record,
    facts: {
      heap,
      marks,
      innerSchemas,
      attribution: attribute(heap.graph, owning.owners, owning.fold),
      states: states(heap, marks, entered.nodes, dispatch, isOwnFile),
      reached: reachedRoutes(dispatch, marks),
      servesRoutes: dispatch !== null,
      equalValidators: equalValidators(heap, marks.filter(isValidator), marks),
      isOwnFile,
      registrarOf: registrars(heap, record, isOwnFile, isPartOf),
      entries: entered,
      isNew: declared === null ? null : newNodes(snapshot, declared),
    },
  }
}
