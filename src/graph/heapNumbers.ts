import { Worker } from 'node:worker_threads'
import { builtFile } from '../installed.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { StringColumns } from '../snapshot/strings.ts'
import { distances } from './distances.ts'
import { type DominatorTree, dominance, dominatorTree } from './dominators.ts'
import type { HeapGraph } from './graph.ts'
import { type ShallowSizes, shallowSizes } from './shallowSizes.ts'
import { heapGraph } from './strongEdges.ts'

/** Everything that Chrome DevTools shows of a node, for all nodes. */
export interface HeapNumbers {
  readonly graph: HeapGraph
  readonly sizes: ShallowSizes
  readonly tree: DominatorTree
  readonly distance: Int32Array
}

/** Below this many edges a second thread takes longer to start than it saves. */
const worthAThread = 1_000_000
/** From TypeScript sources there is no second thread: Node.js could not read the worker's file. */
const built = !import.meta.url.endsWith('.ts')

/**
 * Strong edges, shallow sizes, dominators with retained sizes, and distances of a snapshot. Exact, equal to Chrome
 * DevTools' node by node. On large snapshots sizes and distances are computed by a second thread meanwhile.
 */
export async function heapNumbers(snapshot: Snapshot): Promise<HeapNumbers> {
  return built && snapshot.edges.count >= worthAThread ? onTwoThreads(snapshot) : onOneThread(snapshot)
}

function onOneThread(snapshot: Snapshot): HeapNumbers {
  const graph = heapGraph(snapshot)
  const sizes = shallowSizes(graph)
  return { graph, sizes, tree: dominatorTree(graph, sizes, dominance(graph)), distance: distances(graph) }
}

async function onTwoThreads(snapshot: Snapshot): Promise<HeapNumbers> {
  const worker = new Worker(builtFile('graph/heapNumbersWorker.js'), { workerData: sentSnapshot(snapshot) })
  const other = answers(worker)
  try {
    const graph = heapGraph(snapshot)
    const dominated = dominance(graph)
    const sizes = await other.sizes
    return { graph, sizes, tree: dominatorTree(graph, sizes, dominated), distance: await other.distance }
  } finally {
    await worker.terminate()
  }
}

/** A snapshot as it goes to another thread: the columns are shared, nothing is copied. */
export interface SentSnapshot extends Omit<Snapshot, 'strings'> {
  readonly strings: StringColumns
}

export const sentSnapshot = (snapshot: Snapshot): SentSnapshot => ({ ...snapshot, strings: snapshot.strings.columns })

/** The worker sends sizes first, then distances. */
function answers(worker: Worker): { sizes: Promise<ShallowSizes>; distance: Promise<Int32Array> } {
  const failed = new Promise<never>((_, reject) => {
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('The second thread ended before its time.')))
  })
  const message = (kind: string) =>
    new Promise((resolve) => worker.on('message', (sent) => sent.kind === kind && resolve(sent.value)))
  const answer = <T>(kind: string) => {
    const promise = Promise.race([message(kind) as Promise<T>, failed])
    // Whoever waits for it hears of the failure; nobody may be waiting yet.
    promise.catch(() => {})
    return promise
  }
  return { sizes: answer('sizes'), distance: answer('distance') }
}
