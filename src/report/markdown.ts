import type { DeltaEntry, Difference } from '../diff/difference.ts'
import { countOf, formatBytes, formatDelta, formatPercent } from './bytes.ts'
import { printable, shortened } from './printable.ts'
import type { FindingEntry, Report } from './report.ts'
import {
  differenceVerdict,
  environment,
  isDifference,
  nameOf,
  partNames,
  partWords,
  totalLabel,
  verdict,
} from './words.ts'

const routesShown = 10
const findingsShown = 20
const entriesShown = 15

/** The document for a pull request or a step summary: short, and far below what such places accept. */
export function renderMarkdown(document: Report | Difference): string {
  const blocks = isDifference(document) ? differenceBlocks(document) : reportBlocks(document)
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function reportBlocks(report: Report): string[] {
  const { subject, findings, parts, totals, routes, tool } = report
  const present = partNames.filter((name) => parts[name] > 0).sort((a, b) => parts[b] - parts[a])
  return [
    `### ${tool.name}: ${text(subject.name)}`,
    `**${text(verdict(report))}**`,
    findings.length === 0
      ? ''
      : table(['', 'finding', 'back', 'fix'], findings.slice(0, findingsShown).map(findingRow)),
    more(findings.length - findingsShown, 'finding'),
    present.length === 0
      ? ''
      : table(
          ['what routes are made of', 'share', ''],
          present.map((name) => [
            partWords[name].label,
            formatBytes(parts[name]),
            text(formatPercent(parts[name], totals.routeBytes)),
          ]),
        ),
    routes.length === 0
      ? ''
      : folded(
          'Largest routes',
          table(
            ['route', 'state', 'share', 'source'],
            routes
              .slice(0, routesShown)
              .map((route) => [
                code(nameOf(route)),
                route.state,
                formatBytes(route.shareBytes),
                code(route.source ?? ''),
              ]),
          ),
        ),
    `<sub>${text([environment(report), `${tool.name} ${tool.version}`].filter((part) => part !== '').join(' · '))}</sub>`,
  ]
}

const signs = { error: '🔴', warning: '🟠', note: '⚪' } as const satisfies Record<FindingEntry['severity'], string>

function findingRow({ severity, code: kind, title, count, savingBytes, remedy, source }: FindingEntry): string[] {
  const where = source === null ? '' : `<br>${code(source)}`
  return [
    signs[severity],
    `**${text(title)}**<br>\`${kind}\`, ${countOf(count, 'copy', 'copies')}${where}`,
    formatBytes(savingBytes),
    text(remedy),
  ]
}

function differenceBlocks(difference: Difference): string[] {
  const { tool, a, b, totals, categories, findings, routes, matchedBy, notes } = difference
  const grew = routes.filter(({ deltaBytes }) => deltaBytes > 0)
  const shrank = routes.filter(({ deltaBytes }) => deltaBytes < 0)
  return [
    `### ${tool.name}: ${text(a)} → ${text(b)}`,
    `**${differenceVerdict(difference)}**`,
    deltaTable('total', totals),
    changes('Findings', findings),
    changes('Routes that grew', grew),
    changes('Routes that shrank', shrank),
    changes('Categories', categories),
    ...notes.map((note) => `> ${text(note)}`),
    `<sub>matched by ${matchedBy} · ${tool.name} ${tool.version}</sub>`,
  ]
}

function changes(title: string, entries: readonly DeltaEntry[]): string {
  const changed = entries.filter(({ change }) => change !== 'same')
  if (changed.length === 0) return ''
  const largest = [...changed].sort((x, y) => Math.abs(y.deltaBytes) - Math.abs(x.deltaBytes)).slice(0, entriesShown)
  const sum = changed.reduce((total, { deltaBytes }) => total + deltaBytes, 0)
  const rest = more(changed.length - entriesShown, 'entry', 'entries')
  return folded(`${title}: ${changed.length}, ${formatDelta(sum)}`, `${deltaTable('what', largest)}\n${rest}`.trimEnd())
}

function deltaTable(name: string, entries: readonly DeltaEntry[]): string {
  return table(
    [name, 'before', 'after', 'difference'],
    entries.map(({ key, aBytes, bBytes, deltaBytes }) => [
      code(totalLabel(key)),
      aBytes === null ? '–' : formatBytes(aBytes),
      bBytes === null ? '–' : formatBytes(bBytes),
      formatDelta(deltaBytes),
    ]),
  )
}

function folded(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`
}

function more(count: number, one: string, many?: string): string {
  return count > 0 ? `… and ${countOf(count, one, many)} more.` : ''
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const longest = 160

/** A name as code. HTML rather than backticks: a name may hold backticks, and a table cuts at a pipe even in code. */
function code(name: string): string {
  return name === '' ? '' : `<code>${text(name)}</code>`
}

/** Text that Markdown and HTML take for nothing but text, and that mentions nobody. */
function text(name: string): string {
  const short = shortened(printable(name.slice(0, 20_000)), longest)
  return short.replace(/[&<>"'`*_~|\\[\](){}#!@:]/g, (one) => `&#${one.charCodeAt(0)};`)
}
