import type { Bytes } from '../snapshot/snapshot.ts'
import type { Confidence } from './result.ts'

export interface SearchOptions {
  readonly stepBytes: Bytes
  /** Attempts on both sides of the border. */
  readonly confirmations: number
  /** Where to look first. */
  readonly guessBytes: Bytes
  /** No limit above this is tried. */
  readonly mostBytes: Bytes
}

export interface Found {
  /** Null where not even `mostBytes` was enough. */
  readonly floorBytes: Bytes | null
  readonly confidence: Confidence
}

interface Tally {
  healthy: number
  failed: number
}

/**
 * The smallest multiple of the step at which every attempt is healthy, with the one below it not enough at least once.
 *
 * From the guess it doubles its distance until the border lies between two limits, halves what is between them, and
 * then repeats both sides of the border. On the way one failure is no failure: a boot may need far more than
 * others where the machine is busy, so the best of three attempts decides. What fails a repetition is not enough, and the floor
 * moves up; what was never seen to fail is enough, and it moves down. About 3 log2(distance / step) + 2 confirmations
 * attempts. Where the need of a program scatters from attempt to attempt by less than 0.4 steps (standard deviation),
 * 99 of 100 pairs of searches differ by at most one step.
 */
export async function searchFloor(
  attempt: (limitBytes: Bytes) => Promise<boolean>,
  options: SearchOptions,
): Promise<Found> {
  const { stepBytes, confirmations } = options
  const most = Math.max(1, Math.floor(options.mostBytes / stepBytes))
  const tallies = new Map<number, Tally>()
  const tally = (steps: number): Tally => tallies.get(steps) ?? { healthy: 0, failed: 0 }
  const tried = async (steps: number): Promise<boolean> => {
    const healthy = await attempt(steps * stepBytes)
    const { healthy: before, failed } = tally(steps)
    tallies.set(steps, { healthy: before + (healthy ? 1 : 0), failed: failed + (healthy ? 0 : 1) })
    return healthy
  }

  /** One healthy attempt is believed, a failure only with another one. */
  const mostly = async (steps: number): Promise<boolean> =>
    (await tried(steps)) || ((await tried(steps)) && (await tried(steps)))

  let at = await border(mostly, Math.min(most, Math.max(1, Math.ceil(options.guessBytes / stepBytes))), most)
  for (;;) {
    if (at > most) return { floorBytes: null, confidence: confidenceOf(most, tally, tallies, confirmations) }
    if (!(await isEnough(at))) at++
    else if (at > 1 && (await isEnough(at - 1))) at--
    else return { floorBytes: at * stepBytes, confidence: confidenceOf(at, tally, tallies, confirmations) }
  }

  /** Repeats until it was seen often enough. A limit below the floor is repeated to its end, however it turns out. */
  async function isEnough(steps: number): Promise<boolean> {
    const isBelow = tally(steps).failed > 0
    while (tally(steps).healthy + tally(steps).failed < confirmations) {
      const healthy = await tried(steps)
      if (!healthy && !isBelow && tally(steps).healthy > 0) return false
    }
    return tally(steps).failed === 0
  }
}

/** The smallest number of steps that was enough, with one fewer not enough; above `most` where none was. */
async function border(isEnough: (steps: number) => Promise<boolean>, guess: number, most: number): Promise<number> {
  let enough = most + 1
  let short = 0
  let distance = 1
  if (await isEnough(guess)) {
    enough = guess
    while (enough > 1) {
      const next = Math.max(1, enough - distance)
      if (!(await isEnough(next))) {
        short = next
        break
      }
      enough = next
      distance *= 2
    }
  } else {
    short = guess
    while (short < most) {
      const next = Math.min(most, short + distance)
      if (await isEnough(next)) {
        enough = next
        break
      }
      short = next
      distance *= 2
    }
  }
  while (enough - short > 1) {
    const middle = Math.floor((enough + short) / 2)
    if (await isEnough(middle)) enough = middle
    else short = middle
  }
  return enough
}

function confidenceOf(
  at: number,
  tally: (steps: number) => Tally,
  tallies: ReadonlyMap<number, Tally>,
  confirmations: number,
): Confidence {
  const [above, below] = [tally(at), tally(at - 1)]
  return {
    confirmations,
    healthyAtFloor: above.healthy,
    attemptsAtFloor: above.healthy + above.failed,
    healthyBelow: below.healthy,
    attemptsBelow: below.healthy + below.failed,
    noisy: [...tallies.values()].some(({ healthy, failed }) => healthy > 0 && failed > 0),
  }
}
