import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { sentSnapshot } from '../graph/heapNumbers.ts'
import { builtFile } from '../installed.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { type Beside, besideHere } from './beside.ts'
import {
  type Question,
  receivedCandidates,
  receivedFromMarks,
  type SentCandidates,
  type SentFromMarks,
  type SentFromOwners,
  sentAttribution,
  sentGraph,
} from './messages.ts'

/** Below this many edges another thread takes longer to start, and to be told, than it saves. */
const mostForOneThread = 500_000
/** The same where it is there already. */
const mostBesideThread = 150_000
/** From TypeScript sources there is no second thread: Node.js could not read the worker's file. */
const built = import.meta.url.endsWith('.js')

/** A thread that is there when a heap is large enough for it, and what it computes beside the first one. */
export interface SecondThread {
  /** Starts it, if this heap of the app is large enough that the later ones will be; goes on while it starts. */
  prepare(early: Snapshot): void
  /** Who computes what can be computed beside, for a heap of this size. */
  for(snapshot: Snapshot): Beside
  /** Ends the thread, whatever it does. */
  close(): Promise<void>
}

export function secondThread({ worthAThread = mostForOneThread } = {}): SecondThread {
  let worker: { readonly beside: Beside; close(): Promise<void> } | null = null
  const beside = ({ edges }: Snapshot, least: number): Beside => {
    if (!built || edges.count < least || availableParallelism() < 2) return besideHere
    worker ??= besideOnWorker()
    return worker.beside
  }
  return {
    prepare: (early) => void beside(early, mostBesideThread),
    for: (snapshot) => beside(snapshot, worker === null ? worthAThread : mostBesideThread),
    close: async () => worker?.close(),
  }
}

function besideOnWorker(): { beside: Beside; close(): Promise<void> } {
  const worker = new Worker(builtFile('secondThread/worker.js'))
  const { ask, fail } = asking(worker)
  const beside: Beside = {
    candidates: (snapshot) =>
      ask({ what: 'candidates', snapshot: sentSnapshot(snapshot) }, (sent: SentCandidates) => receivedCandidates(sent)),

    fromMarks: ({ graph }, marks, app) =>
      ask({ what: 'fromMarks', graph: sentGraph(graph), marks, app }, (sent: SentFromMarks) =>
        receivedFromMarks(sent, marks),
      ),

    fromOwners: (_, marks, owned, isNew) =>
      ask({ what: 'fromOwners', owned: sentAttribution(owned, marks), isNew }, (sent: SentFromOwners) => ({
        ...sent,
        validatorBytes: { ...sent.validatorBytes, owners: marks.filter((mark) => mark.kind !== 'schema') },
      })),
  }
  return {
    beside,
    async close() {
      fail(new Error('The second thread was closed.'))
      await worker.terminate()
    },
  }
}

/** One answer a question, in order. A thread that ends early fails them all. */
function asking(worker: Worker) {
  const waiting: { resolve(answer: unknown): void; reject(error: unknown): void }[] = []
  let failure: unknown = null
  const fail = (error: unknown) => {
    failure ??= error
    for (const { reject } of waiting.splice(0)) reject(failure)
  }
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('The second thread ended before its time.')))
  worker.on('message', (sent: { answer: unknown } | { error: unknown }) => {
    const first = waiting.shift()
    if ('error' in sent) first?.reject(sent.error)
    else first?.resolve(sent.answer)
  })
  const ask = <Sent, Answer>(question: Question, received: (sent: Sent) => Answer): Promise<Answer> => {
    const answer = new Promise((resolve, reject) => {
      if (failure !== null) reject(failure)
      else {
        waiting.push({ resolve, reject })
        worker.postMessage(question)
      }
    }).then((sent) => received(sent as Sent))
    // Whoever waits for it hears of the failure; nobody may be waiting yet, or any more.
    answer.catch(() => undefined)
    return answer
  }
  return { ask, fail }
}
