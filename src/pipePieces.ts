import { closeSync, constants, openSync } from 'node:fs'
import { Socket } from 'node:net'

/**
 * What is written into a pipe, named or not, as it comes. No thread waits for the writer, so `signal` ends the wait at
 * once; the iteration throws then. A pipe without a writer, and with none before, is waited for.
 */
export async function* pipePieces(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  if (signal?.aborted) closeSync(fd)
  signal?.throwIfAborted()
  yield* new Socket({ fd, readable: true, writable: false, signal } as never)
}
