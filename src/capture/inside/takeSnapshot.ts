import { closeSync, openSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setFlagsFromString, writeHeapSnapshot } from 'node:v8'
import type { Channel } from './channel.ts'
import type { InsideConfig } from './config.ts'

/** V8 cuts the strings of a snapshot at 1,024 characters. Generated functions are longer, and are compared in full. */
const stringLimit = 1_000_000

/**
 * Reports the memory after a collection, waits for the parent's pipe, and writes one snapshot into it. Synchronous
 * from end to end. Returns when V8 is through, or when the parent does not want this process.
 */
export function takeSnapshot(
  channel: Channel,
  config: InsideConfig,
  phase: string,
  insideComposition: boolean,
  collect: () => void,
): void {
  collect()
  const { heapUsed, external, rss } = process.memoryUsage()
  channel.send({
    type: 'snapshot',
    phase,
    heapUsedBytes: heapUsed,
    externalBytes: external,
    rssBytes: rss,
    insideComposition,
  })
  const refused = `${channel.folder}/${process.pid}.no`
  const pipe = channel.await([`${channel.folder}/${process.pid}.${phase}`, refused])
  if (pipe === refused) return
  let error: string | null = null
  const startedAt = performance.now()
  try {
    setFlagsFromString(`--heap-snapshot-string-limit=${stringLimit}`)
    writers[config.engine](pipe, config)
  } catch (cause) {
    error = cause instanceof Error ? cause.message : String(cause)
  }
  channel.send({ type: 'written', phase, error, tookMs: performance.now() - startedAt })
}

const writers: Record<InsideConfig['engine'], (pipe: string, config: InsideConfig) => void> = {
  v8(pipe) {
    // The options came with Node 18.13; the types of Node 20 have them.
    writeHeapSnapshot(pipe, { exposeInternals: false, exposeNumericValues: true })
  },

  inspector(pipe, config) {
    const { Session } = process.getBuiltinModule('node:inspector')
    const session = new Session()
    const file = openSync(pipe, 'w')
    session.connect()
    try {
      let chunks = 0
      session.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => {
        chunks++
        writeAll(file, params.chunk)
      })
      let failure: Error | null = null
      session.post('HeapProfiler.takeHeapSnapshot', { captureNumericValue: true, reportProgress: false }, (error) => {
        failure = error
      })
      if (failure !== null) throw failure
      // A session answers later since Node 24, and a phase cannot wait: then it is V8's own writer.
      if (chunks === 0) writers.v8(pipe, config)
    } finally {
      session.disconnect()
      closeSync(file)
    }
  },

  'v8-profiler-next'(pipe, config) {
    const file = openSync(pipe, 'w')
    try {
      const profiler = createRequire(`${config.entry ?? `${config.cwd}/app`}`)('v8-profiler-next') as {
        takeSnapshot(title: string): {
          serialize(onData: (chunk: string) => void, onEnd: () => void): void
          delete(): void
        }
      }
      const snapshot = profiler.takeSnapshot('routeheap')
      snapshot.serialize(
        (chunk) => writeAll(file, chunk),
        () => undefined,
      )
      snapshot.delete()
    } finally {
      closeSync(file)
    }
  },
}

/** A pipe may take less than what it is given. */
function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let from = 0; from < bytes.length; ) from += writeSync(file, bytes, from)
}
