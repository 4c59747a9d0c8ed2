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
import { code, folded, more, prose, size, table, text, unbroken } from './markdownText.ts'

/** Rows of a table, items of a list. */
const shown = 20

/** A floor, or two that were compared, in a report. */
export function floorBlocks(floor: Floor | FloorComparison): string[] {
  if (floor.schema === 'routeheap/floor-comparison@1') return comparisonBlocks(floor)
  return [
    '#### Floor',
    `${code(floor.subject.name)}: **${prose(floorVerdict(floor))}** ${prose(confidenceWords(floor))}`,
    text(conditions(floor)),
    ...countedBlocks(floor),
    triedBlock(floor),
    ...noteBlocks(floor.notes),
  ]
}

function comparisonBlocks(comparison: FloorComparison): string[] {
  const { a, b, rounds, remedies } = comparison
  return [
    '#### Floor',
    `**${prose(comparisonVerdict(comparison))}**`,
    `- a: ${code(a.subject.name)}\n- b: ${code(b.subject.name)}`,
    text(conditions(a)),
    table(
      ['round', 'a', 'b', 'b − a'],
      rounds
        .slice(0, shown)
        .map(({ aBytes, bBytes, differenceBytes }, index) => [
          String(index + 1),
          size(aBytes),
          size(bBytes),
          unbroken(formatDelta(differenceBytes)),
        ]),
      [1, 2, 3],
    ),
    more(rounds.length - shown, 'round'),
    ...(remedies === null ? [] : remedyBlocks(remedies)),
    ...[a, b].map((side) =>
      folded(
        `${code(side.subject.name)}: what was counted`,
        countedBlocks(side)
          .filter((block) => block !== '')
          .join('\n\n'),
      ),
    ),
    ...noteBlocks([...new Set([...a.notes, ...b.notes])]),
  ]
}

function remedyBlocks(remedies: NonNullable<FloorComparison['remedies']>): string[] {
  const { applied, byHand } = remedies
  return [
    prose(predictionWords(remedies)),
    list(applied.map(appliedWords).map(prose)),
    byHand.length === 0
      ? ''
      : folded(
          'Not in memory, mend by hand',
          list([
            ...byHand
              .slice(0, shown)
              .map(({ title, savingBytes, source }) =>
                [text(title), size(savingBytes), ...(source === null ? [] : [code(source)])].join(', '),
              ),
            more(byHand.length - shown, 'finding'),
          ]),
        ),
  ]
}

const list = (items: readonly string[]) =>
  items
    .filter((item) => item !== '')
    .map((item) => `- ${item}`)
    .join('\n')

function countedBlocks({ unlimited, atFloor, processes }: Floor): string[] {
  const row = (name: string, measured: Floor['atFloor']) => [name, ...measuredCells(measured).map(unbroken)]
  const wrappers = wrapperWords(processes)
  return [
    table(['', ...measuredColumns], [row('without a limit', unlimited), row('at the floor', atFloor)], [1, 2, 3, 4]),
    processes.length === 0
      ? ''
      : table(
          ['processes, healthy and without a limit', 'role', 'PSS'],
          processes
            .slice(0, shown)
            .map(({ command, role, pssBytes }, index) => [
              `${'&nbsp;&nbsp;'.repeat(Math.min(depthOf(processes, index), 8))}${code(withoutFolders(command))}`,
              role,
              size(pssBytes),
            ]),
          [2],
        ),
    more(processes.length - shown, 'process', 'processes'),
    wrappers === null ? '' : prose(wrappers),
  ]
}

function triedBlock(floor: Floor): string {
  const rows = limitsTried(floor).map(({ limit, outcome }) => [unbroken(formatBytes(limit)), prose(outcome)])
  return rows.length === 0 ? '' : folded('Limits tried', table(['limit', 'attempts'], rows, [0]))
}

const noteBlocks = (notes: readonly string[]) => notes.map((note) => `> ${prose(note)}`)
