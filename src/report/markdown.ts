import type { DeltaEntry, Difference } from '../diff/difference.ts'
import { countOf, formatCount, formatDelta, formatPercent } from './bytes.ts'
import { floorBlocks } from './markdownFloor.ts'
import { proofBlocks } from './markdownProof.ts'
import { code, folded, more, place, prose, size, table, text, unbroken } from './markdownText.ts'
import type { FindingEntry, Report } from './report.ts'
import {
  changesOf,
  differenceVerdict,
  environment,
  isDifference,
  type ListName,
  partNames,
  partWords,
  stateCounts,
  sumWords,
  totalLabel,
  verdict,
} from './words.ts'

const routesShown = 10
const findingsShown = 20
const entriesShown = 15
const holdersShown = 3

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
    `**${prose(verdict(report))}**`,
    // Nothing but the table below would say so, and that has them as live.
    totals.unknownRoutes > 0
      ? prose(`${stateCounts(totals).join(' · ')}: no server that listens leads to a route.`)
      : '',
    findings.length === 0
      ? ''
      : table(
          ['', 'finding', 'back', 'fix'],
          findings.slice(0, findingsShown).map((finding) => findingRow(report, finding)),
          [2],
        ),
    more(findings.length - findingsShown, 'finding'),
    ...findings.slice(0, findingsShown).map(diffBlock),
    present.length === 0
      ? ''
      : table(
          ['what routes are made of', 'share', ''],
          present.map((name) => [
            partWords[name].label,
            size(parts[name]),
            text(formatPercent(parts[name], totals.routeBytes)),
          ]),
          [1, 2],
        ),
    routes.length === 0
      ? ''
      : folded(
          'Largest routes',
          table(
            ['route', 'state', 'share', 'source'],
            routes
              .slice(0, routesShown)
              .map((route) => [code(route.key), route.state, size(route.shareBytes), place(report, route.source)]),
            [2],
          ),
        ),
    ...(report.proof === null ? [] : proofBlocks(report.proof)),
    ...(report.floor === null ? [] : floorBlocks(report.floor)),
    `<sub>${text([environment(report), `${tool.name} ${tool.version}`].filter((part) => part !== '').join(' · '))}</sub>`,
  ]
}

const signs = { error: '🔴', warning: '🟠', note: '⚪' } as const satisfies Record<FindingEntry['severity'], string>

function findingRow(report: Report, finding: FindingEntry): string[] {
  const { severity, code: kind, title, count, savingBytes, remedy, source } = finding
  const holders = finding.holders.slice(0, holdersShown).map((index) => report.holders[index])
  const held = holders.map(({ name, source }) => {
    return `held by ${[code(name), place(report, source)].filter((word) => word !== '').join(' ')}`
  })
  return [
    signs[severity],
    [
      `**${text(title)}**`,
      `\`${kind}\`, ${countOf(count, 'copy', 'copies')}`,
      ...held,
      ...(source === null || holders.some((holder) => holder.source === source) ? [] : [place(report, source)]),
    ].join('<br>'),
    size(savingBytes),
    prose(remedy),
  ]
}

const diffLines = 40

/** What to change, where that is certain, folded and coloured as a diff. */
function diffBlock({ code: kind, diff }: FindingEntry): string {
  if (diff === null) return ''
  const lines = diff.slice(0, 20_000).trimEnd().split('\n')
  const shown = [...lines.slice(0, diffLines).map(text), ...(lines.length > diffLines ? ['…'] : [])]
  // Markdown ends no HTML of this kind at an empty line.
  return folded(`What to change for <code>${kind}</code>`, `<pre lang="diff">${shown.join('\n')}</pre>`)
}

function differenceBlocks(difference: Difference): string[] {
  const { tool, a, b, totals, categories, findings, routes, matchedBy, notes } = difference
  const telling = (entries: readonly DeltaEntry[]) => changesOf(difference, entries)
  const grew = telling(routes).filter(({ deltaBytes }) => deltaBytes > 0)
  const shrank = telling(routes).filter(({ deltaBytes }) => deltaBytes < 0)
  return [
    `### ${tool.name}: ${text(a)} → ${text(b)}`,
    `**${differenceVerdict(difference)}**`,
    deltaTable(
      'total',
      totals.filter(({ aBytes, bBytes }) => aBytes !== 0 || bBytes !== 0),
    ),
    changes('Findings', 'findings', telling(findings)),
    changes('Routes up', 'routes', grew),
    changes('Routes down', 'routes', shrank),
    changes('Categories', 'categories', telling(categories)),
    ...notes.map((note) => `> ${prose(note)}`),
    `<sub>matched by ${matchedBy} · ${tool.name} ${tool.version}</sub>`,
  ]
}

function changes(title: string, list: ListName, changed: readonly DeltaEntry[]): string {
  if (changed.length === 0) return ''
  const largest = [...changed].sort((x, y) => Math.abs(y.deltaBytes) - Math.abs(x.deltaBytes)).slice(0, entriesShown)
  const rest = changed.length > entriesShown ? `\n\n… and ${formatCount(changed.length - entriesShown)} more.` : ''
  return folded(
    `${title}: ${[formatCount(changed.length), ...sumWords(list, changed)].join(', ')}`,
    `${deltaTable('what', largest)}${rest}`,
  )
}

function deltaTable(name: string, entries: readonly DeltaEntry[]): string {
  return table(
    [name, 'before', 'after', 'difference'],
    entries.map(({ key, aBytes, bBytes, deltaBytes }) => [
      code(totalLabel(key)),
      aBytes === null ? '–' : size(aBytes),
      bBytes === null ? '–' : size(bBytes),
      unbroken(formatDelta(deltaBytes)),
    ]),
    [1, 2, 3],
  )
}
