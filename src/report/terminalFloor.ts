import type { Floor, FloorComparison } from '../floor/result.ts'
import { formatBytes, formatDelta } from './bytes.ts'
import {
  appliedWords,
  comparisonVerdict,
  conditions,
  confidenceWords,
  depthOf,
  floorVerdict,
  limitsTried,
  measuredCells,
  measuredColumns,
  predictionWords,
  withoutFolders,
  wrapperWords,
} from './floorWords.ts'
import { bar, fitted, type Look, padded, paintOf, roomOf, wrapped } from './lines.ts'

/** A floor, or two that were compared. No line is wider than the look. */
export function measuredFloorLines(floor: Floor | FloorComparison, look: Look): string[] {
  return floor.schema === 'routeheap/floor@1' ? floorLines(floor, look) : comparisonLines(floor, look)
}

/** The result of `floor` for a terminal, with what comes next. */
export function renderFloor(floor: Floor | FloorComparison, look: Look): string {
  const next = floor.schema === 'routeheap/floor@1' ? nextLines(floor, look) : []
  return `${[...measuredFloorLines(floor, look), ...next].join('\n')}\n`
}

function floorLines(floor: Floor, look: Look): string[] {
  return [
    ...headLines(floor, look),
    ...partLines(floor, look),
    ...processLines(floor, look),
    ...trialLines(floor, look),
    ...noteLines(floor.notes, look),
  ]
}

function comparisonLines(comparison: FloorComparison, look: Look): string[] {
  const { a, b, rounds, remedies } = comparison
  const [paint, room] = [paintOf(look), roomOf(look)]
  const columns = Math.min(14, Math.floor((room - 12) / 3))
  const row = (cells: readonly string[]) =>
    `  ${cells.map((cell, at) => (at === 0 ? padded(cell, 10) : cell.padStart(columns))).join('')}`
  return [
    paint.bold(fitted(`a  ${a.subject.name}`, room)),
    paint.bold(fitted(`b  ${b.subject.name}`, room)),
    ...wrapped(conditions(a), room).map((line) => paint.dim(line)),
    '',
    ...wrapped(comparisonVerdict(comparison), room - 2).map((line) => `  ${paint.bold(line)}`),
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
  const { applied, byHand } = remedies
  const item = (text: string) => wrapped(text, room - 4).map((line) => `    ${line}`)
  return [
    ...wrapped(predictionWords(remedies), room - 2).map((line) => `  ${line}`),
    ...applied.map(appliedWords).flatMap(item),
    ...(byHand.length === 0 ? [] : ['  Not in memory, mend by hand:']),
    ...byHand
      .map(({ title, savingBytes, source }) => [title, formatBytes(savingBytes), source ?? []].flat().join(', '))
      .flatMap(item)
      .map((line) => paint.dim(line)),
  ]
}

function headLines(floor: Floor, look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  return [
    paint.bold(fitted(floor.subject.name, room)),
    ...wrapped(conditions(floor), room).map((line) => paint.dim(line)),
    '',
    ...wrapped(floorVerdict(floor), room - 2).map((line) => `  ${paint.bold(line)}`),
    ...wrapped(confidenceWords(floor), room - 2).map((line) => `  ${paint.dim(line)}`),
  ]
}

function partLines({ unlimited, atFloor }: Floor, look: Look): string[] {
  // A narrow terminal gets the first and the last column.
  const line = (name: string, cells: readonly string[]) => {
    const shown = roomOf(look) >= 62 ? cells : [cells[0], cells[3]]
    return `  ${padded(name, 16)}${shown.map((cell) => cell.padStart(11)).join('')}`
  }
  return [
    '',
    paintOf(look).dim(line('', measuredColumns)),
    line('without a limit', measuredCells(unlimited)),
    line('at the floor', measuredCells(atFloor)),
  ]
}

function processLines({ processes }: Floor, look: Look): string[] {
  if (processes.length === 0) return []
  const [paint, room] = [paintOf(look), roomOf(look)]
  const names = room - 26
  const rows = processes.map(({ command, role, pssBytes }, index) => {
    const indent = '  '.repeat(Math.min(depthOf(processes, index), 8))
    return `  ${padded(indent + fitted(withoutFolders(command), names - indent.length), names)} ${padded(role, 8)}${formatBytes(pssBytes).padStart(11)}`
  })
  const wrappers = wrapperWords(processes)
  return [
    '',
    paint.dim(
      `  ${padded(fitted('Processes, healthy and without a limit', names), names)} ${padded('', 8)}${'PSS'.padStart(11)}`,
    ),
    ...rows,
    ...(wrappers === null ? [] : wrapped(wrappers, room - 2).map((line) => `  ${paint.yellow(line)}`)),
  ]
}

/** One line a limit, largest first: what was tried and how it went. */
function trialLines(floor: Floor, look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  const tried = limitsTried(floor)
  const width = Math.max(6, room - 58)
  const rows = tried.map(({ limit, outcome }) => {
    const drawn = padded(bar(limit, tried[0].limit, width), width)
    const line = `  ${formatBytes(limit).padStart(9)} ${drawn} ${outcome}`
    return limit === floor.floorBytes ? paint.green(fitted(line, room)) : paint.dim(fitted(line, room))
  })
  return ['', paint.dim('  Limits tried'), ...rows]
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
