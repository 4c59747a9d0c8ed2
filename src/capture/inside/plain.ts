import { isMainThread } from 'node:worker_threads'
import { entryExports, followBoot } from './boot.ts'
import { openChannel } from './channel.ts'
import { type InsideConfig, readConfig, runFolderVariable } from './config.ts'
import { watchFailures } from './failures.ts'
import { watchListening } from './listening.ts'
import { installHooks, type ModuleHooks } from './moduleLoads.ts'
import { compiledFiles, installRequire, typescriptHooks } from './typescript.ts'

/**
 * What runs in the processes of an app whose memory is measured from outside: it serves what a module exports, keeps
 * servers on 127.0.0.1 and says where they listen. No probes, no snapshots, nothing stays in the heap but this file.
 * Bundled into one CommonJS file without dependencies.
 *
 * Where Node's loader has a thread of its own, the file is loaded there a second time, for its hooks.
 */
let hooks: Required<ModuleHooks> | undefined

export function initialize({ folder }: { folder: string }): void {
  hooks = hooksOf(readConfig(folder), folder)
}
export const resolve: ModuleHooks['load'] = (specifier, context, next) =>
  hooks?.resolve(specifier, context, next) ?? next(specifier, context)
export const load: ModuleHooks['load'] = (url, context, next) => hooks?.load(url, context, next) ?? next(url, context)

const runFolder = process.env[runFolderVariable]
if (isMainThread && runFolder !== undefined) startPlain(runFolder)

function startPlain(folder: string): void {
  const config = readConfig(folder)
  const channel = openChannel(folder)
  const { node, v8 } = process.versions
  channel.send({ type: 'hello', node, v8, platform: process.platform, arch: process.arch })
  watchFailures(channel)

  const { entry, typescript } = config
  if (typescript !== null) {
    installRequire(typescript, compiledFiles(typescript, channel))
    installHooks(hooksOf(config, folder)!, __filename, { folder })
  }
  let activity = 0
  const followed = { record: { app: null }, activity: () => activity }
  const boot = followBoot(channel, config, followed, { take: () => undefined })
  watchListening({
    port: config.port,
    constructing: () => undefined,
    listening(_server, { address, port }, takesRequests) {
      activity++
      if (!takesRequests) return
      channel.send({ type: 'listening', host: address, port })
      boot.listening()
    },
  })
  if (entry !== null) setImmediate(() => void entryExports(entry).then(boot.loaded, () => undefined))
}

function hooksOf({ typescript }: InsideConfig, folder: string): Required<ModuleHooks> | undefined {
  if (typescript === null) return undefined
  return typescriptHooks(typescript, compiledFiles(typescript, openChannel(folder)))
}
