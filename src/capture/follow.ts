import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { RouteheapError } from '../error.ts'
import type { ServerEvent } from './ask.ts'
import type { CaptureOptions, PhaseCapture, PhaseName, Target } from './capture.ts'
import { type Ending, endedEarly, endedLate, isTooOld, neverReady, notAnApp, threw } from './failure.ts'
import type { Guard } from './guard.ts'
import type { ReceivedEvent } from './inside/event.ts'
import { kept } from './keep.ts'
import { launch } from './launch.ts'
import { measuredPhase } from './measuredPhase.ts'
import { originalSources } from './originalPlaces.ts'
import { collectOutput } from './output.ts'
import { buffered, type PipeReader, readEvents, readPipe } from './pipe.ts'
import { nameOf, serversOf } from './servers.ts'
import { type SnapshotEvent, snapshotQueue, type WaitingSnapshot } from './snapshotQueue.ts'
import type { GrowingSummary } from './summary.ts'
import { type ThreadEvent, threadsOf } from './threads.ts'
import type { CompileCache } from './typescript/cache.ts'
import { type Warming, warmUp } from './warm.ts'

/** A run that has begun. */
export interface Run {
  phases(): AsyncGenerator<PhaseCapture>
  close(): Promise<void>
}

/** All that was made ready for the process. */
export interface Following {
  readonly target: Target
  readonly options: CaptureOptions
  readonly cwd: string
  readonly guard: Guard
  readonly cache: CompileCache | null
  readonly command: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly summary: GrowingSummary
  readonly close: () => Promise<void>
  readonly cleanups: (() => void)[]
  /** What settles when a process of the run has ended. */
  readonly endings: Promise<void>[]
}

