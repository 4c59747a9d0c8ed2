import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PhaseCapture, PhaseName } from './capture.ts'
import type { Measured } from './inside/measure.ts'
import type { SnapshotEvent } from './snapshotQueue.ts'

/** A phase that was measured. The process wrote its numbers before it said so. */
export function measuredPhase(event: SnapshotEvent, folder: string, atMs: number): PhaseCapture {
  const { pid, phase, heapUsedBytes, externalBytes, rssBytes } = event
  return {
    name: phase as PhaseName,
    stream: nothing(),
    path: null,
    heapUsedBytes,
    externalBytes,
    rssBytes,
    atMs: Math.round(atMs),
    insideComposition: false,
    measured: JSON.parse(readFileSync(join(folder, `${pid}.${phase}.json`), 'utf8')) as Measured,
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
