import { writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Capture, CaptureOptions, PhaseCapture, PhaseName, Target } from './capture.ts'
import { checkInput } from './checkInput.ts'
import { freePort, readEnvFile } from './environment.ts'
import { follow, type Run } from './follow.ts'
import { startGuard } from './guard.ts'
import { earlierNotes, makeKeepFolder } from './keep.ts'
import { commandOf, environmentOf } from './launch.ts'
import { preloadConfig } from './preloadConfig.ts'
import { emptySummary, type GrowingSummary } from './summary.ts'
import { compileCache, formatOf } from './typescript/cache.ts'

/** How long the end of a process that was killed may take to be told. */
const mostEndingMs = 2_000

/**
 * Boots the target in a child process and hands out its phases in order. Nothing starts before the first phase is
 * asked for; everything that was started is ended with the iteration, by `close`, or when we are killed, and is gone when
 * `close` settles.
 * Costs what V8 needs to write the snapshots: reading goes on while they are written.
 */
export function capture(target: Target, options: CaptureOptions = {}): Capture {
  const summary = emptySummary()
  let run: Promise<Run> | null = null
  let closed = false

  const close = async () => {
    closed = true
    await (await run?.catch(() => null))?.close()
  }
  async function* phases(): AsyncGenerator<PhaseCapture> {
    if (closed) return
    run ??= startRun(target, options, summary)
    try {
      yield* notingEarlier((await run).phases(), options, summary)
    } finally {
      void close()
    }
  }
  return { summary: () => summary, close, [Symbol.asyncIterator]: phases }
}

/** Once the last phase is there, all files are known that this capture keeps. */
async function* notingEarlier(
  phases: AsyncIterable<PhaseCapture>,
  { keep, cwd, warm = [] }: CaptureOptions,
  { notes }: GrowingSummary,
): AsyncGenerator<PhaseCapture> {
  const taken: PhaseName[] = []
  for await (const phase of phases) {
    taken.push(phase.name)
    const isLast = phase.name === (warm.length > 0 ? 'warm' : 'composed')
    if (isLast && keep !== undefined) notes.push(...earlierNotes(resolve(cwd ?? '.', keep), taken))
    yield phase
  }
}

async function startRun(target: Target, options: CaptureOptions, summary: GrowingSummary): Promise<Run> {
  const cwd = resolve(options.cwd ?? process.cwd())
  const entry = target.kind === 'module' ? resolve(cwd, target.path) : null
  checkInput(target, options, cwd, entry)
  const envFile = options.envFile === undefined ? {} : readEnvFile(resolve(cwd, options.envFile))
  const port = await freePort(options.port ?? 0)
  const guard = await startGuard()
  let closing: Promise<void> | null = null
  let removeEmptyFolder = () => {}
  const cleanups: (() => void)[] = []
  const endings: Promise<void>[] = []
  const close = () => {
    closing ??= (async () => {
      for (const cleanup of cleanups) cleanup()
      await guard.close()
      removeEmptyFolder()
      // Our own child is gone when we have taken note of its end; until then the system keeps its number.
      await Promise.race([Promise.all(endings), wait(mostEndingMs, undefined, { ref: false })])
    })()
    return closing
  }

  try {
    if (options.keep !== undefined) removeEmptyFolder = makeKeepFolder(resolve(cwd, options.keep))
    const cache = entry !== null && /\.([cm]?ts|tsx|jsx)$/.test(entry) ? compileCache(entry, guard.folder) : null
    if (cache !== null) {
      summary.notes.push(...cache.compiler.notes)
      summary.typescript = { cacheFolder: cache.folder, salt: cache.compiler.salt }
      options.onProgress?.({ step: 'load', detail: `compiling ${basename(entry as string)} and what it imports` })
      const count = await cache.fill(entry as string)
      if (count > 0) options.onProgress?.({ step: 'load', detail: `compiled ${count} files` })
    }
    const startByImport = entry !== null && (cache ?? { formatOf }).formatOf(entry) === 'module'
    writeFileSync(
      join(guard.folder, 'config.json'),
      JSON.stringify(preloadConfig(options, cwd, entry, cache, startByImport)),
    )
    const command = commandOf(target, options, entry, startByImport)
    const env = environmentOf(target, options, guard.folder, port, envFile)
    return follow({ target, options, cwd, guard, cache, command, env, summary, close, cleanups, endings })
  } catch (error) {
    await close()
    throw error
  }
}
