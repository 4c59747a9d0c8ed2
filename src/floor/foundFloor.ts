import { RouteheapError } from '../error.ts'
import type { Bytes } from '../snapshot/snapshot.ts'
import type { Begun } from './begun.ts'
import { mebibyte } from './heapLimit.ts'
import type { Floor, Measured, ProcessEntry, Trial } from './result.ts'
import { searchFloor } from './search.ts'

/** Where nothing is known to begin with, and the least that is tried before a search gives up. */
const firstGuess = 64 * mebibyte
const leastMost = 1024 * mebibyte
const stepsOfPeak = 40
const leastStep = 4 * mebibyte

/** The step that was asked for, or one that suits the largest of the programs. */
export function stepFor(programs: readonly Begun[]): Bytes {
  const largest = Math.max(...programs.map(guessOf))
  let step = leastStep
  while (step < largest / stepsOfPeak) step *= 2
  return programs[0].bench.stepBytes ?? step
}

const guessOf = ({ unlimited, processes }: Begun): Bytes => unlimited.peakBytes ?? rssOf(processes) ?? firstGuess

/** Searches the floor of a program that has begun. A second search begins where `guessBytes` says. */
export async function foundFloor(begun: Begun, stepBytes: Bytes, guessBytes?: Bytes): Promise<Floor> {
  const { bench, program, trials, unlimited, processes } = begun
  const { confirmations, limits, health, options } = bench
  const guess = guessBytes ?? guessOf(begun)
  const trees = new Map<Bytes, readonly ProcessEntry[]>()
  const { floorBytes, confidence } = await searchFloor(
    async (limitBytes) => {
      const { trial, processes: tree } = await begun.attempt(limitBytes)
      if (trial.ok) trees.set(limitBytes, tree)
      return trial.ok
    },
    { stepBytes, confirmations, guessBytes: guess, mostBytes: Math.max(leastMost, 4 * guess) },
  )
  if (floorBytes === null) throw noFloor(program.subject.name, trials)
  const at = trials.filter(({ limitBytes, ok }) => ok && limitBytes === floorBytes)
  return {
    schema: 'routeheap/floor@1',
    subject: program.subject,
    method: limits.method,
    approximate: limits.method === 'heap-limit',
    pageCache: options.cold === true ? 'cold' : 'warm',
    health,
    floorBytes,
    stepBytes,
    confidence,
    unlimited: measured([unlimited]),
    atFloor: measured(at),
    processes,
    processesAtFloor: trees.get(floorBytes) ?? [],
    trials: [...trials],
    notes: [
      ...limits.notes,
      ...program.notes,
      ...borderNotes(trials, floorBytes, stepBytes),
      ...reasonNotes(trials, limits.method),
    ],
  }
}

function noFloor(path: string, trials: readonly Trial[]): RouteheapError {
  const { limitBytes, reason, detail } = trials[trials.length - 1]
  return new RouteheapError('no-floor', {
    path,
    mebibytes: Math.round((limitBytes ?? 0) / mebibyte),
    reason: detail ?? reason ?? 'unknown',
  })
}

function measured(trials: readonly Trial[]): Measured {
  return {
    bootMs: median(trials.map(({ bootMs }) => bootMs)),
    peakBytes: median(trials.map(({ peakBytes }) => peakBytes)),
    anonBytes: median(trials.map(({ anonBytes }) => anonBytes)),
    fileBytes: median(trials.map(({ fileBytes }) => fileBytes)),
  }
}

function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b)
  return known[Math.floor(known.length / 2)] ?? null
}

const rssOf = (processes: readonly ProcessEntry[]): Bytes | null =>
  processes.length === 0 ? null : Math.max(...processes.map(({ rssBytes }) => rssBytes))

/** What attempts disagree on: around the floor, and far above it, where a boot needed more than others. */
function borderNotes(trials: readonly Trial[], floorBytes: Bytes, stepBytes: Bytes): string[] {
  const limits = (ok: boolean) => trials.flatMap((trial) => (trial.ok === ok ? (trial.limitBytes ?? []) : []))
  const lowest = Math.min(...limits(true))
  const failed = limits(false)
  const near = failed.filter((limit) => limit >= lowest && limit <= floorBytes + stepBytes)
  const far = trials.filter(({ ok, limitBytes }) => !ok && (limitBytes ?? 0) > floorBytes + stepBytes)
  const highest = Math.max(...near)
  const larger = 2 * (highest - lowest + stepBytes)
  return [
    ...(near.length === 0
      ? []
      : [
          `The border is not sharp: ${inMebibytes(lowest)} was enough at one time, and ${highest === lowest ? '' : `${inMebibytes(highest)} was `}not at another.${
            highest - lowest < stepBytes ? '' : ` A larger step is surer: --step ${Math.ceil(larger / mebibyte)}MiB.`
          }`,
        ]),
    ...far.map(
      ({ limitBytes, detail }) =>
        `In ${inMebibytes(limitBytes!)} one attempt failed (${detail}), and others did not: leave room above the floor.`,
    ),
  ]
}

const inMebibytes = (bytes: Bytes): string => `${Math.round((100 * bytes) / mebibyte) / 100} MiB`

/** Attempts that failed for what may not be memory. */
function reasonNotes(trials: readonly Trial[], method: Floor['method']): string[] {
  const others = trials.filter(
    ({ reason }) => reason === 'exited' || reason === 'never-listened' || reason === 'unhealthy',
  )
  const details = [...new Set(others.map(({ detail }) => detail))].slice(0, 3).join('; ')
  const heap = method !== 'heap-limit' && trials.some(({ reason }) => reason === 'heap-limit')
  return [
    ...(others.length === 0 ? [] : [`${others.length} attempts were not ended by the limit itself: ${details}.`]),
    ...(heap
      ? [
          'V8 gave up before the kernel did: its heap limit is half of the limit of memory, and 256 MB at least. With ' +
            '--max-old-space-size in NODE_OPTIONS the floor may be lower.',
        ]
      : []),
  ]
}
