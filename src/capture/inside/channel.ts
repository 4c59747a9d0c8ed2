import { constants, existsSync, openSync, writeSync } from 'node:fs'
import type { InsideEvent } from './event.ts'

/** The way to the parent. Everything is synchronous, because a snapshot may be asked for in the middle of a call. */
export interface Channel {
  readonly folder: string
  send(event: InsideEvent): void
  /** Blocks this thread until one of the files exists, and says which. */
  await(files: readonly string[]): string
}

const pause = new Int32Array(new SharedArrayBuffer(4))

/** Opens the pipe of events in the folder of the run. Lines below 4 KB reach the parent whole, whoever else writes. */
export function openChannel(folder: string): Channel {
  const pipe = openSync(`${folder}/events`, constants.O_WRONLY | constants.O_APPEND)
  return {
    folder,
    send(event) {
      writeSync(pipe, `${JSON.stringify({ pid: process.pid, ...event })}\n`)
    },
    await(files) {
      for (;;) {
        const file = files.find((candidate) => existsSync(candidate))
        if (file !== undefined) return file
        Atomics.wait(pause, 0, 0, 2)
      }
    },
  }
}
