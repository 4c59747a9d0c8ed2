import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const cache = join(process.cwd(), 'node_modules', '.cache', 'routeheap')
const staleMs = 5 * 60_000

/**
 * The Node binary of a major version: the running one, or one that is installed once from its npm package. Two test workers may ask at the same time:
 * one installs aside and renames, the other one waits for it.
 */
export async function nodeBinary(major: number): Promise<string> {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const folder = join(cache, `node-${major}`)
  const binary = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  const lock = `${folder}.lock`
  while (!existsSync(binary)) {
    if (!locked(lock)) {
      await wait(100)
      continue
    }
    try {
      if (!existsSync(binary)) install(`${name}@${major}`, folder)
    } finally {
      rmSync(lock, { recursive: true, force: true })
    }
  }
  return binary
}

/** Makes the lock folder, or says that somebody else has it. A lock that a killed run left behind is taken over. */
function locked(lock: string): boolean {
  mkdirSync(cache, { recursive: true })
  try {
    mkdirSync(lock)
    return true
  } catch {
    const { mtimeMs } = statSync(lock, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() }
    if (Date.now() - mtimeMs > staleMs) rmSync(lock, { recursive: true, force: true })
    return false
  }
}

function install(wanted: string, folder: string): void {
  const aside = `${folder}.${process.pid}`
  try {
    mkdirSync(aside, { recursive: true })
    execFileSync('npm', ['i', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', aside, wanted], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    })
    rmSync(folder, { recursive: true, force: true })
    renameSync(aside, folder)
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string }
    throw new Error(`The test needs Node from the package ${wanted}, and npm cannot install it: ${stderr || message}`)
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
}