/** Starts the process, follows what it says, and hands out its snapshots. */
export function follow(all: Following): Run {
  const { target, options, cwd, guard, cache, command, env, summary, close, cleanups, endings } = all
  const timeoutMs = options.timeoutMs ?? 60_000
  const said = new Map<ReceivedEvent['type'], ReceivedEvent>()
  const queue = snapshotQueue(target, guard, options.remedies !== undefined)
  const written = new Map<string, string | null>()
  /** Of all processes: launchers have some of their own. */
  const servers: ServerEvent[] = []
  const threads: ThreadEvent[] = []
  let ending: { code: number | null; signal: string | null } | null = null
  let failure: unknown = null
  let finished = false
  let composed = false
  const warming: Warming = { isOver: () => ending !== null, asked: null }
  let remainingMs = timeoutMs
  let wake = () => {}
  let pipe: PipeReader | null = null

  const state = (): Ending => ({
    what: target.kind === 'module' ? target.path : target.command.join(' '),
    cwd,
    original: originalSources(summary.typescript),
    ...(ending ?? { code: null, signal: null }),
    said,
    output,
    frameworks: summary.frameworks,
    listening: summary.listening,
    readyLog: options.readyLog ?? null,
  })
  const fail = (error: unknown) => {
    failure ??= error
    pipe?.abandon()
    wake()
  }

  const accept = (event: ReceivedEvent) => {
    said.set(event.type, event)
    switch (event.type) {
      case 'hello':
        if (isTooOld(event.node)) fail(new RouteheapError('node-too-old', { version: event.node }))
        summary.nodeVersion = event.node
        summary.v8Version = event.v8
        break
      case 'snapshot':
        options.onProgress?.({ step: 'snapshot', detail: event.phase })
        if (!queue.accept(event)) written.set(`${event.pid}.${event.phase}`, null)
        break
      case 'written':
        written.set(`${event.pid}.${event.phase}`, event.error)
        if (event.pid === queue.chosen() || event.phase === 'start') summary.writingMs += event.tookMs
        pipe?.abandon()
        break
      case 'framework':
        if (!summary.frameworks.some(({ name, version }) => name === event.name && version === event.version))
          summary.frameworks.push({ name: event.name, version: event.version })
        break
      case 'listening':
      case 'socket':
        servers.push(event)
        if (event.type === 'socket') guard.socket(event.path)
        options.onProgress?.({ step: 'boot', detail: `listens on ${nameOf(event)}` })
        break
      case 'thread':
        threads.push(event)
        break
      case 'compile':
        void cache?.compile(event.path, event.key, join(guard.folder, `${event.key}.err`))
        break
      case 'compiledInside':
        summary.compiledInMeasuredProcess++
        break
      case 'noApp':
        fail(notAnApp(state(), event))
        break
      case 'note':
        summary.notes.push(event.text)
        break
      case 'finished':
        if (event.pid === queue.chosen()) finished = true
        break
    }
    Object.assign(summary, serversOf(servers, queue.chosen()), threadsOf(threads, queue.chosen()))
    wake()
  }

  const lines = readEvents(join(guard.folder, 'events'), accept)
  const startedAt = performance.now()
  const child = launch(command, cwd, env, guard)
  const output = collectOutput(child.stdout, child.stderr, (line) => {
    if (options.readyLog?.test(line)) writeFileSync(join(guard.folder, 'ready'), '')
  })
  endings.push(
    new Promise((resolve) => {
      child.once('exit', () => resolve())
      child.once('error', () => resolve())
    }),
  )
  child.once('error', fail)
  child.once('close', (code, signal) => {
    // What the process said last may still be in the pipe.
    setTimeout(() => {
      ending = { code, signal }
      if (!finished) fail(reason())
      wake()
    }, 20)
  })
  const reason = () => (composed ? endedLate(state(), warming) : endedEarly(state()))
  // The clock stands still while a snapshot is written: that is not the app's time.
  const clock = setInterval(() => {
    if (composed || writing()) return
    remainingMs -= 100
    if (remainingMs <= 0) fail(neverReady(state(), timeoutMs))
  }, 100)
  const writing = () => {
    const last = said.get('snapshot') as SnapshotEvent | undefined
    return last !== undefined && !written.has(`${last.pid}.${last.phase}`)
  }
  // V8 may still need minutes for the snapshot at hand, and hears no signal meanwhile.
  const abort = () => {
    fail(options.signal?.reason ?? new Error('Aborted.'))
    void close()
  }
  options.signal?.addEventListener('abort', abort, { once: true })
  if (options.signal?.aborted === true) abort()
  cleanups.push(
    () => clearInterval(clock),
    () => lines.destroy(),
    () => pipe?.destroy(),
    () => options.signal?.removeEventListener('abort', abort),
    () => fail(new Error('The capture was closed.')),
  )

  async function* phases(): AsyncGenerator<PhaseCapture> {
    for (;;) {
      if (failure !== null) throw await explained(failure)
      const waiting = queue.next()
      if (waiting !== undefined) {
        if (waiting.event.phase === 'composed') composed = true
        if (options.remedies === undefined) yield* onePhase(waiting)
        else yield measuredPhase(waiting.event, guard.folder, performance.now() - startedAt)
        continue
      }
      if (finished) return
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  /** An uncaught error is reported before the process ends; its last lines of output come after. */
  const explained = async (error: unknown) => {
    await new Promise((resolve) => setImmediate(resolve))
    const failed = said.get('failed') as Extract<ReceivedEvent, { type: 'failed' }> | undefined
    return failed !== undefined && error instanceof RouteheapError && error.code === 'app-exited'
      ? threw(state(), failed)
      : error
  }

  async function* onePhase({ event, readAhead }: WaitingSnapshot): AsyncGenerator<PhaseCapture> {
    const { pid, phase } = event
    let reader: PipeReader | null = null
    if (readAhead === null) {
      reader = readPipe(await guard.pipe(`${pid}.${phase}`))
      pipe = reader
      if (failure !== null) reader.abandon()
    }
    const raw = reader === null ? buffered(readAhead!) : checked(reader, `${pid}.${phase}`)
    const name = `${phase}.heapsnapshot`
    const folder = options.keep === undefined ? null : resolve(cwd, options.keep)
    try {
      yield {
        name: phase as PhaseName,
        stream: folder === null ? raw : kept(raw, folder, name, guard),
        path: folder === null ? null : join(folder, name),
        heapUsedBytes: event.heapUsedBytes,
        externalBytes: event.externalBytes,
        rssBytes: event.rssBytes,
        atMs: Math.round(performance.now() - startedAt),
        insideComposition: event.insideComposition,
        measured: null,
      }
    } finally {
      reader?.destroy()
      pipe = null
    }
    if (phase === 'composed' && options.warm !== undefined && options.warm.length > 0) {
      summary.notes.push(...(await warmUp(summary.place, options.warm, timeoutMs, warming)))
      writeFileSync(join(guard.folder, 'warm'), '')
    }
  }

  /** The chunks of a pipe; throws at its end where the process did not say that it wrote everything. */
  async function* checked(reader: PipeReader, key: string): AsyncGenerator<Uint8Array> {
    yield* reader.chunks
    for (let waitedMs = 0; !written.has(key) && failure === null && waitedMs < 5_000; waitedMs += 5)
      await new Promise((resolve) => setTimeout(resolve, 5))
    const error = written.get(key)
    if (error === null) return
    if (error === undefined && failure !== null) throw failure
    throw new RouteheapError('capture-interrupted', { reason: error ?? 'the process of the app stopped writing' })
  }
  return { phases, close }
}
