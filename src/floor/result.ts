import type { Proof } from '../prove/proof.ts'
import type { Bytes } from '../snapshot/snapshot.ts'

/** The document of `floor`: the smallest memory limit in which a program starts and stays healthy. */
export interface Floor {
  readonly schema: 'routeheap/floor@1'
  readonly subject: { readonly kind: 'app' | 'command'; readonly name: string }
  /**
   * What set the limit. `heap-limit` is V8's own limit, an approximation: it knows nothing of memory outside the heap.
   */
  readonly method: 'cgroup-v2' | 'cgroup-v1' | 'systemd-scope' | 'heap-limit'
  readonly approximate: boolean
  /** `warm`: files were read before, outside of the group, and are not counted. `cold`: the first to read them pays. */
  readonly pageCache: 'warm' | 'cold'
  readonly health: Health
  /** The smallest limit in which every attempt was healthy: a multiple of `stepBytes`. */
  readonly floorBytes: Bytes
  readonly stepBytes: Bytes
  readonly confidence: Confidence
  /** Of the runs without a limit, in a group: the largest peak, and the medians of the rest. */
  readonly unlimited: Measured
  /** Of the healthy runs at the floor, in the same way. */
  readonly atFloor: Measured
  /** Healthy and idle, without a limit; by PSS, so that they add up. Empty where the system does not tell. */
  readonly processes: readonly ProcessEntry[]
  /** The same at the floor. */
  readonly processesAtFloor: readonly ProcessEntry[]
  /** In order of time. */
  readonly trials: readonly Trial[]
  readonly notes: readonly string[]
}

export interface Health {
  readonly path: string
  /** `answer`: every status below 500 counts; `success`: 200 to 399. */
  readonly accepts: 'answer' | 'success'
  /** Passed in a row, each within the timeout, with all processes alive. */
  readonly checks: number
  readonly checkTimeoutMs: number
}

export interface Confidence {
  /** How many attempts were asked for on each side of the border. */
  readonly confirmations: number
  readonly healthyAtFloor: number
  readonly attemptsAtFloor: number
  readonly healthyBelow: number
  readonly attemptsBelow: number
  /** True where some limit was enough at one time and not at another. */
  readonly noisy: boolean
}

export interface Measured {
  readonly bootMs: number | null
  /** The most that was charged at one time, files and the kernel's own for the group included. */
  readonly peakBytes: Bytes | null
  /** Memory that is not a file's, when the health checks had passed. */
  readonly anonBytes: Bytes | null
  readonly fileBytes: Bytes | null
}

/** What the kernel counted for one group. */
export interface Usage {
  readonly peakBytes: Bytes | null
  readonly anonBytes: Bytes | null
  readonly fileBytes: Bytes | null
  readonly oomKills: number
}

/**
 * Why a limit was not enough. `oom`: the kernel killed a process of the group; `heap-limit`: V8 gave up; `killed`:
 * ended by a signal of unknown origin; `exited`; `never-listened`; `unhealthy`.
 */
export type TrialReason = 'oom' | 'heap-limit' | 'killed' | 'exited' | 'never-listened' | 'unhealthy'

export interface Trial extends Measured {
  /** Null for a run without a limit. */
  readonly limitBytes: Bytes | null
  readonly ok: boolean
  readonly reason: TrialReason | null
  /** One line, for people: `exit code 1`, `GET / answered 503`. */
  readonly detail: string | null
}

export interface ProcessEntry {
  /** Its words, cut to 200 characters. */
  readonly command: string
  /** Index of the process that started it; null for the first. */
  readonly parent: number | null
  /** `server` listens; `wrapper` started it, directly or not; `child` is everything else. */
  readonly role: 'server' | 'wrapper' | 'child'
  /** Its memory, with what it shares divided by who shares it. */
  readonly pssBytes: Bytes
  readonly rssBytes: Bytes
  /** The part of `pssBytes` that is no file's; null before Linux 5.4. */
  readonly anonBytes: Bytes | null
}

/** The document of `floor --compare`: the floors of two programs, searched in turns. */
export interface FloorComparison {
  readonly schema: 'routeheap/floor-comparison@1'
  /** As found in the last round, with the trials of all rounds. */
  readonly a: Floor
  readonly b: Floor
  readonly rounds: readonly FloorRound[]
  /** Of b - a over the rounds. */
  readonly difference: {
    readonly meanBytes: Bytes
    readonly lowestBytes: Bytes
    readonly highestBytes: Bytes
    /** Standard deviation of a sample; null where there is one round. */
    readonly deviationBytes: Bytes | null
  }
  /** Where b is a with remedies applied in memory; null where two programs are compared. */
  readonly remedies: FloorRemedies | null
}

/** What was changed in b, what its heap should lack by that, and what has to be done by hand. */
export interface FloorRemedies extends Pick<Proof, 'byHand' | 'predictedBytes'> {
  readonly applied: Proof['remedies']
}

export interface FloorRound {
  readonly aBytes: Bytes
  readonly bBytes: Bytes
  readonly differenceBytes: Bytes
}
