import { entryExports, followBoot } from './boot.ts'
import { openChannel } from './channel.ts'
import { readConfig } from './config.ts'
import { watchFailures } from './failures.ts'
import { watchListening } from './listening.ts'
import { hooksOf } from './loaderHooks.ts'
import type { Remedy } from './measure.ts'
import { installHooks, watchModules } from './moduleLoads.ts'
import { probedFiles } from './packages.ts'
import type { Boot } from './probe.ts'
import type { HeapRecord } from './record.ts'
import { markThreads } from './thread.ts'
import { compiledFiles, installRequire } from './typescript.ts'

/** The probes of remedies report nothing: they change what they are given. */
const silent: Boot = {
  framework: () => undefined,
  route: () => undefined,
  router: () => undefined,
  callSite: () => null,
  declared: () => undefined,
}

/**
 * What runs in the processes of an app whose memory is measured from outside: it serves what a module exports, keeps
 * servers on 127.0.0.1 and says where they listen, and applies remedies where there are any. No probes of frameworks, no
 * snapshots, nothing stays in the heap but the file of the preload, `own`.
 */
export function startPlain(folder: string, own: string, remedies: readonly Remedy[] = []): void {
  const config = readConfig(folder)
  const channel = openChannel(folder)
  const { node, v8 } = process.versions
  channel.send({ type: 'hello', node, v8, platform: process.platform, arch: process.arch })
  watchFailures(channel)
  markThreads()

  const { entry, typescript } = config
  const probes = remedies.flatMap((remedy) => remedy.probes)
  const compiled = typescript === null ? null : compiledFiles(typescript, channel)
  if (typescript !== null) installRequire(typescript, compiled!)
  if (typescript !== null || probes.length > 0) installHooks(hooksOf(config, compiled, probes), own, { folder })
  if (probes.length > 0) watchModules(probedFiles(probes), ({ probe }, exports) => probe.attach(silent, exports))

  let activity = 0
  const record: Pick<HeapRecord, 'app'> = { app: null }
  const composed = () => {
    for (const remedy of remedies) remedy.composed?.(record.app?.deref())
  }
  const boot = followBoot(
    channel,
    config,
    { record, activity: () => activity },
    { take: (phase) => (phase === 'composed' ? composed() : undefined) },
  )
  watchListening({
    port: config.port,
    constructing: () => undefined,
    listening(event, takesRequests) {
      activity++
      if (!takesRequests) return
      if (event !== null) channel.send(event)
      boot.listening()
    },
  })
  if (entry !== null) setImmediate(() => void entryExports(entry).then(boot.loaded, () => undefined))
}
