import { parentPort, workerData } from 'node:worker_threads'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { stringTable } from '../snapshot/stringTable.ts'
import { distances } from './distances.ts'
import { ephemerons } from './ephemerons.ts'
import type { SentSnapshot } from './heapNumbers.ts'
import { type ShallowSizes, shallowSizes } from './shallowSizes.ts'

/** What the second thread of `heapNumbers` does: sizes first, then distances. */
function answer(sent: SentSnapshot): void {
  const snapshot: Snapshot = { ...sent, strings: stringTable(sent.strings) }
  const { nodes, edges } = snapshot
  const sizes: ShallowSizes = shallowSizes({ snapshot, root: 0 })
  post('sizes', sizes, sizes.size)
  const distance = distances({
    snapshot,
    nodeCount: nodes.count,
    edgeCount: edges.count,
    root: 0,
    firstEdge: nodes.firstEdge,
    edges,
    ephemerons: ephemerons(snapshot),
  })
  post('distance', distance, distance)
}

function post(kind: string, value: unknown, column: Uint32Array | Int32Array): void {
  parentPort?.postMessage({ kind, value }, column.buffer instanceof ArrayBuffer ? [column.buffer] : [])
}

answer(workerData)
