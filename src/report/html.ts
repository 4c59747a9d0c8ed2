import { hash } from 'node:crypto'
import type { Difference } from '../diff/difference.ts'
import { escaped, renderHead, renderNoscript } from './noscript.ts'
import { packed } from './pack/pack.ts'
import { readPageFiles } from './pageFiles.ts'
import type { Report } from './report.ts'
import { isDifference } from './words.ts'

/** Above so many characters of JSON, the document is packed: what is small stays readable. */
const packAbove = 1_000_000

/**
 * One HTML file that shows the document, works from file:// and asks for nothing: the content security policy in it
 * allows the script, its loader and the style by their hashes, and no request. The script is in the file deflated, and
 * the document as data, both in elements that nothing executes. The same document gives the same bytes.
 */
export function renderHtml(document: Report | Difference): string {
  const { script, deflated, loader, style } = readPageFiles()
  return pageOf(document, {
    scriptSource: `'${hashOf(loader)}' '${hashOf(script)}'`,
    styleSource: `'${hashOf(style)}'`,
    style: `<style>${style}</style>`,
    script: `<script id="program" type="text/plain">${deflated}</script>\n<script>${loader}</script>`,
  })
}

/** A file of a report that is several. */
export interface ReportFile {
  readonly name: string
  readonly text: string
}

/**
 * The same for hosts that forbid inline code: `<name>.html` with its data, and its script and its style in files beside
 * it, which come first: `<name>.routeheap.js`, since an `index.js` beside an `index.html` is mostly the user's. It works under `default-src 'none'; script-src 'self'; style-src 'self'; img-src data:`.
 */
export function renderHtmlFiles(document: Report | Difference, name: string): readonly ReportFile[] {
  const { script, style } = readPageFiles()
  const beside = `${name}.routeheap`
  // Letters, digits and what HTML does not read: the one quote that is left is encoded too.
  const address = encodeURIComponent(beside).replaceAll("'", '%27')
  const text = pageOf(document, {
    scriptSource: "'self'",
    styleSource: "'self'",
    style: `<link rel="stylesheet" href="${address}.css">`,
    script: `<script src="${address}.js"></script>`,
  })
  return [
    { name: `${beside}.js`, text: script },
    { name: `${beside}.css`, text: style },
    { name: `${name}.html`, text },
  ]
}

/** How a page gets its style and its script, and what its policy says of them. */
interface Assets {
  readonly scriptSource: string
  readonly styleSource: string
  readonly style: string
  readonly script: string
}

function pageOf(document: Report | Difference, { scriptSource, styleSource, style, script }: Assets): string {
  const title = isDifference(document)
    ? `routeheap: ${document.a} and ${document.b}`
    : `routeheap: ${document.subject.name}`
  const policy = `default-src 'none'; script-src ${scriptSource}; style-src ${styleSource}; img-src data:`
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    '<link rel="icon" href="data:,">',
    `<title>${escaped(title)}</title>`,
    style,
    '</head>',
    '<body>',
    `<div id="page">${renderHead(document)}<p class="waits">${whileItWaits}</p></div>`,
    `<noscript>${renderNoscript(document)}</noscript>`,
    dataElement(document),
    script,
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

/** Seen only where the script does not run within some seconds, or never. */
const whileItWaits =
  'The interactive report opens with its script. If this text stays, the script may not run here: where inline scripts ' +
  'are forbidden, write the report with --report-assets external, and keep its files together.'

function hashOf(text: string): string {
  return `sha256-${hash('sha256', text, 'base64')}`
}

function dataElement(document: Report | Difference): string {
  const json = JSON.stringify(document)
  if (json.length <= packAbove) return `<script id="document" type="application/json">${inert(json)}</script>`
  const { text, bytes } = packed(json)
  return `<script id="document" type="text/plain" data-bytes="${bytes}">${text}</script>`
}

/** JSON that no HTML parser and no JavaScript parser can take for anything else, and that parses to the same. */
function inert(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
