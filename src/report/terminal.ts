import type { Ansis } from 'ansis'
import type { Difference } from '../diff/difference.ts'
import { countOf, digitsIn, formatBytes, formatCount, formatPercent, scaleOf } from './bytes.ts'
import { bar, fitted, type Look, padded, paintOf, roomOf, wrapped } from './lines.ts'
import { columnsOf, piecesOf, printable } from './printable.ts'
import type { FindingEntry, Report } from './report.ts'
import { differenceLines } from './terminalDifference.ts'
import { measuredFloorLines } from './terminalFloor.ts'
import { proofLines } from './terminalProof.ts'
import {
  coverageWords,
  environment,
  isDifference,
  partNames,
  partWords,
  reclaimableShare,
  severityMarks,
  stateCounts,
  verdict,
} from './words.ts'

const routesShown = 8
const groupsShown = 8
const packagesShown = 3
const findingsShown = 12
const reasonsShown = 4
const holdersShown = 3
/** The saving of a finding stands at the right of its code, and not farther away. */
const widestHead = 100

/**
 * The report for a terminal, enough on its own: the verdict, what routes are made of, the largest routes, what to mend
 * and what next. No line is wider than `width`, whatever the names are; no name moves the cursor.
 */
export function renderTerminal(document: Report | Difference, look: Look): string {
  const lines = isDifference(document) ? differenceLines(document, look) : reportLines(document, look)
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

function reportLines(report: Report, look: Look): string[] {
  return [
    ...headLines(report, look),
    ...partLines(report, look),
    ...routeLines(report, look),
    ...coverageLines(report, look),
    ...unattributedLines(report, look),
    ...findingLines(report, look),
    ...measurementLines(report, look),
    ...endLines(report, look),
  ]
}

function headLines(report: Report, look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  const { tool, subject, totals } = report
  const about = [`${tool.name} ${tool.version}`, environment(report)].filter((text) => text !== '').join(' · ')
  const states = [
    ...stateCounts(totals),
    ...(totals.toolBytes > 0 ? [`${formatBytes(totals.toolBytes)} of the heap is ours`] : []),
  ]
  return [
    paint.bold(fitted(subject.name, room)),
    ...wrapped(about, room).map((line) => paint.dim(line)),
    '',
    ...wrapped(verdict(report), room - 2).map((line) => `  ${paint.bold(line)}`),
    ...(totals.routes > 0 ? wrapped(states.join(' · '), room - 2).map((line) => `  ${paint.dim(line)}`) : []),
  ]
}

function partLines({ parts, totals }: Report, look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  const present = partNames.filter((name) => parts[name] > 0).sort((a, b) => parts[b] - parts[a])
  if (present.length === 0) return []
  const scale = scaleOf(parts[present[0]])
  const columns = room - 42
  const lines = present.map((name) => {
    const size = `${digitsIn(scale, parts[name])} ${scale.unit}`
    const drawn = columns < 4 ? '' : padded(bar(parts[name], parts[present[0]], columns), columns + 1)
    const percent = formatPercent(parts[name], totals.routeBytes).padStart(6)
    return `  ${padded(partWords[name].label, 17)} ${size.padStart(10)}   ${paint.cyan(drawn)}${percent}`
  })
  const head = `${padded('Parts of routes', 17)} ${'share'.padStart(10)}`
  return ['', `  ${paint.dim(head)}`, ...lines]
}

function routeLines(report: Report, look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  const routes = report.routes.filter(({ middleware }) => !middleware)
  const shown = routes.slice(0, routesShown)
  if (shown.length === 0) return []
  const scale = scaleOf(shown[0].shareBytes)
  const states = Math.max(0, ...shown.map(({ state }) => (state === 'live' ? 0 : state.length + 2)))
  const given = room - 2 - 11 - states
  const withSources = room >= 72 && shown.some(({ source }) => source !== null)
  // A name is cut only where its place in the source would have no room; then both get what they need, no more.
  const longest = Math.max(14, ...shown.map((route) => columnsOf(printable(route.key.slice(0, room)))))
  const names = Math.min(longest, withSources ? Math.ceil(given * 0.6) : given)
  const sources = withSources ? given - names - 2 : 0
  const head = `${padded('Largest routes', names)}${'share'.padStart(11)}${padded('', states)}${withSources ? '  source' : ''}`
  const lines = shown.map((route) => {
    const size = `${digitsIn(scale, route.shareBytes)} ${scale.unit}`.padStart(11)
    const state = padded(route.state === 'live' ? '' : `  ${route.state}`, states)
    const source = withSources ? `  ${paint.dim(tailOf(route.source ?? '', sources))}` : ''
    return `  ${padded(fitted(route.key, names), names)}${size}${paint.red(state)}${source}`
  })
  const more = routes.length - shown.length
  return [
    '',
    `  ${paint.dim(head)}`,
    ...lines,
    ...(more > 0 ? [`  ${paint.dim(`… ${formatCount(more)} more in the report`)}`] : []),
  ]
}

/** What composition added, and how much of it is accounted for. */
function coverageLines({ coverage }: Report, look: Look): string[] {
  if (coverage === null || coverage.addedBytes === 0) return []
  const [paint, room] = [paintOf(look), roomOf(look)]
  const words = wrapped(printable(coverageWords(coverage, packagesShown)), room - 4)
  const head = fitted(`Composition added ${formatBytes(coverage.addedBytes)}`, room - 2)
  return ['', `  ${paint.dim(head)}`, ...words.map((line) => `    ${line}`)]
}

/** What composition added, where no route can be named: the largest groups, and the sum of all. */
function unattributedLines({ routes, unattributed, coverage }: Report, look: Look): string[] {
  if (routes.length > 0 || unattributed.length === 0) return []
  const [paint, room] = [paintOf(look), roomOf(look)]
  const scale = scaleOf(unattributed[0].bytes)
  const all = coverage === null ? '' : ` (${formatBytes(coverage.addedBytes - coverage.ownedBytes)} in all)`
  const shown = unattributed.slice(0, groupsShown)
  const longest = Math.max(...shown.map(({ name }) => columnsOf(printable(name.slice(0, room)))))
  const names = Math.min(longest, room - 26)
  const lines = shown.map(({ name, count, bytes }) => {
    const size = `${digitsIn(scale, bytes)} ${scale.unit}`.padStart(11)
    return `  ${padded(fitted(name, names), names)}${formatCount(count).padStart(12)}${size}`
  })
  return [
    '',
    ...wrapped(`What composition added without an owner, by constructor${all}`, room - 2).map(
      (line) => `  ${paint.dim(line)}`,
    ),
    ...lines,
  ]
}

/** The end of a source position: the file and the line tell more than the folder. */
function tailOf(source: string, columns: number): string {
  const pieces = piecesOf(printable(source.slice(-500)))
  if (columnsOf(pieces.join('')) <= columns) return pieces.join('')
  while (pieces.length > 0 && columnsOf(pieces.join('')) > columns - 1) pieces.shift()
  return `…${pieces.join('')}`
}

const tones = { error: 'red', warning: 'yellow', note: 'dim' } as const satisfies Record<
  FindingEntry['severity'],
  keyof Ansis
>

function findingLines({ findings, holders }: Report, look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  const lines = findings.slice(0, findingsShown).flatMap((finding) => {
    const { severity, code, title, why, remedy, source, evidence } = finding
    const held = finding.holders.slice(0, holdersShown).map((index) => holders[index])
    const back = backOf(finding, room)
    const width = Math.min(room, widestHead)
    const left = fitted(`${severityMarks[severity]} ${code}`, width - back.length - 4)
    const ids = evidence.slice(0, 3).map((id) => `@${id}`)
    return [
      '',
      `  ${paint[tones[severity]](padded(left, width - back.length - 4))}  ${paint.bold(back)}`,
      ...hanging('', title, room).map((line) => paint.bold(line)),
      ...why.slice(0, reasonsShown).flatMap((reason, index) => hanging(index === 0 ? 'why' : ' ', reason, room)),
      ...hanging('fix', remedy, room).map((line) => paint.green(line)),
      ...held.flatMap(({ name, source }) => hanging('held', `by ${name}${source === null ? '' : `, ${source}`}`, room)),
      ...(source === null ? [] : [paint.dim(`    at   ${fitted(source, room - 9)}`)]),
      ...(ids.length === 0 ? [] : [paint.dim(`    see  ${fitted(ids.join(' '), room - 9)}`)]),
    ]
  })
  const more = findings.length - findingsShown
  return [...lines, ...(more > 0 ? ['', `  ${paint.dim(`… ${countOf(more, 'more finding')} in the report`)}`] : [])]
}

function backOf({ savingBytes, cachedBytes }: FindingEntry, room: number): string {
  const back = `${formatBytes(savingBytes)} back`
  return cachedBytes > 0 && room >= 60 ? `${back} (+${formatBytes(cachedBytes)} in caches)` : back
}

/** A word in the margin and running text beside it. */
function hanging(word: string, text: string, room: number): string[] {
  const margin = word === '' ? 4 : 9
  const indent = word === '' ? '    ' : '         '
  return wrapped(text, room - margin).map((line, index) =>
    index === 0 && word !== '' ? `    ${padded(word, 5)}${line}` : `${indent}${line}`,
  )
}

/** What `prove` and `floor` have measured, each below its name. */
function measurementLines({ proof, floor }: Report, look: Look): string[] {
  const margin = roomOf(look) < 60 ? '' : '  '
  const within = { ...look, width: roomOf(look) - margin.length }
  const section = (name: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', `  ${paintOf(look).dim(name)}`, ...lines.map((line) => margin + line)]
  return [
    ...section('Proof', proof === null ? [] : proofLines(proof, within)),
    ...section('Floor', floor === null ? [] : measuredFloorLines(floor, within)),
  ]
}

function endLines(report: Report, look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  const { totals, notes } = report
  const back = totals.reclaimableBytes
  const share = room < 60 ? null : reclaimableShare(report)
  return [
    ...shownNotes(notes).flatMap((note, index) => [
      ...(index === 0 ? [''] : []),
      ...hanging('note', note, room).map((line) => paint.dim(line)),
    ]),
    ...(back > 0
      ? ['', `  ${paint.bold(`Reclaimable: ${formatBytes(back)}`)}${share === null ? '' : ` (${share})`}`]
      : []),
    ...(back > 0 ? [] : ['']),
    ...nextLines(report)
      .flatMap((line) => wrapped(line, room - 8))
      .map((line, index) => `  ${paint.dim(index === 0 ? 'Next  ' : '      ')}${line}`),
  ]
}

const mostNotes = 3

/** The first ones; how many others there are. */
function shownNotes(notes: readonly string[]): string[] {
  const more = notes.length - mostNotes
  if (more <= 0) return [...notes]
  return [...notes.slice(0, mostNotes), `${countOf(more, 'more note')} ${more === 1 ? 'is' : 'are'} in the report.`]
}

/** What to do next; of an app without routes that was put together before our eyes, only its snapshots can tell more. */
function nextLines({ routes, findings, coverage }: Report): string[] {
  if (routes.length === 0 && findings.length === 0)
    return coverage === null
      ? ['routeheap analyze --help  how to say which app to boot']
      : ['routeheap capture <app>  keep its snapshots, to look with DevTools for what composition added']
  return [
    ...(routes.length > 0 ? ['routeheap explain "GET /path" <report>  why its bytes are there'] : []),
    ...(findings.length > 0 ? ['mend a finding, analyze again, then routeheap diff <before> <after>'] : []),
  ]
}
