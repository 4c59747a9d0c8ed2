import { isMainThread } from 'node:worker_threads'
import { readConfig, runFolderVariable } from './capture/inside/config.ts'
import { loaderHooks } from './capture/inside/loaderHooks.ts'
import type { ModuleHooks } from './capture/inside/moduleLoads.ts'
import { startPlain } from './capture/inside/plain.ts'
import { startInThread } from './capture/inside/thread.ts'
import { remediesInMemory } from './remedies/inMemory.ts'

/** The preload of `floor --with-remedies`: that of `floor`, with remedies that change the app as it boots. */
const folder = process.env[runFolderVariable]
const wanted = folder === undefined ? null : readConfig(folder).remedies
const remedies = wanted === null ? [] : remediesInMemory(wanted)
let hooks: ModuleHooks | undefined

export function initialize({ folder }: { folder: string }): void {
  hooks = loaderHooks(
    folder,
    remedies.flatMap((remedy) => remedy.probes),
  )
}
export const resolve: ModuleHooks['load'] = (specifier, context, next) =>
  hooks?.resolve?.(specifier, context, next) ?? next(specifier, context)
export const load: ModuleHooks['load'] = (url, context, next) => hooks?.load(url, context, next) ?? next(url, context)

if (!isMainThread && folder !== undefined) startInThread(folder)
else if (folder !== undefined) startPlain(folder, __filename, remedies)
