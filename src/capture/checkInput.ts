import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { RouteheapError } from '../error.ts'
import type { CaptureOptions, Target } from './capture.ts'
import { checkCommand, checkPreload } from './launch.ts'

/** Throws for what can be known to be wrong before anything is started. */
export function checkInput(target: Target, options: CaptureOptions, cwd: string, entry: string | null): void {
  checkPreload()
  checkFolder(options)
  if (entry !== null && !statSync(entry, { throwIfNoEntry: false })?.isFile())
    throw new RouteheapError('file-not-found', { path: target.kind === 'module' ? target.path : entry })
  if (target.kind === 'command') checkCommand(target.command, cwd)
  if (options.engine === 'v8-profiler-next') {
    try {
      createRequire(entry ?? join(cwd, 'app'))('v8-profiler-next')
    } catch (error) {
      throw new RouteheapError('engine-missing', { reason: (error as Error).message.split('\n')[0] })
    }
  }
}

/** Throws where the folder that the app is to run in is none. */
export function checkFolder({ cwd }: Pick<CaptureOptions, 'cwd'>): void {
  if (cwd !== undefined && !statSync(cwd, { throwIfNoEntry: false })?.isDirectory())
    throw new RouteheapError('folder-not-found', { path: cwd })
}
