import type { Target } from '../capture/capture.ts'
import { type Guard, startGuard } from '../capture/guard.ts'
import { RouteheapError } from '../error.ts'
import { findLimits } from './findLimits.ts'
import type { FloorOptions } from './floor.ts'
import { heapLimit, mebibyte } from './heapLimit.ts'
import type { Limits } from './limits.ts'
import { checkProgram } from './program.ts'
import type { Health, Trial } from './result.ts'

/** What all trials of a command have in common. */
export interface Bench {
  readonly guard: Guard
  readonly limits: Limits
  readonly health: Health
  /** Null: chosen by the peak. */
  readonly stepBytes: number | null
  readonly confirmations: number
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly options: FloorOptions
}

/** Told before each trial, with the one before it. */
export interface FloorProgress {
  readonly subject: string
  /** Null for a run without a limit. */
  readonly limitBytes: number | null
  readonly last: Trial | null
}

/** Sets everything up, runs, and removes everything, whatever happened. */
export async function withBench<Result>(
  targets: readonly Target[],
  options: FloorOptions,
  run: (bench: Bench) => Promise<Result>,
): Promise<Result> {
  for (const target of targets) checkProgram(target, options)
  const approximate = options.approximate === true
  const cold = options.cold === true
  const stepBytes = options.stepBytes ?? null
  if (stepBytes !== null) checkStep(stepBytes, approximate)
  if (approximate && cold)
    throw new RouteheapError('wrong-usage', {
      problem: '--cold and --approx exclude each other.',
      hint: "V8's heap limit does not count files.",
    })
  const guard = await startGuard()
  try {
    const { parentGroup } = options
    const limits = approximate
      ? heapLimit()
      : await findLimits(guard, { cold, ...(parentGroup !== undefined && { parentGroup }) })
    return await run({
      guard,
      limits,
      health: healthOf(options),
      stepBytes,
      confirmations: options.confirmations ?? 3,
      timeoutMs: options.timeoutMs ?? 60_000,
      signal: options.signal ?? new AbortController().signal,
      options,
    })
  } finally {
    await guard.close()
  }
}

function checkStep(stepBytes: number, approximate: boolean): void {
  const unit = approximate ? mebibyte : 4096
  if (stepBytes > 0 && stepBytes % unit === 0) return
  throw new RouteheapError('wrong-usage', {
    problem: `A step of ${stepBytes} B cannot be set.`,
    hint: approximate ? "V8's heap limit goes in whole MiB: --step 1MiB" : 'Limits go in pages of 4 KiB: --step 1MiB',
  })
}

function healthOf({ health, checks, checkTimeoutMs }: FloorOptions): Health {
  return {
    path: health ?? '/',
    accepts: health === undefined ? 'answer' : 'success',
    checks: checks ?? 5,
    checkTimeoutMs: checkTimeoutMs ?? 5_000,
  }
}
