import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { type AppExport, appExport, exportNames, exportsClass } from './appExport.ts'
import type { Channel } from './channel.ts'
import type { InsideConfig } from './config.ts'
import type { HeapRecord } from './record.ts'
import type { Registry } from './registry.ts'
import { serve } from './serve.ts'

/** As they are before the app runs, which may replace them. */
const { clearInterval, clearTimeout, setImmediate, setInterval, setTimeout } = globalThis

/** Milliseconds without a new route, server or router after which an app counts as settled, and the longest wait. */
const quietMs = 100
const settleMs = 5_000
/** How long a module that still has something going on may take to listen by itself, before its exports are served. */
const graceMs = { app: 1_000, factory: 3_000 }

/** How often it is looked whether processes run that the module started. */
const childrenMs = 500

export interface Phases {
  take(phase: 'declared' | 'composed' | 'warm', insideComposition: boolean): void
}

/** What of the registry is needed to follow the app. */
interface Followed extends Pick<Registry, 'activity'> {
  readonly record: Pick<HeapRecord, 'app'>
}

/** Follows the app from the load of its module until it is ready, and takes the phases on the way. */
export function followBoot(channel: Channel, config: InsideConfig, registry: Followed, phases: Phases) {
  let ready = false
  let serving = false
  let listens = false
  let forgetExports = () => {}
  let running = config.entry !== null

  const composed = () => {
    if (ready) return
    ready = true
    forgetExports()
    settled(registry, () => {
      phases.take('composed', false)
      if (config.warm)
        whenFile(`${channel.folder}/warm`, () => {
          phases.take('warm', false)
          channel.send({ type: 'finished' })
        })
      else channel.send({ type: 'finished' })
    })
  }

  const serveOnce = async (found: AppExport) => {
    if (serving || ready) return
    serving = true
    const missing = found.kind === 'app' ? 0 : Math.max(0, found.build.length - config.args.length)
    channel.send({ type: 'serving', name: found.name, missing })
    phases.take('declared', false)
    const target = found.kind === 'app' ? found.value : unwrapped(await found.build(...config.args))
    if (ready) return
    if (target === null) {
      channel.send({ type: 'noApp', reason: 'factory', detail: found.name, exports: [] })
      return
    }
    registry.record.app = new WeakRef(target)
    await serve(target, (call) => channel.send({ type: 'calling', call }))
  }

  if (config.readyByLog) whenFile(`${channel.folder}/ready`, composed)
  return {
    /** A server that takes requests listens. */
    listening() {
      if (config.readyByLog) return
      // It may be a server for metrics that the module starts on its way. A module that never ends is not waited for.
      if (running) setTimeout(composed, settleMs).unref()
      else composed()
      listens = true
    },

    /** The user's module ran to its end. What it exports is not kept, but for what is to be served. */
    loaded(exports: unknown) {
      const names = exportNames(exports).slice(0, 50)
      channel.send({ type: 'loaded', exports: names })
      const found = appExport(exports, config.exportName)
      running = false
      if (found?.kind === 'app') registry.record.app = new WeakRef(found.value)
      if (listens) composed()
      if (config.exportName !== null && found === null) {
        channel.send({ type: 'noApp', reason: 'named', detail: config.exportName, exports: names })
        return
      }
      whenIdle(found, names, exportsClass(exports))
      if (!listens) watchChildren()
    },
  }

  /** Serves what was found when nothing else goes on, or after a while; says so where nothing was found. */
  function whenIdle(found: AppExport | null, names: string[], classes: boolean) {
    const idle = () => {
      forget()
      if (ready || serving) return
      if (found !== null) fail(serveOnce(found))
      else channel.send({ type: 'idle', exports: names, classes })
    }
    const forget = () => {
      process.off('beforeExit', idle)
      clearTimeout(timer)
    }
    const timer =
      found === null ? undefined : setTimeout(idle, config.exportName !== null ? 0 : graceMs[found.kind]).unref()
    process.on('beforeExit', idle)
    forgetExports = forget
  }

  /** The server may be in a process that the module started, which is not looked at. */
  function watchChildren() {
    let told = false
    const timer = setInterval(() => {
      if (ready) return clearInterval(timer)
      const running = process.getActiveResourcesInfo().includes('ProcessWrap')
      if (running !== told) channel.send({ type: 'children', running })
      told = running
    }, childrenMs).unref()
  }
}

/** What a factory gave: an app, or an object that carries one. */
function unwrapped(result: unknown): object | null {
  const found = appExport({ app: result }, null)
  if (found?.kind === 'app') return found.value
  const inner = appExport(result, null)
  return inner?.kind === 'app' ? inner.value : null
}

/** An error of the app is the app's: it ends the process as it would anywhere. */
function fail(promise: Promise<void>): void {
  promise.catch((error) => {
    setImmediate(() => {
      throw error
    })
  })
}

/** Calls back from a fresh macrotask once nothing has happened for a while. */
function settled(registry: Followed, then: () => void): void {
  const end = Date.now() + settleMs
  let seen = registry.activity()
  const look = () => {
    const now = registry.activity()
    if (now === seen || Date.now() > end) return void setImmediate(then)
    seen = now
    setTimeout(look, quietMs)
  }
  setTimeout(look, quietMs)
}

function whenFile(path: string, then: () => void): void {
  const timer = setInterval(() => {
    if (!existsSync(path)) return
    clearInterval(timer)
    then()
  }, 20)
  timer.unref()
}

/** The exports of the user's module, once it ran: CommonJS from the cache of `require`, ES modules by importing again. */
export async function entryExports(entry: string): Promise<unknown> {
  const cached = createRequire(entry).cache[entry]
  if (cached !== undefined && process.mainModule !== undefined) return cached.exports
  return await import(pathToFileURL(entry).href)
}
