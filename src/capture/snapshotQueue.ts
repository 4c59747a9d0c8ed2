import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Target } from './capture.ts'
import type { Guard } from './guard.ts'
import type { ReceivedEvent } from './inside/event.ts'
import { readPipe } from './pipe.ts'

export type SnapshotEvent = Extract<ReceivedEvent, { type: 'snapshot' }>

/** A snapshot that a process waits to write, or one that was read already. */
export interface WaitingSnapshot {
  readonly event: SnapshotEvent
  readonly readAhead: Promise<Uint8Array[]> | null
}

/** The snapshots of the app, in the order in which it asked for them. */
export interface SnapshotQueue {
  /** The process that is the app, once that is known. */
  chosen(): number | null
  /** False where that process is not the app: then it writes nothing. */
  accept(event: SnapshotEvent): boolean
  next(): WaitingSnapshot | undefined
}

/**
 * Says which process is the app. A module runs in the first one; a command may start several: each `start` is read
 * ahead, into memory, and the first process to compose or listen is the app. The others go on without us. Where the app is
 * measured there is nothing to read, and nobody waits.
 */
export function snapshotQueue(target: Target, guard: Guard, measuring: boolean): SnapshotQueue {
  const queue: WaitingSnapshot[] = []
  const starts = new Map<number, WaitingSnapshot>()
  let chosen: number | null = null

  const refuse = (pid: number) => {
    const path = join(guard.folder, `${pid}.no`)
    if (!existsSync(path)) writeFileSync(path, '')
  }
  const readStart = async ({ pid, phase }: SnapshotEvent) => {
    const reader = readPipe(await guard.pipe(`${pid}.${phase}`))
    const chunks: Uint8Array[] = []
    for await (const chunk of reader.chunks) chunks.push(chunk)
    return chunks
  }

  return {
    chosen: () => chosen,
    accept(event) {
      if (target.kind === 'module') chosen ??= event.pid
      if (event.phase === 'start' && target.kind === 'command') {
        starts.set(event.pid, { event, readAhead: measuring ? null : readStart(event) })
        return true
      }
      if (chosen === null) {
        chosen = event.pid
        const start = starts.get(event.pid)
        if (start !== undefined) queue.push(start)
        for (const pid of starts.keys()) if (pid !== chosen) refuse(pid)
      }
      if (event.pid === chosen) queue.push({ event, readAhead: null })
      else refuse(event.pid)
      return event.pid === chosen
    },
    next: () => queue.shift(),
  }
}
