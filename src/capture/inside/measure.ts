import { readFileSync, writeFileSync } from 'node:fs'
import type { Channel } from './channel.ts'
import { collectAllAvailable } from './collections.ts'
import type { Probe } from './probe.ts'
import type { HeapRecord } from './record.ts'
import type { Registry } from './registry.ts'

/** What is written into the folder of the run as `<pid>.<phase>.json`, in the place of a snapshot. */
export interface Measured {
  /** Of process.memoryUsage(), after collections. */
  readonly heapUsedBytes: number
  readonly externalBytes: number
  readonly rssBytes: number
  /** Resident memory with shared pages divided among those who share them; null where the system does not tell. */
  readonly pssBytes: number | null
  /** Milliseconds from the end of `start` until a server listened; null where none does. */
  readonly bootMs: number | null
  /** Every route that a probe reported, in order. */
  readonly routes: readonly { readonly framework: string; readonly method: string; readonly path: string }[]
  /** How many places each remedy changed. */
  readonly applied: Readonly<Record<string, number>>
  /** By remedy that empties originals: for each, which of all copies was its last one. */
  readonly lastCopies: Readonly<Record<string, readonly number[]>>
}

/** A change of the running app. Its probes may answer with exports to be taken in the place of those that they see. */
export interface Remedy {
  readonly probes: readonly Probe[]
  /** Called when the app is ready, before it is measured; `served` is the app object, where that is known. */
  composed?(served: object | undefined): void
  /** How many places were changed so far, by the name of the remedy. */
  applied(): Readonly<Record<string, number>>
  lastCopies?(): Readonly<Record<string, readonly number[]>>
}

export interface Measure {
  listening(): void
  take(phase: string, registry: Registry): void
}

/**
 * Twice this many collections before each measure, the same number in every boot: V8 forgets compiled code that was not run
 * for some collections, so one that stops when little moves stops anywhere.
 */
const collections = 8

/** Measures where else snapshots are taken, and lets the app go on: nothing waits for the parent. */
export function measures(channel: Channel, remedies: readonly Remedy[], collect: () => void): Measure {
  let startedAt = 0
  let listenedAt: number | null = null
  return {
    listening() {
      listenedAt ??= performance.now()
    },
    take(phase, { record }) {
      if (phase === 'declared') return
      if (phase === 'composed') for (const remedy of remedies) remedy.composed?.(record.app?.deref())
      const routes = withoutRecord(record)
      for (let round = 0; round < collections; round++) collect()
      collectAllAvailable()
      const { heapUsed, external, rss } = leastUsed(collect)
      const measured: Measured = {
        heapUsedBytes: heapUsed,
        externalBytes: external,
        rssBytes: rss,
        pssBytes: pssBytes(),
        bootMs: listenedAt === null ? null : listenedAt - startedAt,
        routes: JSON.parse(routes.toString()),
        applied: Object.assign({}, ...remedies.map((remedy) => remedy.applied())),
        lastCopies: Object.assign({}, ...remedies.map((remedy) => remedy.lastCopies?.())),
      }
      writeFileSync(`${channel.folder}/${process.pid}.${phase}.json`, JSON.stringify(measured))
      channel.send({
        type: 'snapshot',
        phase,
        heapUsedBytes: heapUsed,
        externalBytes: external,
        rssBytes: rss,
        insideComposition: false,
      })
      channel.send({ type: 'written', phase, error: null, tookMs: 0 })
      startedAt = performance.now()
    },
  }
}

/**
 * V8 counts a page that it has just begun as used now and then, also right after a collection, and not at the next (230 kB in
 * half of all boots on Node 20).
 */
function leastUsed(collect: () => void): NodeJS.MemoryUsage {
  const readings = Array.from({ length: 4 }, () => {
    collect()
    return process.memoryUsage()
  })
  return readings.reduce((least, reading) => (reading.heapUsed < least.heapUsed ? reading : least))
}

/** Takes what was noted of routes out of V8's heap, where a route less would be a note less, and gives it as JSON. */
function withoutRecord(record: HeapRecord): Buffer {
  const routes = record.routes.map(({ framework, method, path }) => ({ framework, method, path }))
  record.routes.length = 0
  record.routers.length = 0
  return Buffer.from(JSON.stringify(routes))
}

function pssBytes(): number | null {
  try {
    const [, kibibytes] = /^Pss:\s+(\d+) kB/m.exec(readFileSync('/proc/self/smaps_rollup', 'utf8')) ?? []
    return kibibytes === undefined ? null : Number(kibibytes) * 1024
  } catch {
    return null
  }
}
