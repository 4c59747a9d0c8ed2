import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { RouteheapError } from '../error.ts'

/**
 * Writes a file whole or not at all: a temporary neighbour is filled and then renamed. Makes the folder. Nothing is
 * left behind when it fails, whatever the reason. A device or a pipe is written to, and stays what it is.
 */
export async function saveFile(path: string, content: string, signal?: AbortSignal): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    if (await isStream(path)) return await writeFile(path, content, { signal })
    await fill(temporary, content, signal)
    signal?.throwIfAborted()
    await rename(temporary, path)
  } catch (error) {
    await unlink(temporary).catch(() => {})
    throw explained(path, error)
  }
}

/** Finds out before the long work whether `path` could be written after it. Makes the folder. */
export async function checkOutput(path: string): Promise<void> {
  const probe = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    if (!(await isStream(path))) await (await open(probe, 'wx')).close()
  } catch (error) {
    throw explained(path, error)
  } finally {
    await unlink(probe).catch(() => {})
  }
}

/** Whether something is there that is no file, so that a file must not take its place. Makes the folder. */
async function isStream(path: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true })
  const there = await stat(path).catch(() => null)
  if (there?.isDirectory()) throw new RouteheapError('output-not-writable', { path, reason: 'a folder has this name' })
  return there !== null && !there.isFile()
}

async function fill(path: string, content: string, signal: AbortSignal | undefined): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(content, { encoding: 'utf8', signal })
    await file.sync()
  } finally {
    await file.close()
  }
}

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  EISDIR: 'a folder has this name',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'a part of the path is not a folder',
  ENOENT: 'the folder cannot be made',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'too many symbolic links',
}

/** The errors of the file system in our words; what is not known stays as it is. */
export function explained(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? ''
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
    return new RouteheapError('disk-full', { path }, { cause: error })
  const reason = reasons[code]
  return reason === undefined ? error : new RouteheapError('output-not-writable', { path, reason }, { cause: error })
}
