import { Ansis } from 'ansis'
import type { FindingEntry, PathStep, Report, RouteEntry, ValidatorEntry } from '../index.ts'
import { countOf, formatBytes, formatPercent } from '../report/bytes.ts'
import { wrapped } from '../report/lines.ts'
import { columnsOf, printable, shortened } from '../report/printable.ts'
import { partNames, partWords, severityMarks, stateWords } from '../report/words.ts'

interface Look {
  readonly width: number
  readonly colour: boolean
}

/** One route as text: what it is, what it holds, what is wrong with it, what keeps it. */
export function describeRoute(report: Report, route: RouteEntry, { width, colour }: Look): string {
  const paint = new Ansis(colour ? 3 : 0)
  const sections = [
    heading(route, paint, width),
    sizes(route, width),
    section('Parts of the share', partLines(route), paint),
    section('Validators and serializers', validatorLines(report, route), paint),
    section(
      'Findings',
      report.findings
        .filter(({ routes }) => routes.includes(route.key))
        .flatMap((finding) => findingLines(finding, width)),
      paint,
    ),
    section('Kept alive by', route.retainingPath?.map((step) => stepLine(step, width - 4)) ?? [], paint),
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

function heading(route: RouteEntry, paint: Ansis, width: number): string[] {
  const where = route.source === null ? '' : `  ${printable(route.source)}`
  const twin = route.twin === 'head' ? ', made by the framework beside its GET route' : ''
  return [
    `${paint.bold(printable(route.key))}${where}`,
    ...hanging('  ', `${route.framework}, ${route.state}: ${stateWords[route.state]}${twin} @${route.nodeId}`, width),
  ]
}

function sizes({ exclusiveBytes, sharedBytes, shareBytes }: RouteEntry, width: number): string[] {
  const shared = sharedBytes === 0 ? '' : `, and its part of ${formatBytes(sharedBytes)} that others hold too`
  return hanging('  ', `share ${formatBytes(shareBytes)}: ${formatBytes(exclusiveBytes)} of its own${shared}`, width)
}

function section(title: string, lines: readonly string[], paint: Ansis): string[] {
  return lines.length === 0 ? [] : [paint.bold(`  ${title}`), ...lines.map((line) => `    ${line}`)]
}

function partLines({ parts, shareBytes }: RouteEntry): string[] {
  return partNames
    .filter((part) => parts[part] > 0)
    .sort((a, b) => parts[b] - parts[a])
    .map((part) => {
      const size = formatBytes(parts[part]).padStart(9)
      return `${partWords[part].label.padEnd(17)} ${size}  ${formatPercent(parts[part], shareBytes).padStart(5)}`
    })
}

function validatorLines(report: Report, route: RouteEntry): string[] {
  return route.validators.map((index) => validatorLine(report.validators[index]))
}

function validatorLine({ library, kind, part, key, shareBytes, routes, nodeId }: ValidatorEntry): string {
  const name = [library, kind, part ?? '', key ?? ''].filter((word) => word !== '').join(' ')
  const holders = routes.length > 1 ? `, held by ${countOf(routes.length, 'route')}` : ''
  return `${printable(name)}  ${formatBytes(shareBytes)}${holders}  @${nodeId}`
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
