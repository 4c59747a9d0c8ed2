import { isMainThread } from 'node:worker_threads'
import { preloadVariable, readConfig, runFolderVariable } from './capture/inside/config.ts'
import { startInside } from './capture/inside/inside.ts'
import { loaderHooks } from './capture/inside/loaderHooks.ts'
import type { ModuleHooks } from './capture/inside/moduleLoads.ts'
import { startInThread } from './capture/inside/thread.ts'
import { probes } from './frameworks/probes.ts'
import { remediesInMemory } from './remedies/inMemory.ts'

/**
 * The preload of `prove`: the same probes, with remedies that change the app as it boots, and numbers in the place of
 * snapshots. A file of its own, so that the preload of an analysis stays small.
 */
const folder = process.env[runFolderVariable]
const wanted = folder === undefined ? null : readConfig(folder).remedies
const remedies = wanted === null ? [] : remediesInMemory(wanted)
const all = [...remedies.flatMap((remedy) => remedy.probes), ...probes]
let hooks: ModuleHooks | undefined

export function initialize({ folder }: { folder: string }): void {
  hooks = loaderHooks(folder, all)
}
export const resolve: ModuleHooks['load'] = (specifier, context, next) =>
  hooks?.resolve?.(specifier, context, next) ?? next(specifier, context)
export const load: ModuleHooks['load'] = (url, context, next) => hooks?.load(url, context, next) ?? next(url, context)

if (!isMainThread && folder !== undefined) startInThread(folder)
else if (folder !== undefined && process.env[preloadVariable] !== undefined) {
  if (process.env[preloadVariable] === 'once') delete process.env[preloadVariable]
  startInside(folder, all, __filename, remedies)
}
