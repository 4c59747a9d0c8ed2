import type { PhaseCapture } from './capture/capture.ts'
import type { Phase } from './report/report.ts'
import { type Bytes, type SnapshotNodes, selfSize } from './snapshot/snapshot.ts'

/** The numbers of one phase; those of the process are null where only a file was read. */
export function phaseOf(snapshot: SnapshotNodes, captured: PhaseCapture | null): Phase {
  return {
    name: captured?.name ?? 'snapshot',
    heapUsedBytes: captured?.heapUsedBytes ?? null,
    externalBytes: captured?.externalBytes ?? null,
    rssBytes: captured?.rssBytes ?? null,
    snapshotBytes: totalBytes(snapshot),
    nodeCount: snapshot.nodes.count,
    edgeCount: snapshot.edges.count,
    atMs: captured?.atMs ?? null,
    insideComposition: captured?.insideComposition ?? false,
  }
}

function totalBytes({ nodes }: SnapshotNodes): Bytes {
  let bytes = 0
  for (let node = 0; node < nodes.count; node++) bytes += selfSize(nodes, node)
  return bytes
}
