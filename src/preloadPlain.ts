import { isMainThread } from 'node:worker_threads'
import { runFolderVariable } from './capture/inside/config.ts'
import { loaderHooks } from './capture/inside/loaderHooks.ts'
import type { ModuleHooks } from './capture/inside/moduleLoads.ts'
import { startPlain } from './capture/inside/plain.ts'
import { startInThread } from './capture/inside/thread.ts'

/**
 * The preload of `floor`. Bundled into one CommonJS file without dependencies. Where Node's loader has a thread of its
 * own, the file is loaded there a second time, for its hooks.
 */
let hooks: ModuleHooks | undefined

export function initialize({ folder }: { folder: string }): void {
  hooks = loaderHooks(folder, [])
}
export const resolve: ModuleHooks['load'] = (specifier, context, next) =>
  hooks?.resolve?.(specifier, context, next) ?? next(specifier, context)
export const load: ModuleHooks['load'] = (url, context, next) => hooks?.load(url, context, next) ?? next(url, context)

const folder = process.env[runFolderVariable]
if (!isMainThread && folder !== undefined) startInThread(folder)
else if (folder !== undefined) startPlain(folder, __filename)
