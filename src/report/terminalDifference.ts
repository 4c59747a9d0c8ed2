import type { DeltaEntry, Difference } from '../diff/difference.ts'
import { formatBytes, formatCount, formatDelta, formatGrowth } from './bytes.ts'
import { bar, fitted, type Look, padded, paintOf, roomOf, wrapped } from './lines.ts'
import { changesOf, differenceVerdict, type ListName, slightSums, sumWords, totalLabel } from './words.ts'

const entriesShown = 10

/** Two reports side by side, for a terminal: the totals, then what grew and what shrank apart, largest first. */
export function differenceLines(difference: Difference, look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  const { a, b, matchedBy, routes, totals, notes } = difference
  const changed = (entries: readonly DeltaEntry[]) => changesOf(difference, entries)
  const changedRoutes = changed(routes)
  return [
    `${paint.dim('a')}  ${fitted(a, room - 3)}`,
    `${paint.dim('b')}  ${fitted(b, room - 3)}`,
    paint.dim(`matched by ${matchedBy}`),
    '',
    ...wrapped(differenceVerdict(difference), room - 2).map((line) => `  ${paint.bold(line)}`),
    '',
    ...deltaLines(totals, look, () => ''),
    ...section('Categories', 'categories', changed(difference.categories), look),
    ...section('Findings', 'findings', changed(difference.findings), look),
    ...section(
      'Routes up',
      'routes',
      changedRoutes.filter(({ deltaBytes }) => deltaBytes > 0),
      look,
    ),
    ...section(
      'Routes down',
      'routes',
      changedRoutes.filter(({ deltaBytes }) => deltaBytes < 0),
      look,
    ),
    ...section('Validators', 'validators', changed(difference.validators), look),
    ...slightLines(difference, look),
    ...(notes.length > 0 ? [''] : []),
    ...notes.flatMap((note) =>
      wrapped(note, room - 8).map((line, at) => paint.dim(`  ${at === 0 ? 'note' : '    '}  ${line}`)),
    ),
  ]
}

function slightLines(difference: Difference, look: Look): string[] {
  const text = slightSums(difference)
  if (text === null) return []
  const [paint, room] = [paintOf(look), roomOf(look)]
  return ['', ...wrapped(text, room - 2).map((line) => paint.dim(`  ${line}`))]
}

const marks = { added: '+', removed: '-', grew: '▲', shrank: '▼', same: ' ' } as const satisfies Record<
  DeltaEntry['change'],
  string
>

function section(title: string, list: ListName, entries: readonly DeltaEntry[], look: Look): string[] {
  if (entries.length === 0) return []
  const paint = paintOf(look)
  const largest = [...entries].sort((x, y) => Math.abs(y.deltaBytes) - Math.abs(x.deltaBytes)).slice(0, entriesShown)
  const more = entries.length - largest.length
  return [
    '',
    `  ${paint.bold(title)} ${paint.dim([formatCount(entries.length), ...sumWords(list, entries)].join(', '))}`,
    ...deltaLines(largest, look, (entry) => `${marks[entry.change]} `),
    ...(more > 0 ? [`  ${paint.dim(`… ${formatCount(more)} more in the report`)}`] : []),
  ]
}

/** Names are given so many columns; what a wider terminal has besides is for bars. */
const widestName = 60
const leastBar = 12

/** Lines of one section: what it was and is where there is room, and bars on one scale where there is more. */
function deltaLines(entries: readonly DeltaEntry[], look: Look, markOf: (entry: DeltaEntry) => string): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  const largest = Math.max(0, ...entries.map(({ deltaBytes }) => Math.abs(deltaBytes)))
  const growths = entries.map(({ aBytes, deltaBytes }) => (aBytes === null ? '' : formatGrowth(deltaBytes, aBytes)))
  const widest = growths.reduce((most, { length }) => Math.max(most, length), 6)
  const [sides, percents] = [room < 72 ? 0 : 24, room < 60 ? 0 : widest + 2]
  const given = room - 2 - 12 - sides - percents
  const names = given - widestName - 2 < leastBar ? given : widestName
  const bars = given - names - 2
  return entries.map((entry, at) => {
    const { key, aBytes, bBytes, deltaBytes } = entry
    const tone = deltaBytes > 0 ? paint.red : deltaBytes < 0 ? paint.green : paint.dim
    const name = padded(fitted(`${markOf(entry)}${totalLabel(key)}`, names), names)
    const both = `${side(aBytes)} → ${side(bBytes)}`.padStart(sides)
    return [
      `  ${name}${tone(formatDelta(deltaBytes).padStart(12))}`,
      percents === 0 ? '' : paint.dim(growths[at].padStart(percents)),
      sides === 0 ? '' : paint.dim(both),
      bars < leastBar ? '' : `  ${tone(bar(Math.abs(deltaBytes), largest, bars))}`,
    ].join('')
  })
}

const side = (bytes: number | null) => (bytes === null ? '–' : formatBytes(bytes))
