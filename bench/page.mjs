// node bench/page.mjs [--routes N] [--rounds N] [--json]: what the HTML report of a large app weighs and how fast it answers,
// in a headless Chromium (CHROMIUM_PATH, an installed one, or that of the npm package), against bars.
//
// The document is made by bench/page/document.mjs. Each round opens the file anew, in a new context; medians are printed. Sorting and
// filtering are measured from the event until the frame after it is drawn; zooming as frames of the map between the press of
// a key and the end of the motion.
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { pageDocument } from './page/document.mjs'
import { filtering, sorting, watchFirstRow, zooming } from './page/inBrowser.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const cache = join(root, 'node_modules/.cache/routeheap/bench')
const { values } = parseArgs({
  options: {
    routes: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean' },
  },
})

const { renderHtml } = await import(pathToFileURL(join(root, 'dist/report/html.js')).href)
const document = pageDocument(Number(values.routes))
const started = performance.now()
const html = renderHtml(document)
const writtenMs = performance.now() - started
const ownBytes = ['page.css', 'loader.js', 'page.deflated'].reduce(
  (sum, name) => sum + statSync(join(root, 'dist/report', name)).size,
  0,
)
const [, data] = /<script id="document"[^>]*>([^<]*)/.exec(html)
mkdirSync(cache, { recursive: true })
const file = join(cache, 'page.html')
writeFileSync(file, html)

const { openBrowser } = await import(pathToFileURL(await bundled('test/report/browser.ts')).href)
const browser = await openBrowser()
const rounds = []
for (let round = 0; round < Number(values.rounds); round++) rounds.push(await measured())
await browser.close()

const median = (name) => rounds.map((round) => round[name]).sort((a, b) => a - b)[Math.floor(rounds.length / 2)]
const routeCount = document.routes.length
const cells = document.routes.reduce(
  (sum, { parts }) => sum + 1 + Object.values(parts).filter((bytes) => bytes > 0).length,
  0,
)
const lines = [
  ['file beyond them', (Buffer.byteLength(html) - ownBytes) / 1e3, 'kB', 400],
  ['  its document', data.length / 1e3, 'kB', null],
  ['styles, loader, program', ownBytes / 1e3, 'kB', 80],
  ['first paint', median('firstPaint'), 'ms', 500],
  ['table of routes', median('table'), 'ms', null],
  ['sort', median('sort'), 'ms', 100],
  ['filter', median('filter'), 'ms', 100],
  ['zoom', median('zoom'), 'frames/s', -30],
]
const results = lines.map(([what, value, unit, bar]) => ({
  what,
  value: Math.round(value * 10) / 10,
  unit,
  bar: bar === null ? null : Math.abs(bar),
  holds: bar === null || (bar < 0 ? value >= -bar : value <= bar),
}))
const machine = {
  node: process.version,
  browser: browser.version(),
  cpu: cpus()[0]?.model.trim(),
  cores: cpus().length,
}
if (values.json)
  console.log(
    JSON.stringify({
      machine,
      routes: routeCount,
      cells,
      jsonBytes: JSON.stringify(document).length,
      writtenMs,
      results,
      rounds,
    }),
  )
else {
  console.log(
    `${routeCount} routes, ${document.validators.length} validators, ${cells} cells, ${(JSON.stringify(document).length / 1e6).toFixed(1)} MB of JSON, written in ${Math.round(writtenMs)} ms`,
  )
  for (const { what, value, unit, bar, holds } of results)
    console.log(
      `${what.padEnd(26)}${String(value).padStart(8)} ${unit.padEnd(9)}${bar === null ? '' : `bar ${bar}  ${holds ? 'holds' : 'DOES NOT HOLD'}`}`,
    )
}
process.exitCode = results.every(({ holds }) => holds) ? 0 : 1

async function measured() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await page.addInitScript(watchFirstRow)
  await page.goto(pathToFileURL(file).href)
  await page.waitForFunction(() => globalThis.firstRowAt !== undefined)
  await page.waitForTimeout(500)
  const { firstPaint, table } = await page.evaluate(() => ({
    firstPaint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
    table: globalThis.firstRowAt,
  }))
  const sort = await page.evaluate(sorting)
  const filter = await page.evaluate(filtering)
  await page.fill('#filter', '')
  const zoom = await page.evaluate(zooming)
  await context.close()
  return { firstPaint, table, sort, filter, zoom }
}

async function bundled(source) {
  const outfile = join(root, 'node_modules/.cache/browser.bench.mjs')
  await build({
    entryPoints: [join(root, source)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  })
  return outfile
}
