import type { Floor, FloorComparison, FloorOptions, Trial } from '../index.ts'
import { countOf, formatBytes, formatDelta, formatPercent } from '../report/bytes.ts'
import { bar, fitted, type Look, padded, paintOf, roomOf, wrapped } from '../report/lines.ts'

type FloorProgress = Parameters<NonNullable<FloorOptions['onProgress']>>[0]
type Measured = Floor['atFloor']

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
const limitText = (bytes: number): string => {
  for (const [unit, size] of [
    ['MiB', 1024 ** 2],
    ['KiB', 1024],
  ] as const)
    if (bytes % size === 0) return `${bytes / size} ${unit}`
  return `${bytes} B`
}

export function progressText({ subject, limitBytes, last }: FloorProgress): string {
  const before =
    last === null || last.limitBytes === null
      ? ''
      : `, ${limitText(last.limitBytes)} ${last.ok ? 'was enough' : 'was not'}`
  return limitBytes === null ? `${subject} without a limit` : `trying ${limitText(limitBytes)}${before}`
}

/** The result for a terminal. No line is wider than the look. */
export function floorLines(floor: Floor, look: Look): string[] {
  return [
    ...headLines(floor, look),
    ...partLines(floor, look),
    ...processLines(floor, look),
    ...trialLines(floor, look),
    ...noteLines(floor.notes, look),
    ...nextLines(floor, look),
  ]
}

export function comparisonLines({ a, b, rounds, difference, remedies }: FloorComparison, look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  const { meanBytes, lowestBytes, highestBytes, deviationBytes } = difference
  const range =
    lowestBytes === highestBytes ? 'the same each time' : `${formatDelta(lowestBytes)} to ${formatDelta(highestBytes)}`
  const deviation = deviationBytes === null ? '' : `, standard deviation ${formatBytes(deviationBytes)}`
  const columns = Math.min(14, Math.floor((room - 12) / 3))
  const row = (cells: readonly string[]) =>
    `  ${cells.map((cell, at) => (at === 0 ? padded(cell, 10) : cell.padStart(columns))).join('')}`
  return [
    paint.bold(fitted(`a  ${a.subject.name}`, room)),
    paint.bold(fitted(`b  ${b.subject.name}`, room)),
    ...wrapped(conditions(a), room).map((line) => paint.dim(line)),
    '',
    ...wrapped(
      `b needs ${meanBytes === 0 ? `as much as a, in steps of ${limitText(a.stepBytes)}` : formatDelta(meanBytes)} (mean of ${countOf(rounds.length, 'round')}: ${range}${deviation}).`,
      room - 2,
    ).map((line) => `  ${paint.bold(line)}`),
    ...remedyLines(remedies, look),
    '',
    paint.dim(row(['round', 'a', 'b', 'b − a'])),
    ...rounds.map(({ aBytes, bBytes, differenceBytes }, index) =>
      row([String(index + 1), formatBytes(aBytes), formatBytes(bBytes), formatDelta(differenceBytes)]),
    ),
    ...[a, b].flatMap((floor) => [
      '',
      paint.bold(fitted(floor.subject.name, room)),
      ...partLines(floor, look),
      ...processLines(floor, look),
    ]),
    ...noteLines([...new Set([...a.notes, ...b.notes])], look),
  ]
}

/** What was changed in b, and what is left to be done by hand. */
function remedyLines(remedies: FloorComparison['remedies'], look: Look): string[] {
  if (remedies === null) return []
  const [paint, room] = [paintOf(look), roomOf(look)]
  const { applied, byHand, predictedBytes } = remedies
  const item = (text: string, paintLine: (line: string) => string) =>
    wrapped(text, room - 4).map((line) => `    ${paintLine(line)}`)
  return [
    ...wrapped(`Its heap was predicted to lack ${formatBytes(predictedBytes)}. In b:`, room - 2).map(
      (line) => `  ${line}`,
    ),
    ...applied.flatMap(({ name, does, places }) =>
      item(`${name}: ${does} (${countOf(places, 'place')})`, (line) => line),
    ),
    ...(byHand.length === 0 ? [] : ['  Not in memory, mend by hand:']),
    ...byHand.flatMap(({ title, savingBytes, source }) =>
      item(`${title}, ${formatBytes(savingBytes)}${source === null ? '' : `, ${source}`}`, paint.dim),
    ),
  ]
}

function conditions({ method, pageCache, health }: Floor): string {
  const cache =
    method === 'heap-limit'
      ? []
      : [`files ${pageCache === 'warm' ? 'read before (warm)' : 'read from the disk (cold)'}`]
  return [methods[method], ...cache, `${countOf(health.checks, 'health check')} on ${health.path}`].join(' · ')
}

