import { accessSync, constants, existsSync, mkdirSync, rmdirSync } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { RouteheapError } from '../error.ts'
import type { PhaseName } from './capture.ts'
import type { Guard } from './guard.ts'

/**
 * Makes the folder to keep snapshots in. Throws where nothing can be written there. What it returns takes away what was made,
 * where nothing was kept in it.
 */
export function makeKeepFolder(folder: string): () => void {
  try {
    const first = mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return () => first !== undefined && removeEmpty(folder, first)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new RouteheapError('keep-not-writable', { path: folder, reason: inTheWay[code ?? ''] ?? message })
  }
}

/** Takes away a folder and those above it, up to `last`, as long as they are empty. */
function removeEmpty(folder: string, last: string): void {
  try {
    for (let at = folder; at.length >= last.length; at = dirname(at)) rmdirSync(at)
  } catch {
    // Something is in it, and stays.
  }
}

/** Where a file is in the place of a folder, the system says what it did, not what is wrong. */
const inTheWay: Record<string, string> = { EEXIST: 'it is a file', ENOTDIR: 'a part of its path is a file' }

const phaseNames: readonly PhaseName[] = ['start', 'declared', 'composed', 'warm']

/**
 * Snapshots in the folder that a capture of these phases does not write, in words: what an earlier one left there is of another
 * process, and stays, since it may be wanted.
 */
export function earlierNotes(folder: string, taken: readonly PhaseName[]): string[] {
  const others = phaseNames.filter((name) => !taken.includes(name)).map((name) => `${name}.heapsnapshot`)
  const left = others.filter((name) => existsSync(join(folder, name)))
  if (left.length === 0) return []
  const [are, them] = left.length === 1 ? ['is', 'it'] : ['are', 'them']
  return [
    `${left.join(' and ')} in the folder of the snapshots ${are} of an earlier capture, not of this process: do not compare ${them} with the others by node id.`,
  ]
}

/**
 * Passes the chunks on and writes them into a file that only this user can read. It has its name when it is whole; a
 * part of it does not stay behind, whatever happens to us.
 */
export async function* kept(
  chunks: AsyncIterable<Uint8Array>,
  folder: string,
  name: string,
  guard: Guard,
): AsyncGenerator<Uint8Array> {
  const path = join(folder, name)
  const aside = join(folder, `.${name}.${process.pid}`)
  guard.unfinished(aside)
  let file: FileHandle | undefined
  try {
    file = await open(aside, 'w', 0o600)
    for await (const chunk of chunks) {
      // The write and the reading of the same bytes go on side by side.
      const written = writeWhole(file, chunk)
      written.catch(() => undefined)
      yield chunk
      await written
    }
    await file.close()
    await rename(aside, path)
    guard.unfinished(null)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new RouteheapError('keep-disk-full', { path })
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
      throw new RouteheapError('keep-not-writable', { path, reason: message })
    throw error
  } finally {
    await file?.close().catch(() => undefined)
  }
}

async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let from = 0; from < chunk.length; ) from += (await file.write(chunk, from)).bytesWritten
}
