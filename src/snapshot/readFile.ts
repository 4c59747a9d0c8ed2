import { type FileHandle, open } from 'node:fs/promises'
import type { BackOrder } from './back.ts'
import { type BackThread, backThread, isWorthAThread } from './backThread.ts'
import { noClaims } from './claims.ts'
import { type Back, type Scan, snapshotScan } from './scan.ts'
import type { Snapshot } from './snapshot.ts'

/** Large enough for the system to read ahead; two of them stay in the cache of the core. */
const defaultWindowBytes = 1 << 21

export interface FileToRead {
  readonly handle: FileHandle
  /** For messages. */
  readonly path: string
  readonly fileBytes: number
  readonly windowBytes: number
  readonly signal: AbortSignal | undefined
}

/** Reads a snapshot from a file whose length is known. A large one is read from both ends by two threads. */
export async function readFile(file: string, path: string, fileBytes: number, signal?: AbortSignal): Promise<Snapshot> {
  const handle = await open(file)
  const toRead = { handle, path, fileBytes, windowBytes: defaultWindowBytes, signal }
  try {
    const fromBothEnds = isWorthAThread(fileBytes) ? await readFromBothEnds(toRead, backThread) : undefined
    return fromBothEnds ?? (await readAlone(toRead))
  } finally {
    await handle.close()
  }
}

/** While one window is scanned the system fills the other one. */
async function readAlone(file: FileToRead): Promise<Snapshot> {
  const scan = snapshotScan({ path: file.path, knownBytes: file.fileBytes, base: 0 })
  for await (const { window, size } of windows(file)) scan.feed(window, size)
  return scan.finish()
}

/**
 * The same from the beginning, while a second thread reads what comes behind the edges and then edges from the last one on,
 * until they meet. Where the second thread meets anything unusual, the first one reads on alone. Undefined where what both
 * read does not fit: whoever reads the file alone then knows what is wrong.
 */
export async function readFromBothEnds(
  file: FileToRead,
  startThread: (order: BackOrder) => BackThread,
): Promise<Snapshot | undefined> {
  const scan = snapshotScan({ path: file.path, knownBytes: file.fileBytes, base: 0 })
  let thread: BackThread | undefined
  try {
    for await (const { window, size, number } of windows(file)) {
      if (thread?.claim(number) === false) {
        const back = await thread.back()
        if (back !== undefined) return joined(scan, back)
        await thread.end()
        thread = undefined
      }
      scan.feed(window, size)
      if (number > 0) continue
      const front = scan.front()
      if (front === undefined) return undefined
      const claims = noClaims(file.fileBytes, file.windowBytes)
      thread = startThread({ file: file.handle.fd, path: file.path, fileBytes: file.fileBytes, ...front, claims })
      thread.claim(0)
    }
    return scan.finish()
  } finally {
    await thread?.end()
  }
}

function joined(scan: Scan, back: Back): Snapshot | undefined {
  try {
    return scan.join(back) ? scan.finish() : undefined
  } catch {
    return undefined
  }
}

/** The file in pieces of `windowBytes`, numbered; each is valid until the next one is asked for, and 0 stands behind it. */
async function* windows({ handle, windowBytes, signal }: FileToRead) {
  let [window, other] = [new Uint8Array(windowBytes + 1), new Uint8Array(windowBytes + 1)]
  // Whole windows, also where the system gives less at once.
  const read = (into: Uint8Array, from: number) => handle.read(into, 0, windowBytes - (from % windowBytes), from)
  let at = 0
  let reading = read(window, at)
  try {
    for (;;) {
      const { bytesRead: size } = await reading
      signal?.throwIfAborted()
      if (size === 0) return
      const number = Math.floor(at / windowBytes)
      at += size
      reading = read(other, at)
      window[size] = 0
      yield { window, size, number }
      ;[window, other] = [other, window]
    }
  } finally {
    await reading.catch(() => undefined)
  }
}