function headLines(floor: Floor, look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  const { floorBytes, stepBytes, confidence } = floor
  const { healthyAtFloor, attemptsAtFloor, healthyBelow, attemptsBelow } = confidence
  const verdict = `Starts and stays healthy in ${formatBytes(floorBytes)} (${limitText(floorBytes)})${floor.approximate ? ' of heap' : ''}.`
  const below =
    attemptsBelow === 0
      ? `it is one step (${limitText(stepBytes)}), less was not tried`
      : `${healthyBelow} of ${attemptsBelow} one step (${limitText(stepBytes)}) below`
  const sure = `${healthyAtFloor} of ${attemptsAtFloor} attempts were healthy there, ${below}.`
  return [
    paint.bold(fitted(floor.subject.name, room)),
    ...wrapped(conditions(floor), room).map((line) => paint.dim(line)),
    '',
    ...wrapped(verdict, room - 2).map((line) => `  ${paint.bold(line)}`),
    ...wrapped(sure, room - 2).map((line) => `  ${paint.dim(line)}`),
  ]
}

function partLines({ unlimited, atFloor }: Floor, look: Look): string[] {
  const paint = paintOf(look)
  const amount = (bytes: number | null) => (bytes === null ? '–' : formatBytes(bytes))
  const boot = (ms: number | null) => `${ms ?? '–'} ms`
  // A narrow terminal gets the first and the last column.
  const line = (name: string, cells: readonly string[]) => {
    const shown = roomOf(look) >= 62 ? cells : [cells[0], cells[3]]
    return `  ${padded(name, 16)}${shown.map((cell) => cell.padStart(11)).join('')}`
  }
  const row = (name: string, { peakBytes, anonBytes, fileBytes, bootMs }: Measured) =>
    line(name, [amount(peakBytes), amount(anonBytes), amount(fileBytes), boot(bootMs)])
  return [
    '',
    paint.dim(line('', ['peak', 'anonymous', 'files', 'boot'])),
    row('without a limit', unlimited),
    row('at the floor', atFloor),
  ]
}

function processLines({ processes }: Floor, look: Look): string[] {
  if (processes.length === 0) return []
  const [paint, room] = [paintOf(look), roomOf(look)]
  const depth = (index: number): number => {
    const { parent } = processes[index]
    return parent === null ? 0 : 1 + depth(parent)
  }
  const names = room - 26
  const rows = processes.map(({ command, role, pssBytes }, index) => {
    const indent = '  '.repeat(Math.min(depth(index), 8))
    return `  ${padded(indent + fitted(command, names - indent.length), names)} ${padded(role, 8)}${formatBytes(pssBytes).padStart(11)}`
  })
  const sum = processes.reduce((total, { pssBytes }) => total + pssBytes, 0)
  const wrappers = processes
    .filter(({ role }) => role === 'wrapper')
    .reduce((total, { pssBytes }) => total + pssBytes, 0)
  const verdict = `Wrappers take ${formatBytes(wrappers)} of ${formatBytes(sum)} (${formatPercent(wrappers, sum)}): start the server itself to be rid of them.`
  return [
    '',
    paint.dim(
      `  ${padded(fitted('Processes, healthy and without a limit', names), names)} ${padded('', 8)}${'PSS'.padStart(11)}`,
    ),
    ...rows,
    ...(wrappers === 0 ? [] : wrapped(verdict, room - 2).map((line) => `  ${paint.yellow(line)}`)),
  ]
}

/** One line a limit, largest first: what was tried and how it went. */
function trialLines({ trials, floorBytes }: Floor, look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  const limits = [...new Set(trials.flatMap(({ limitBytes }) => (limitBytes === null ? [] : [limitBytes])))].sort(
    (a, b) => b - a,
  )
  const width = Math.max(6, room - 58)
  const rows = limits.map((limit) => {
    const of = trials.filter(({ limitBytes }) => limitBytes === limit)
    const drawn = padded(bar(limit, limits[0], width), width)
    const line = `  ${formatBytes(limit).padStart(9)} ${drawn} ${outcome(of)}`
    return limit === floorBytes ? paint.green(fitted(line, room)) : paint.dim(fitted(line, room))
  })
  return ['', paint.dim('  Limits tried'), ...rows]
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

function noteLines(notes: readonly string[], look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  return notes.flatMap((note, index) => [
    ...(index === 0 ? [''] : []),
    ...wrapped(note, room - 9).map((line, at) => paint.dim(`  ${at === 0 ? 'note ' : '     '}  ${line}`)),
  ])
}

function nextLines({ approximate, floorBytes }: Floor, look: Look): string[] {
  const paint = paintOf(look)
  const mebibytes = Math.ceil(floorBytes / 1024 ** 2)
  const line = approximate
    ? `node --max-old-space-size=${mebibytes}  the same limit by hand`
    : `docker run -m ${mebibytes}m --memory-swap ${mebibytes}m …  the same limit by hand`
  return ['', `  ${paint.dim(`Next  ${fitted(line, roomOf(look) - 8)}`)}`]
}
