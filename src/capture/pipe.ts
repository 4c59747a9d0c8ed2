import { closeSync, constants, openSync } from 'node:fs'
import { Socket } from 'node:net'
import type { ReceivedEvent } from './inside/event.ts'

/** The reading end of a named pipe. */
export interface PipeReader {
  readonly chunks: AsyncIterable<Uint8Array>
  /** No writer will come any more: ends `chunks` after what is in the pipe. */
  abandon(): void
  destroy(): void
}

/** How much is read ahead of a consumer that is slower than V8. */
const readAheadBytes = 8 * 1024 * 1024

/**
 * Reads a named pipe without blocking, and without seeing an end before the first writer came. To be called when the
 * pipe exists, whether a writer waits already or not.
 */
export function readPipe(path: string): PipeReader {
  const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  // While we hold a writing end there is no end of file. The first bytes prove that the other side has its own.
  let writing: number | null = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
  const abandon = () => {
    if (writing !== null) closeSync(writing)
    writing = null
  }
  const socket = new Socket({ fd: reading, readable: true, writable: false, highWaterMark: readAheadBytes } as never)
  // A consumer that stops early is no error, and nobody may be listening then.
  socket.on('error', () => undefined)
  socket.on('close', abandon)
  return {
    chunks: chunksOf(socket, abandon),
    abandon,
    destroy() {
      socket.destroy()
    },
  }
}

async function* chunksOf(socket: Socket, begun: () => void): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of socket) {
      begun()
      yield chunk as Uint8Array
    }
  } catch {
    // Destroyed before the end: by whoever knows why.
  }
}

/** What was read ahead. */
export async function* buffered(chunks: Promise<Uint8Array[]>): AsyncGenerator<Uint8Array> {
  yield* await chunks
}

/** Calls back for every event that processes write into a pipe, whoever does. Ends with `destroy` only. */
export function readEvents(path: string, onEvent: (event: ReceivedEvent) => void): { destroy(): void } {
  return readLines(path, (line) => {
    let event: ReceivedEvent
    try {
      event = JSON.parse(line) as ReceivedEvent
    } catch {
      return
    }
    onEvent(event)
  })
}

/** Calls back for every line that is written into a pipe. */
function readLines(path: string, onLine: (line: string) => void): { destroy(): void } {
  const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const writing = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
  const socket = new Socket({ fd: reading, readable: true, writable: false })
  let rest = ''
  socket.setEncoding('utf8')
  socket.on('error', () => undefined)
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  })
  socket.on('close', () => closeSync(writing))
  return { destroy: () => void socket.destroy() }
}
