import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const folder = join(process.cwd(), 'node_modules', '.cache', 'routeheap', `v8-profiler-next-${process.version}`)

/**
 * The folder of v8-profiler-next, built for the running Node and kept; or why it does not build here: it needs a
 * compiler, Python and the headers of Node.
 */
export function builtProfiler(): { readonly path: string } | { readonly failure: string } {
  const path = join(folder, 'node_modules', 'v8-profiler-next')
  const aside = `${folder}.${process.pid}`
  try {
    if (!existsSync(folder)) {
      mkdirSync(aside, { recursive: true })
      const words = ['i', '--no-save', '--no-audit', '--no-fund', '--prefix', aside, 'v8-profiler-next@1.10.0']
      execFileSync('npm', words, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' })
      renameSync(aside, folder)
    }
    createRequire(import.meta.url)(path)
    return { path }
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string }
    return { failure: stderr || message }
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
}
