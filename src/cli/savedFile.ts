import { randomBytes } from 'node:crypto'
import { constants, mkdir, open, readlink, realpath, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { RouteheapError } from '../error.ts'

/**
 * Writes a file whole or not at all: a temporary neighbour is filled and then renamed. Makes the folder. Nothing is
 * left behind when it fails, whatever the reason. One that is there keeps its mode, and stays where it may not be
 * written by this user, although its folder would let it be replaced. A device or a pipe is written to, and stays what it is; so does a
 * symbolic link, whose target is replaced.
 */
export async function saveFile(path: string, content: string, signal?: AbortSignal): Promise<void> {
  let temporary: string | null = null
  try {
    if (await isStream(path)) return await writeStream(path, content, signal)
    const target = await writableTarget(path)
    temporary = neighbour(target)
    await fill(temporary, content, await modeOf(target), signal)
    signal?.throwIfAborted()
    await rename(temporary, target)
  } catch (error) {
    if (temporary !== null) await unlink(temporary).catch(() => {})
    throw explained(path, error)
  }
}

/** Finds out before the long work whether `path` could be written after it. Makes the folder. */
export async function checkOutput(path: string): Promise<void> {
  try {
    if (await isStream(path)) return
    const probe = neighbour(await writableTarget(path))
    await (await open(probe, 'wx')).close()
    await unlink(probe)
  } catch (error) {
    throw explained(path, error)
  }
}

/** Whether something is there that is no file, so that a file must not take its place. Throws for a folder. */
export async function isStream(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => null)
  if (there?.isDirectory()) throw new RouteheapError('output-not-writable', { path, reason: 'a folder has this name' })
  return there !== null && (!there.isFile() || ownStreams.test(path))
}

/** Names of our own outputs: where they lead into a file, somebody else has it open, and it must stay the same one. */
const ownStreams = /^\/dev\/(stdout|stderr|fd\/\d+)$|^\/proc\/self\/fd\/\d+$/

const neighbour = (path: string): string =>
  join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)

/** The file behind symbolic links, which need not be there yet; throws for one that may not be written. Makes its folder. */
async function writableTarget(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true })
  try {
    const real = await realpath(path)
    await (await open(real, constants.O_WRONLY)).close()
    return real
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const link = await readlink(path).catch(() => null)
    return link === null ? path : writableTarget(resolve(dirname(path), link))
  }
}

/** A reader that has gone (`| head`) is no error. */
async function writeStream(path: string, content: string, signal: AbortSignal | undefined): Promise<void> {
  await writeFile(path, content, { signal }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

/** Who may do what with a file that is there; null where none is. */
const modeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    ({ mode }) => mode & 0o777,
    () => null,
  )

async function fill(
  path: string,
  content: string,
  mode: number | null,
  signal: AbortSignal | undefined,
): Promise<void> {
  const file = await open(path, 'wx', mode ?? undefined)
  try {
    // What it was made with lacks the bits of the umask.
    if (mode !== null) await file.chmod(mode)
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
