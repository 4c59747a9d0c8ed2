import type { CaptureOptions, Target } from '../capture/capture.ts'
import type { RemediesConfig } from '../capture/inside/config.ts'
import type { Measured } from '../capture/inside/measure.ts'
import { capture } from '../capture/run.ts'
import type { Requests } from './askedFor.ts'
import { type Answer, answersTo } from './requests.ts'

/** One boot, measured. */
export interface Boot {
  /** Of the composed app, above what the process held before it. */
  readonly heapBytes: number
  readonly composed: Measured
  readonly answers: readonly (Answer | string)[]
}

/** Boots tell of themselves what nobody wants to read six times. */
export function quiet(options: CaptureOptions): CaptureOptions {
  const { onProgress: _, ...rest } = options
  return rest
}

/**
 * Boots the app with these remedies loaded, measures it when it is ready, and only then sends the requests. Nothing of it is
 * left when this settles.
 */
export async function boot(
  target: Target,
  options: CaptureOptions,
  remedies: RemediesConfig,
  requestsOf: Requests['of'],
): Promise<Boot> {
  const run = capture(target, { ...options, remedies })
  let startBytes = 0
  let composed: Measured | undefined
  let answers: readonly (Answer | string)[] = []
  try {
    for await (const { name, measured } of run) {
      if (measured === null) continue
      if (name === 'start') startBytes = measured.heapUsedBytes
      if (name !== 'composed') continue
      composed = measured
      const { place } = run.summary()
      answers = await answersTo(place, await requestsOf(measured.routes, place))
    }
  } finally {
    await run.close()
  }
  if (composed === undefined) throw new Error('The boot ended without a measure and without an error.')
  return { heapBytes: composed.heapUsedBytes - startBytes, composed, answers }
}
