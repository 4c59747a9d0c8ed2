import type { DeltaEntry, Difference } from '../diff/difference.ts'
import { formatBytes, formatCount, formatDelta, formatPercent } from './bytes.ts'
import { fitted, type Look, padded, paintOf, roomOf, wrapped } from './lines.ts'
import { differenceVerdict, totalLabel } from './words.ts'

const entriesShown = 10

/** Two reports side by side, for a terminal: the totals, then what grew and what shrank apart, largest first. */
export function differenceLines(difference: Difference, look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  const { a, b, matchedBy, routes, validators, findings, categories, totals, notes } = difference
  return [
    `${paint.dim('a')}  ${fitted(a, room - 3)}`,
    `${paint.dim('b')}  ${fitted(b, room - 3)}`,
    paint.dim(`matched by ${matchedBy}`),
    '',
    ...wrapped(differenceVerdict(difference), room - 2).map((line) => `  ${paint.bold(line)}`),
    '',
    ...totals.map((total) => deltaLine('', total, look)),
    ...section('Categories', categories.filter(changed), look),
    ...section('Findings', findings.filter(changed), look),
    ...section(
      'Routes that grew',
      routes.filter(({ deltaBytes }) => deltaBytes > 0),
      look,
    ),
    ...section(
      'Routes that shrank',
      routes.filter(({ deltaBytes }) => deltaBytes < 0),
      look,
    ),
    ...section('Validators', validators.filter(changed), look),
    ...(notes.length > 0 ? [''] : []),
    ...notes.flatMap((note) =>
      wrapped(note, room - 8).map((line, at) => paint.dim(`  ${at === 0 ? 'note' : '    '}  ${line}`)),
    ),
  ]
}

const changed = ({ change }: DeltaEntry) => change !== 'same'

const marks = { added: '+', removed: '-', grew: '▲', shrank: '▼', same: ' ' } as const satisfies Record<
  DeltaEntry['change'],
  string
>

function section(title: string, entries: readonly DeltaEntry[], look: Look): string[] {
  if (entries.length === 0) return []
  const paint = paintOf(look)
  const largest = [...entries].sort((x, y) => Math.abs(y.deltaBytes) - Math.abs(x.deltaBytes)).slice(0, entriesShown)
  const more = entries.length - largest.length
  const sum = entries.reduce((total, { deltaBytes }) => total + deltaBytes, 0)
  return [
    '',
    `  ${paint.bold(title)} ${paint.dim(`${formatCount(entries.length)}, ${formatDelta(sum)}`)}`,
    ...largest.map((entry) => deltaLine(`${marks[entry.change]} `, entry, look)),
    ...(more > 0 ? [`  ${paint.dim(`… ${more} more in the report`)}`] : []),
  ]
}

function deltaLine(mark: string, { key, aBytes, bBytes, deltaBytes }: DeltaEntry, look: Look): string {
  const [paint, room] = [paintOf(look), roomOf(look)]
  const sides = room < 72 ? '' : `${side(aBytes)} → ${side(bBytes)}`.padStart(24)
  const percent = (aBytes === null || room < 60 ? '' : formatPercent(deltaBytes, aBytes)).padStart(room < 60 ? 0 : 8)
  const names = room - 2 - 12 - sides.length - percent.length
  const tone = deltaBytes > 0 ? paint.red : deltaBytes < 0 ? paint.green : paint.dim
  const name = padded(fitted(`${mark}${totalLabel(key)}`, names), names)
  return `  ${name}${tone(formatDelta(deltaBytes).padStart(12))}${paint.dim(percent)}${paint.dim(sides)}`
}

const side = (bytes: number | null) => (bytes === null ? '–' : formatBytes(bytes))
