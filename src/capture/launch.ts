import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { basename, delimiter, join, resolve } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { RouteheapError } from '../error.ts'
import { builtFile } from '../installed.ts'
import type { CaptureOptions, Target } from './capture.ts'
import type { Guard } from './guard.ts'
import { preloadVariable, runFolderVariable } from './inside/config.ts'

/** The programs that run inside the user's process, bundled. */
const preload = builtFile('preload.cjs')
const preloadProve = builtFile('preloadProve.cjs')

const preloadOf = ({ remedies }: CaptureOptions): string => (remedies === undefined ? preload : preloadProve)

export type AppProcess = ChildProcessByStdio<null, Readable, Readable>

/**
 * Starts the app in a process group of its own. A shell in front of it waits for our word: it is given when the guard
 * knows the group, so that there is no moment in which we can die and leave the app behind.
 */
export function launch(command: readonly string[], cwd: string, env: NodeJS.ProcessEnv, guard: Guard): AppProcess {
  const gate = 'IFS= read -r word <&3 && exec "$@" 3<&-'
  const child = spawn('sh', ['-c', gate, 'routeheap', ...command], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const word = child.stdio[3] as Writable
  word.on('error', () => undefined)
  if (child.pid !== undefined) guard.group(child.pid)
  word.end('go\n')
  return child as unknown as AppProcess
}

/** The command line of a target. An ES module entry starts after Node's loader for them is up and was seen by `start`. */
export function commandOf(
  target: Target,
  options: CaptureOptions,
  entry: string | null,
  startByImport: boolean,
): string[] {
  if (target.kind === 'command') return [...target.command]
  // Processes and threads that the app starts are given the same arguments, and there is nothing to begin there. No `?.`: it
  // would begin the query of the URL.
  const begin = 'data:text/javascript,(globalThis[Symbol.for("routeheap.start")]||(()=>{}))()'
  return [
    nodeBinary(options),
    '--expose-gc',
    ...largeStack(),
    '--require',
    preloadOf(options),
    ...(startByImport ? ['--import', begin] : []),
    entry as string,
  ]
}

/** V8's own limit is 984 kB. In kB. */
const stackLimit = 3_936

/**
 * What stays bytecode needs larger frames than machine code, and a recursion that an app gets through by itself has to get through here.
 * Only where the system gives a thread twice as much, so that code which is not V8's has its share.
 */
function largeStack(): string[] {
  if (process.platform === 'darwin') return [`--stack-size=${stackLimit}`]
  if (process.platform !== 'linux' || !existsSync('/proc/self/limits')) return []
  const [, given] = /^Max stack size +(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
  if (given === undefined) return []
  return given === 'unlimited' || Number(given) >= 2 * 1024 * stackLimit ? [`--stack-size=${stackLimit}`] : []
}

/** What the app's process gets on top of our own environment. */
export function environmentOf(
  target: Target,
  options: CaptureOptions,
  folder: string,
  port: number,
  envFile: Record<string, string>,
): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...envFile, ...process.env, PORT: String(port), [runFolderVariable]: folder }
  if (target.kind === 'module') return { ...env, [preloadVariable]: 'once' }
  const quoted = `"${preloadOf(options).replaceAll(/["\\]/g, '\\$&')}"`
  const nodeOptions = `${env.NODE_OPTIONS ?? ''} --expose-gc --require ${quoted}`.trim()
  return { ...withNode(env, options, folder), [preloadVariable]: 'always', NODE_OPTIONS: nodeOptions }
}

/** Where a binary was asked for, it is what `node` means to a command and to all that the command starts: a link in the folder of the run. */
export function withNode(
  env: NodeJS.ProcessEnv,
  options: Pick<CaptureOptions, 'node' | 'cwd'>,
  folder: string,
): NodeJS.ProcessEnv {
  if (options.node === undefined) return env
  const links = join(folder, 'bin')
  const link = join(links, 'node')
  mkdirSync(links, { recursive: true })
  if (!existsSync(link)) symlinkSync(nodeBinary(options), link)
  return { ...env, PATH: `${links}${delimiter}${env.PATH ?? ''}` }
}

/** The binary to run an app with. Throws where the wanted one cannot be run, or is none of Node. */
export function nodeBinary({ node, cwd = process.cwd() }: Pick<CaptureOptions, 'node' | 'cwd'>): string {
  if (node === undefined) return process.execPath
  const found = executable(node, cwd)
  if (found === null) throw new RouteheapError('node-not-found', { path: node })
  if (!isNode(found, cwd)) throw new RouteheapError('not-node', { path: node })
  return found
}

/** Asked where its name does not say it, for that takes as long as a process does to start. A script may write lines of its own. */
const isNode = (binary: string, cwd: string): boolean =>
  /^node(js)?(\.exe)?$/.test(basename(binary)) ||
  /^v\d+\.\d+\.\d+/m.test(spawnSync(binary, ['--version'], { cwd, encoding: 'utf8', timeout: 10_000 }).stdout ?? '')

/** Throws where the command cannot be found, before anything is started. */
export function checkCommand([name]: readonly string[], cwd: string): void {
  if (name === undefined || executable(name, cwd) === null)
    throw new RouteheapError('command-not-found', { command: name ?? '' })
}

export function checkPreload(): void {
  if (!existsSync(preload)) throw new Error(`${preload} is missing: run \`npm run build\` first.`)
}

/** Where the system finds a program: a path from `cwd`, or a name on the PATH. Null where there is none that can be run. */
function executable(name: string, cwd: string): string | null {
  const found = /[\\/]/.test(name) ? resolve(cwd, name) : onPath(name)
  return found !== null && isExecutable(found) ? found : null
}

const onPath = (name: string): string | null =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable) ?? null

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
