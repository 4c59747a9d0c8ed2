import type { Floor, FloorComparison, ProcessEntry, Trial } from '../floor/result.ts'
import { countOf, formatBytes, formatDelta, formatPercent } from './bytes.ts'

const methods: Record<Floor['method'], string> = {
  'cgroup-v2': 'cgroup v2 · swap off',
  'cgroup-v1': 'cgroup v1 · swap off',
  'systemd-scope': 'scope of systemd · swap off',
  'heap-limit': "approximate: V8's heap limit, not memory",
}
const reasons: Record<NonNullable<Trial['reason']>, string> = {
  oom: 'killed: out of memory',
  'heap-limit': 'V8 reached its heap limit',
  killed: 'killed',
  exited: 'exited',
  'never-listened': 'never listened',
  unhealthy: 'not healthy',
}

/** `73 MiB` where it is a whole number of them, as limits are written for containers; else the exact bytes. */
export const limitText = (bytes: number): string => {
  for (const [unit, size] of [
    ['MiB', 1024 ** 2],
    ['KiB', 1024],
  ] as const)
    if (bytes % size === 0) return `${bytes / size} ${unit}`
  return `${bytes} B`
}

/** What was limited, and what had to pass. */
export function conditions({ method, pageCache, health }: Floor): string {
  const cache =
    method === 'heap-limit'
      ? []
      : [`files ${pageCache === 'warm' ? 'read before (warm)' : 'read from the disk (cold)'}`]
  return [methods[method], ...cache, `${countOf(health.checks, 'health check')} on ${health.path}`].join(' · ')
}

/** The floor in a sentence. */
export const floorVerdict = ({ floorBytes, approximate }: Floor): string =>
  `Starts and stays healthy in ${formatBytes(floorBytes)} (${limitText(floorBytes)})${approximate ? ' of heap' : ''}.`

/** How sure it is. */
export function confidenceWords({ stepBytes, confidence }: Floor): string {
  const { healthyAtFloor, attemptsAtFloor, healthyBelow, attemptsBelow } = confidence
  const below =
    attemptsBelow === 0
      ? `it is one step (${limitText(stepBytes)}), less was not tried`
      : `${healthyBelow} of ${attemptsBelow} one step (${limitText(stepBytes)}) below`
  return `${healthyAtFloor} of ${attemptsAtFloor} attempts were healthy there, ${below}.`
}

/** What of two programs the second needs more than the first, in a sentence. */
export function comparisonVerdict({ a, rounds, difference }: FloorComparison): string {
  const { meanBytes, lowestBytes, highestBytes, deviationBytes } = difference
  const range =
    lowestBytes === highestBytes ? 'the same each time' : `${formatDelta(lowestBytes)} to ${formatDelta(highestBytes)}`
  const deviation = deviationBytes === null ? '' : `, standard deviation ${formatBytes(deviationBytes)}`
  const needs = meanBytes === 0 ? `as much as a, in steps of ${limitText(a.stepBytes)}` : formatDelta(meanBytes)
  return `b needs ${needs} (mean of ${countOf(rounds.length, 'round')}: ${range}${deviation}).`
}

type Remedies = NonNullable<FloorComparison['remedies']>

export const predictionWords = ({ predictedBytes }: Remedies): string =>
  `Its heap was predicted to lack ${formatBytes(predictedBytes)}. In b:`

export const appliedWords = ({ name, does, places }: Remedies['applied'][number]): string =>
  `${name}: ${does} (${countOf(places, 'place')})`

export const measuredColumns = ['peak', 'anonymous', 'files', 'boot'] as const

/** What was counted without a limit or at the floor, a cell for each of `measuredColumns`. */
export function measuredCells({ peakBytes, anonBytes, fileBytes, bootMs }: Floor['atFloor']): readonly string[] {
  const amounts = [peakBytes, anonBytes, fileBytes].map((bytes) => (bytes === null ? '–' : formatBytes(bytes)))
  return [...amounts, `${bootMs ?? '–'} ms`]
}

/** What the wrappers of a server cost; null where there are none. */
export function wrapperWords(processes: readonly ProcessEntry[]): string | null {
  const sumOf = (some: readonly ProcessEntry[]) => some.reduce((total, { pssBytes }) => total + pssBytes, 0)
  const [all, wrappers] = [sumOf(processes), sumOf(processes.filter(({ role }) => role === 'wrapper'))]
  return wrappers === 0
    ? null
    : `Wrappers take ${formatBytes(wrappers)} of ${formatBytes(all)} (${formatPercent(wrappers, all)}): start the server itself to be rid of them.`
}

/** How many processes started each other above this one. */
export function depthOf(processes: readonly ProcessEntry[], index: number): number {
  const { parent } = processes[index]
  return parent === null ? 0 : 1 + depthOf(processes, parent)
}

/** A command without the folders of the machine that it ran on: `node /home/me/app/server.js` is `node server.js`. */
export function withoutFolders(command: string): string {
  return command.replace(/(^|[\s=])(?:\/|[A-Za-z]:\\)[^\s=]*[/\\](?=[^\s/\\])/g, '$1')
}

/** Every limit that was tried, largest first, and how it went. */
export function limitsTried({ trials }: Floor): readonly { readonly limit: number; readonly outcome: string }[] {
  const limits = [...new Set(trials.flatMap(({ limitBytes }) => (limitBytes === null ? [] : [limitBytes])))]
  return limits
    .sort((a, b) => b - a)
    .map((limit) => ({ limit, outcome: outcome(trials.filter(({ limitBytes }) => limitBytes === limit)) }))
}

function outcome(trials: readonly Trial[]): string {
  const healthy = trials.filter(({ ok }) => ok)
  const failed = trials.find(({ ok }) => !ok)
  const times = trials.length === 1 ? '' : `${healthy.length} of ${trials.length} `
  if (failed === undefined) return `${times}healthy, ${Math.max(...healthy.map(({ bootMs }) => bootMs ?? 0))} ms`
  const why = reasons[failed.reason ?? 'exited']
  return healthy.length === 0
    ? `${trials.length === 1 ? '' : `${trials.length}× `}${why}`
    : `${times}healthy, else ${why}`
}
