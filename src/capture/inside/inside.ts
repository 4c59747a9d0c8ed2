import type { Cluster } from 'node:cluster'
import { existsSync, realpathSync } from 'node:fs'
import type { Server } from 'node:net'
import { dirname } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { entryExports, followBoot } from './boot.ts'
import type { CallSite } from './callSite.ts'
import { openChannel } from './channel.ts'
import { garbageCollection } from './collections.ts'
import { readConfig } from './config.ts'
import { watchFailures } from './failures.ts'
import { listenersOf } from './listeners.ts'
import { watchListening } from './listening.ts'
import { hooksOf } from './loaderHooks.ts'
import { withLowNumbersTaken } from './lowNumbers.ts'
import { measures, type Remedy } from './measure.ts'
import { installHooks, watchModules } from './moduleLoads.ts'
import { probedFiles } from './packages.ts'
import type { Probe } from './probe.ts'
import { createRegistry } from './registry.ts'
import { originalPlaces } from './sourceMap.ts'
import { takeSnapshot } from './takeSnapshot.ts'
import { markThreads } from './thread.ts'
import { announceTypeScript, compiledFiles, installRequire } from './typescript.ts'

/**
 * Everything the preload does in the app's process. `own` is the file of the preload itself. With `remedies`, be there any
 * or none, the app is measured and no snapshots are taken.
 */
export function startInside(
  folder: string,
  probes: readonly Probe[],
  own: string,
  remedies: readonly Remedy[] | null = null,
): void {
  const config = readConfig(folder)
  const channel = openChannel(folder)
  if (!config.warm) compileNothing()
  const { node, v8 } = process.versions
  channel.send({ type: 'hello', node, v8, platform: process.platform, arch: process.arch })
  watchFailures(channel)

  const collect = garbageCollection()
  const measure = remedies === null ? null : measures(channel, remedies, collect)
  const taken = new Set<string>()
  const servers: WeakRef<Server>[] = []
  const take = (phase: string, insideComposition: boolean) => {
    if (taken.has(phase)) return
    taken.add(phase)
    registry.locate(places())
    registry.record.phase = phase
    registry.record.listeners = listenersOf(servers)
    withLowNumbersTaken(() => {
      if (measure !== null) measure.take(phase, registry)
      else takeSnapshot(channel, config, phase, insideComposition, collect)
    })
  }

  const main = config.entry ?? process.argv[1] ?? config.cwd
  const roots = [`${config.cwd}/`, `${packageRoot(main)}/`].sort((a, b) => b.length - a.length)
  markThreads(roots)
  const registry = createRegistry({
    cwd: config.cwd,
    roots,
    own,
    declared: () => take('declared', true),
    framework: (name, version) => channel.send({ type: 'framework', name, version }),
  })

  const compiled = config.typescript === null ? null : compiledFiles(config.typescript, channel)
  const places = () =>
    compiled === null ? (site: CallSite) => site : originalPlaces(config.typescript!.cacheFolder, compiled)
  if (compiled !== null) {
    announceTypeScript()
    installRequire(config.typescript!, compiled)
  }
  installHooks(hooksOf(config, compiled, probes), own, { folder })
  const probed = probedFiles(probes)
  watchModules(probed, ({ probe, name, version }, exports) => {
    if (probe.aside === undefined) registry.boot.framework(name, version)
    return probe.attach(registry.boot, exports)
  })
  for (const probe of probes) if (probe.files === undefined) probe.attach(registry.boot)

  const boot = followBoot(channel, config, registry, { take })
  watchListening({
    port: config.port,
    constructing: () => take('declared', true),
    server: (server) => void servers.push(new WeakRef(server)),
    failed: ({ code = null, message }) => channel.send({ type: 'listenFailed', code, message }),
    listening(event, takesRequests) {
      registry.touch()
      if (event !== null) channel.send(event)
      if (!takesRequests) {
        if (event !== null && config.entry !== null && hasWorkers())
          channel.send({ type: 'noApp', reason: 'workers', detail: '', exports: [] })
        return
      }
      measure?.listening()
      boot.listening()
    },
  })

  const begin = () => {
    take('start', false)
    if (config.entry === null) return
    const entry = config.entry
    setImmediate(() => void entryExports(entry).then(boot.loaded, () => undefined))
  }
  if (config.startByImport)
    Object.defineProperty(globalThis, Symbol.for('routeheap.start'), { value: begin, configurable: true })
  else begin()
}

/**
 * Machine code is a matter of how often a function ran, not of routes: the compilers that a boot keeps busy get some
 * 100 kB of it, more or less from run to run. Without traffic it says nothing, so V8 stays with bytecode.
 */
function compileNothing(): void {
  for (const flag of ['--no-opt', '--no-sparkplug', '--no-maglev']) setFlagsFromString(flag)
}

/** Whether this process listens for others that it started. Node has loaded `cluster` by the time something listens. */
function hasWorkers(): boolean {
  const { workers } = process.getBuiltinModule('node:cluster') as unknown as Cluster
  return workers !== undefined && Object.keys(workers).length > 0
}

/** The folder of the package that a file belongs to. A command of an installed package is started by a link. */
function packageRoot(file: string): string {
  for (let folder = dirname(existsSync(file) ? realpathSync(file) : file); ; folder = dirname(folder)) {
    if (existsSync(`${folder}/package.json`) || folder === dirname(folder)) return folder
  }
}
