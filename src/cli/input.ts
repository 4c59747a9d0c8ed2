import { existsSync } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { extname, isAbsolute, join, resolve } from 'node:path'
import type { AnalyzeInput } from '../analyze.ts'
import { unreadable } from '../error/unreadable.ts'
import { RouteheapError } from '../error.ts'
import { decoded } from './textFile.ts'

/** What a path is, told by its first bytes and its ending. `report` is a saved report or difference. */
export type Input = AnalyzeInput | { readonly kind: 'report'; readonly path: string }

export const moduleEndings: ReadonlySet<string> = new Set([
  '.ts',
  '.mts',
  '.cts',
  '.tsx',
  '.js',
  '.mjs',
  '.cjs',
  '.jsx',
])
const headBytes = 4096

/**
 * Says what the user's argument is. Reads 4 kB of the file at most, and package.json of a folder. A pipe can be read once,
 * so it is taken for a snapshot, and the reader says what is wrong with it. `appFolder` is where the app is to run.
 */
export async function describeInput(path: string, cwd: string, appFolder?: string): Promise<Input> {
  const absolute = resolve(cwd, path)
  const there = await stat(absolute).catch((error) =>
    Promise.reject(foundBelow(unreadable(path, error), path, cwd, appFolder)),
  )
  if (there.isDirectory()) return { kind: 'module', path: await mainModule(absolute, path) }
  if (moduleEndings.has(extname(path))) return { kind: 'module', path: absolute }

  if (there.isFIFO()) return { kind: 'snapshot', path: absolute }
  if (!there.isFile()) throw new RouteheapError('wrong-usage', neither(path))

  const bytes = await readHead(absolute).catch((error) => Promise.reject(unreadable(path, error)))
  const head = decoded(bytes)
  if (head.includes('"schema":"routeheap/') || head.includes('"schema": "routeheap/'))
    return { kind: 'report', path: absolute }
  if (path.endsWith('.heapsnapshot') || /^\s*\{\s*"snapshot"/.test(head)) return { kind: 'snapshot', path: absolute }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw new RouteheapError('wrong-usage', {
      problem: `${path} is compressed with gzip.`,
      hint: 'Unpack it first: a snapshot and a report are read as they were written.',
    })
  throw new RouteheapError('unknown-input', { path })
}

/** As `describeInput`, for commands that boot or read a heap: a saved report is sent to the command for it. */
export async function describeSubject(path: string, cwd: string, appFolder?: string): Promise<AnalyzeInput> {
  const input = await describeInput(path, cwd, appFolder)
  if (input.kind === 'report') throw new RouteheapError('report-given', { path })
  return input
}

/** Says how to name what is not there, but is in the folder that the app is to run in. */
function foundBelow(error: unknown, path: string, cwd: string, appFolder: string | undefined): unknown {
  if (appFolder === undefined || isAbsolute(path)) return error
  if (!(error instanceof RouteheapError) || error.code !== 'file-not-found') return error
  const instead = join(appFolder, path)
  return existsSync(resolve(cwd, instead))
    ? new RouteheapError('file-not-found', { path, instead }, { cause: error })
    : error
}

/**
 * Throws where `path` is not a file, which can be read more than once, or is one of another kind than a snapshot. What is
 * wrong inside of a snapshot is for its reader to say.
 */
export async function checkSnapshotFile(path: string, cwd: string): Promise<void> {
  const there = await stat(resolve(cwd, path)).catch(() => null)
  const isFolder = there?.isDirectory() === true
  if (isFolder || (there?.isFile() && (await describeSubject(path, cwd)).kind === 'module'))
    throw new RouteheapError('wrong-usage', {
      problem: `${path} is ${isFolder ? 'a folder' : 'an app'}, and a snapshot is read here.`,
      hint: 'Name a .heapsnapshot; `routeheap capture <app>` takes those of an app.',
    })
  if (there === null || there.isFile()) return
  if (!there.isFIFO()) throw new RouteheapError('wrong-usage', neither(path))
  throw new RouteheapError('wrong-usage', {
    problem: `${path} is a pipe, and it would have to be read more than once.`,
    hint: 'Write it into a file first, and give that.',
  })
}

/** What came through a pipe as a snapshot and is other JSON may be a saved report: what is in a pipe can be seen once. */
export async function snapshotOnly<Read>(path: string, cwd: string, read: Promise<Read>): Promise<Read> {
  try {
    return await read
  } catch (error) {
    const isJson = error instanceof RouteheapError && error.message.includes('it is JSON, but without a "snapshot"')
    if (!isJson || !(await stat(resolve(cwd, path))).isFIFO()) throw error
    throw new RouteheapError(
      'wrong-usage',
      { problem: error.message, hint: 'A saved report cannot come through a pipe here: write it into a file first.' },
      { cause: error },
    )
  }
}

const neither = (path: string) => ({
  problem: `${path} is neither a file nor a pipe.`,
  hint: 'Write into a file what it gives, and name that.',
})

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** The module that package.json of a folder calls its main one, found as Node.js finds it. What a start script would run is only suggested. */
async function mainModule(folder: string, shown: string): Promise<string> {
  const { main, scripts } = await readManifest(folder, shown)
  const named = typeof main === 'string' && main !== '' ? main : null
  for (const name of named === null ? [] : [named, `${named}.js`, join(named, 'index.js')]) {
    const path = join(folder, name)
    const there = await stat(path).catch(() => null)
    if (there?.isFile()) return path
  }
  const start = typeof scripts?.start === 'string' ? scripts.start : null
  const suggestion =
    start === null
      ? `Name the module: routeheap analyze ${join(shown, 'app.ts')}`
      : `Its start script is a command: routeheap analyze --cwd ${shown} -- ${start}`
  throw new RouteheapError('folder-given', { path: shown, missing: named, suggestion })
}

interface Manifest {
  readonly main?: unknown
  readonly scripts?: { readonly start?: unknown }
}

async function readManifest(folder: string, shown: string): Promise<Manifest> {
  try {
    return JSON.parse(decoded(await readFile(join(folder, 'package.json')))) ?? {}
  } catch (error) {
    const path = join(shown, 'package.json')
    const explained = unreadable(path, error)
    if (explained instanceof RouteheapError && explained.code === 'file-not-found') return {}
    if (explained !== error) throw explained
    throw new RouteheapError('manifest-damaged', { path, reason: (error as Error).message }, { cause: error })
  }
}
