import { parentPort } from 'node:worker_threads'
import type { HeapGraph } from '../graph/graph.ts'
import type { Heap } from '../recognise/heap.ts'
import { heapView } from '../recognise/heapView.ts'
import type { Mark } from '../recognise/mark.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { stringTable } from '../snapshot/stringTable.ts'
import { besideHere } from './beside.ts'
import { type Question, receivedAttribution, type SentFromOwners, sentCandidates, sentFromMarks } from './messages.ts'

// What the second thread runs: one answer a question, in order. What was handed over with a question stays for the next.
let snapshot: Snapshot
let heap: Heap
let marks: readonly Mark[]

function answer(question: Question): unknown {
  switch (question.what) {
    case 'candidates':
      snapshot = { ...question.snapshot, strings: stringTable(question.snapshot.strings) }
      return sentCandidates(besideHere.candidates(snapshot))
    case 'fromMarks': {
      const { nodes, edges } = snapshot
      const graph: HeapGraph = { ...question.graph, snapshot, firstEdge: nodes.firstEdge, edges }
      heap = heapView(graph)
      marks = question.marks
      return sentFromMarks(besideHere.fromMarks(heap, marks, question.app), marks)
    }
    case 'fromOwners': {
      const owned = receivedAttribution(question.owned, heap.graph, marks)
      const { validatorBytes, ...rest } = besideHere.fromOwners(heap, marks, owned, question.isNew)
      const { exclusive, share } = validatorBytes
      return { ...rest, validatorBytes: { exclusive, share } } satisfies SentFromOwners
    }
  }
}

parentPort?.on('message', (question: Question) => {
  try {
    parentPort?.postMessage({ answer: answer(question) })
  } catch (error) {
    parentPort?.postMessage({ error })
  }
})
