import { Ansis } from 'ansis'
import type { FindingEntry, PathStep, Report, RouteEntry } from '../index.ts'
import { countOf, formatBytes, formatCount, formatPercent } from '../report/bytes.ts'
import type { SharedBytes } from '../report/evidence.ts'
import { bar, fitted, wrapped } from '../report/lines.ts'
import { repositoryLink } from '../report/places.ts'
import { columnsOf, printable, shortened } from '../report/printable.ts'
import { type Siblings, siblingsOf } from '../report/siblings.ts'
import { partNames, partWords, routerName, severityMarks, stateText } from '../report/words.ts'

interface Look {
  readonly width: number
  readonly colour: boolean
}

/** One route as text: what it is, what it holds and shares, what is like it, what is wrong with it, what keeps it. */
export function describeRoute(report: Report, route: RouteEntry, { width, colour }: Look): string {
  const paint = new Ansis(colour ? 3 : 0)
  const siblings = siblingsOf(report, route)
  const room = width - 4
  const sections = [
    heading(report, route, paint, width),
    sizes(route, width),
    section('Parts of the share', partLines(route, room), paint),
    section('Who shares it', sharingLines(report, route, room), paint),
    section('Validators and serializers', validatorLines(report, route, siblings, room), paint),
    section('Equal schemas', schemaLines(report, siblings, room), paint),
    section('Answered by the same code', namesOf(report, siblings.byHandler, room), paint),
    section(
      'Findings',
      report.findings
        .filter(({ routes }) => routes.includes(route.key))
        .flatMap((finding) => findingLines(finding, width)),
      paint,
    ),
    section('Kept alive by', route.retainingPath?.map((step) => stepLine(step, room)) ?? [], paint),
  ]
  const lines = sections.filter((lines) => lines.length > 0).flatMap((lines) => [...lines, ''])
  return `${lines
    .slice(0, -1)
    .map((line) => fit(line, width, colour))
    .join('\n')}\n`
}

/** Lines with colour codes are short ones, and cutting would lose the end of the code. */
const fit = (line: string, width: number, colour: boolean) =>
  colour && line.includes('\u001b') ? line : shortened(line, width)

function heading(report: Report, route: RouteEntry, paint: Ansis, width: number): string[] {
  const middleware = route.middleware ? ', as middleware' : ''
  const twin = route.twin === 'head' ? ', made by the framework beside its GET route' : ''
  const link = route.source === null ? null : repositoryLink(report.repository, route.source)
  return [
    paint.bold(fitted(route.key, width)),
    ...(route.source === null ? [] : hanging('  ', printable(route.source), width)),
    // An address that is cut opens nothing, so it is left out where it does not fit.
    ...(link === null || link.length + 2 > width ? [] : [`  ${link}`]),
    ...hanging(
      '  ',
      `${route.framework}${middleware}, ${route.state}: ${stateText(route)}${twin} @${route.nodeId}`,
      width,
    ),
  ]
}

function sizes({ exclusiveBytes, sharedBytes, shareBytes }: RouteEntry, width: number): string[] {
  const shared = sharedBytes === 0 ? '' : `, and its part of ${formatBytes(sharedBytes)} that others hold too`
  return hanging('  ', `share ${formatBytes(shareBytes)}: ${formatBytes(exclusiveBytes)} of its own${shared}`, width)
}

function section(title: string, lines: readonly string[], paint: Ansis): string[] {
  return lines.length === 0 ? [] : [paint.bold(`  ${title}`), ...lines.map((line) => `    ${line}`)]
}

function partLines({ parts, shareBytes }: RouteEntry, room: number): string[] {
  const present = partNames.filter((part) => parts[part] > 0).sort((a, b) => parts[b] - parts[a])
  const columns = room - 38
  return present.map((part) => {
    const size = formatBytes(parts[part]).padStart(9)
    const drawn = columns < 4 ? '' : `  ${bar(parts[part], parts[present[0]], columns)}`
    return `${partWords[part].label.padEnd(17)} ${size}  ${formatPercent(parts[part], shareBytes).padStart(5)}${drawn}`
  })
}

/** Routes that are named in a row; of others is said how many there are. */
const most = 6

/** Names of routes, as many to a line as fit, none of them broken, and how many more there are. */
function namesOf(report: Report, indices: readonly number[], room: number): string[] {
  const more = indices.length - most
  const names = indices.slice(0, most).map((index) => nameWithState(report.routes[index]))
  return inRows(more > 0 ? [...names, `and ${countOf(more, 'more route')}`] : names, room)
}

const nameWithState = (route: RouteEntry) => (route.state === 'live' ? route.key : `${route.key} (${route.state})`)

