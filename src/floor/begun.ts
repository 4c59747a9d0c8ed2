import { type Ending, endedEarly, neverReady, notAnApp } from '../capture/failure.ts'
import type { ReceivedEvent } from '../capture/inside/event.ts'
import { lastLines } from '../capture/lastLines.ts'
import { originalSources } from '../capture/originalPlaces.ts'
import { RouteheapError } from '../error.ts'
import type { Bytes } from '../snapshot/snapshot.ts'
import type { Bench } from './bench.ts'
import { type Enclosure, open } from './limits.ts'
import { withColdFiles } from './pageCache.ts'
import { type Program, prepared, type Side } from './program.ts'
import type { ProcessEntry, Trial } from './result.ts'
import { type Attempt, attempt } from './trial.ts'

/** A program that was seen to be healthy without a limit, ready to be searched. */
export interface Begun {
  readonly bench: Bench
  readonly program: Program
  /** Grows with each trial. */
  readonly trials: Trial[]
  readonly unlimited: Trial
  readonly processes: readonly ProcessEntry[]
  /** One more attempt, put down in `trials`. */
  attempt(limitBytes: Bytes): Promise<Attempt>
}

/** How much longer than without a limit a boot may take, so that thrashing ends before `--timeout`. */
const slowest = { factor: 5, plusMs: 10_000 }

/**
 * Starts the program twice without a limit: outside of any group of ours, so that what it reads from files is charged
 * to others from then on, and in a group, for its peak. Throws what is wrong with it.
 */
export async function begun(side: Side, bench: Bench): Promise<Begun> {
  const { limits, options, timeoutMs, guard, health, signal } = bench
  const warm = await prepared(side, options, guard)
  const trials: Trial[] = []
  const once = async (program: Program, enclosure: () => Enclosure, limitBytes: Bytes | null, mostMs: number) => {
    options.onProgress?.({ subject: program.subject.name, limitBytes, last: trials.at(-1) ?? null })
    signal.throwIfAborted()
    const common = { program, guard, health, port: options.port ?? 0, readyLog: options.readyLog ?? null, signal }
    return await attempt(common, enclosure(), limitBytes, mostMs)
  }

  const first = await once(warm, () => open, null, timeoutMs)
  if (!first.trial.ok) throw problemOf(first, warm, bench)
  const program = options.cold === true ? await withColdFiles(warm, guard) : warm
  const second = await once(program, () => limits.enclosure(null), null, timeoutMs)
  if (!second.trial.ok) throw problemOf(second, program, bench)
  trials.push(second.trial)
  const mostMs = Math.min(timeoutMs, slowest.factor * (second.trial.bootMs ?? 0) + slowest.plusMs)
  return {
    bench,
    program,
    trials,
    unlimited: second.trial,
    processes: second.processes,
    async attempt(limitBytes) {
      const result = await once(program, () => limits.enclosure(limitBytes), limitBytes, mostMs)
      trials.push(result.trial)
      return result
    },
  }
}

/** Why it is not healthy even without a limit, in the words of a capture. */
function problemOf(failed: Attempt, program: Program, { health, timeoutMs, options }: Bench): RouteheapError {
  const { trial, said, ending } = failed
  const state = { ...endingOf(failed, program), readyLog: options.readyLog ?? null }
  const noApp = said.get('noApp') as Extract<ReceivedEvent, { type: 'noApp' }> | undefined
  if (noApp !== undefined) return notAnApp(state, noApp)
  if (ending !== null) return endedEarly(state)
  if (trial.reason === 'never-listened') return neverReady(state, timeoutMs)
  return new RouteheapError('never-healthy', {
    path: program.subject.name,
    checks: health.checks,
    seconds: timeoutMs / 1000,
    problem: trial.detail ?? 'no answer',
    lines: lastLines(state),
  })
}

function endingOf({ said, ending, output }: Attempt, { subject, cwd, cache }: Program): Omit<Ending, 'readyLog'> {
  const listening = said.get('listening') as Extract<ReceivedEvent, { type: 'listening' }> | undefined
  return {
    what: subject.name,
    cwd,
    code: ending?.code ?? null,
    signal: ending?.signal ?? null,
    said,
    output,
    frameworks: [],
    listening: listening === undefined ? [] : [listening],
    original: originalSources(cache === null ? null : { cacheFolder: cache.folder, salt: cache.compiler.salt }),
  }
}
