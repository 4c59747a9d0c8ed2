import type { DeltaEntry, Difference } from '../diff/difference.ts'
import { formatBytes, formatDelta } from './bytes.ts'
import { printable } from './printable.ts'
import type { Report, RouteEntry } from './report.ts'
import { changesOf, differenceVerdict, isDifference, verdict } from './words.ts'

const rows = 50
const longest = 300

/** What the HTML file shows from its first moment on, until the program has read the document: of what it is, and the verdict. */
export function renderHead(document: Report | Difference): string {
  const [title, sentence] = isDifference(document)
    ? [`${document.a} and ${document.b}`, differenceVerdict(document)]
    : [document.subject.name, verdict(document)]
  return [
    `<header class="top"><div class="subject"><h1>${escaped(title)}</h1></div></header>`,
    `<p class="first"><span class="sentence">${escaped(sentence)}</span></p>`,
  ].join('\n')
}

/** What it shows besides where scripts may not run: the findings and the 50 largest routes. */
export function renderNoscript(document: Report | Difference): string {
  return isDifference(document) ? differenceWithoutScript(document) : reportWithoutScript(document)
}

/** Text for HTML, in elements and in quoted attributes; control and bidirectional characters made visible, cut if long. */
export function escaped(text: string): string {
  const shown = printable(text.length > longest ? `${text.slice(0, longest)}…` : text)
  return shown.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)
}

function reportWithoutScript(report: Report): string {
  return [
    '<main><p>The interactive report needs JavaScript; nothing is loaded from anywhere.</p>',
    ...report.findings
      .slice(0, rows)
      .map(
        ({ title, savingBytes, remedy }) =>
          `<p><strong>${escaped(title)}</strong> ${formatBytes(savingBytes)} back. ${escaped(remedy)}</p>`,
      ),
    '<table><caption>Largest routes</caption>',
    '<tr><th scope="col">Route</th><th scope="col">State</th><th scope="col">Share</th><th scope="col">Source</th></tr>',
    ...report.routes.slice(0, rows).map(routeRow),
    '</table></main>',
  ].join('\n')
}

function routeRow(route: RouteEntry): string {
  const cells = [escaped(route.key), route.state, formatBytes(route.shareBytes), escaped(route.source ?? '')]
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
}

function differenceWithoutScript(difference: Difference): string {
  const { totals, routes } = difference
  return [
    '<main><table><caption>Totals and largest changes</caption>',
    '<tr><th scope="col">What</th><th scope="col">Change</th><th scope="col">Bytes</th></tr>',
    ...[...totals, ...changesOf(difference, routes).slice(0, rows)].map(deltaRow),
    '</table></main>',
  ].join('\n')
}

function deltaRow({ key, change, deltaBytes }: DeltaEntry): string {
  return `<tr><td>${escaped(key)}</td><td>${change}</td><td>${formatDelta(deltaBytes)}</td></tr>`
}