function inRows(names: readonly string[], room: number): string[] {
  const rows: string[] = []
  for (const [at, name] of names.entries()) {
    const text = fitted(name, room - 1) + (at < names.length - 1 ? ',' : '')
    const last = rows.at(-1)
    if (last !== undefined && columnsOf(last) + 1 + columnsOf(text) <= room) rows[rows.length - 1] = `${last} ${text}`
    else rows.push(text)
  }
  return rows
}

const indented = (lines: readonly string[], by: number): string[] => lines.map((line) => `${' '.repeat(by)}${line}`)

function sharingLines(report: Report, { sharedBytes, sharedWith }: RouteEntry, room: number): string[] {
  if (sharedBytes === 0) return []
  if (sharedWith === null) return hanging('', 'the report names the owners for the 200 largest routes', room)
  const told = sharedWith.reduce((sum, { bytes }) => sum + bytes, 0)
  return [
    ...sharedWith.flatMap((set) => [
      `${formatBytes(set.bytes).padStart(9)}  ÷ ${formatCount(set.owners)} owners = ${partOf(set)}, with`,
      ...indented(inRows(othersOf(report, set), room - 11), 11),
    ]),
    ...(told < sharedBytes ? [`${formatBytes(sharedBytes - told).padStart(9)}  in smaller sets`] : []),
  ]
}

const partOf = ({ bytes, owners }: SharedBytes) => (bytes < owners ? '<1 B' : formatBytes(Math.floor(bytes / owners)))

function othersOf(report: Report, { others, owners }: SharedBytes): string[] {
  const more = owners - 1 - others.length
  const names = others.map(({ kind, index }) => {
    if (index === null || kind === 'other') return 'what is held outside of routes'
    return kind === 'router' ? `router ${routerName(report.routers[index])}` : nameWithState(report.routes[index])
  })
  return [...onceEach(names), ...(more > 0 ? [`and ${countOf(more, 'more owner')}`] : [])]
}

/** Owners of one name together, with how many they are. */
function onceEach(names: readonly string[]): string[] {
  const times = new Map<string, number>()
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1)
  return [...times].map(([name, count]) => (count === 1 ? name : `${name} (${countOf(count, 'owner')})`))
}

function validatorLines(report: Report, route: RouteEntry, siblings: Siblings, room: number): string[] {
  return route.validators.flatMap((index) => {
    const validator = report.validators[index]
    const { library, kind, part, key, shareBytes, sourceBytes, nodeId } = validator
    const name = [library, kind, part ?? '', key ?? ''].filter((word) => word !== '').join(' ')
    const size = `  ${formatBytes(shareBytes)}  @${nodeId}`
    const holding = siblings.holding(validator)
    const equal = siblings.equal(validator)
    const also = (words: string, routes: readonly number[]) => [
      ...indented(wrapped(words, room - 2), 2),
      ...indented(namesOf(report, routes, room - 4), 4),
    ]
    return [
      fitted(name, room - size.length) + size,
      ...(sourceBytes > 0 ? [`  source text ${formatBytes(sourceBytes)}`] : []),
      ...(holding.length > 0 ? also(`this very one is held by ${countOf(holding.length, 'more route')}`, holding) : []),
      ...(equal.copies > 0 ? also(`equal to ${countOf(equal.copies, 'other')}`, equal.routes) : []),
    ]
  })
}

function schemaLines(report: Report, { bySchema }: Siblings, room: number): string[] {
  return bySchema.flatMap(({ schema, routes }) => {
    const { library, key, count } = report.schemas[schema]
    const times = `  one of ${formatCount(count)} that are equal`
    return [
      fitted(key === null ? library : `${library} ${key}`, room - times.length) + times,
      ...indented(namesOf(report, routes, room - 2), 2),
    ]
  })
}

function findingLines({ severity, code, title, remedy }: FindingEntry, width: number): string[] {
  return [
    ...hanging(`${severityMarks[severity]} `, `${code}  ${printable(title)}`, width - 4),
    ...hanging('  fix  ', printable(remedy), width - 4),
  ]
}

/** Running text behind a word, its further lines below its first. */
function hanging(word: string, text: string, width: number): string[] {
  return wrapped(text, width - word.length).map(
    (line, index) => `${index === 0 ? word : ' '.repeat(word.length)}${line}`,
  )
}

/** The id is what one pastes into DevTools: where a line is too long, the name and then the place lose their middles. */
function stepLine({ edge, name, nodeId, source }: PathStep, width: number): string {
  const id = ` @${nodeId}`
  const step = shortened(`${edge === '' ? '' : `.${printable(edge)} → `}${printable(name)}`, width - id.length) + id
  const room = width - columnsOf(step) - 2
  return source === null || room < 16 ? step : `${step}  ${shortened(printable(source), room)}`
}
