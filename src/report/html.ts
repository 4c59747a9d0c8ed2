import { createHash } from 'node:crypto'
import type { Difference } from '../diff/difference.ts'
import { escaped, renderNoscript } from './noscript.ts'
import { packed } from './pack/pack.ts'
import { type PageFiles, readPageFiles } from './pageFiles.ts'
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
  const files = readPageFiles()
  const title = isDifference(document)
    ? `routeheap: ${document.a} and ${document.b}`
    : `routeheap: ${document.subject.name}`
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policyFor(files)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    '<link rel="icon" href="data:,">',
    `<title>${escaped(title)}</title>`,
    `<style>${files.style}</style>`,
    '</head>',
    '<body>',
    '<div id="page"></div>',
    `<noscript>${renderNoscript(document)}</noscript>`,
    dataElement(document),
    `<script id="program" type="text/plain">${files.deflated}</script>`,
    `<script>${files.loader}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

function policyFor({ script, loader, style }: PageFiles): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(loader)}' '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
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
