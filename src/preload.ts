import { isMainThread } from 'node:worker_threads'
import { preloadVariable, runFolderVariable } from './capture/inside/config.ts'
import { startInside } from './capture/inside/inside.ts'
import { loaderHooks } from './capture/inside/loaderHooks.ts'
import type { ModuleHooks } from './capture/inside/moduleLoads.ts'
import { startInThread } from './capture/inside/thread.ts'
import { probes } from './frameworks/probes.ts'

/**
 * What runs in the user's process before the user's code: the inside of the capture, put together with the probes of
 * the frameworks. Bundled into one CommonJS file without dependencies.
 *
 * Where Node's loader has a thread of its own, the file is loaded there a second time, for its hooks.
 */
let hooks: ModuleHooks | undefined

export function initialize({ folder }: { folder: string }): void {
  hooks = loaderHooks(folder, probes)
}
export const resolve: ModuleHooks['load'] = (specifier, context, next) =>
  hooks?.resolve?.(specifier, context, next) ?? next(specifier, context)
export const load: ModuleHooks['load'] = (url, context, next) => hooks?.load(url, context, next) ?? next(url, context)

const folder = process.env[runFolderVariable]
if (!isMainThread && folder !== undefined) startInThread(folder)
else if (folder !== undefined && process.env[preloadVariable] !== undefined) {
  // Processes that a module starts are its own business; a command is there to start the app.
  if (process.env[preloadVariable] === 'once') delete process.env[preloadVariable]
  startInside(folder, probes, __filename)
}
