import { beforeAll, describe, expect, test } from 'vitest'
import { pageDocument } from '../../bench/page/document.mjs'
import { buildPage } from '../../build-page.mjs'
import { difference } from '../../src/diff/diff.ts'
import {
  deltaDigitsIn,
  digitsIn,
  formatBytes,
  formatCount,
  formatDelta,
  formatGrowth,
  formatPercent,
  scaleOf,
} from '../../src/report/bytes.ts'
import { renderHtml } from '../../src/report/html.ts'
import { renderJson } from '../../src/report/json.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { filterOf } from '../../src/report/page/filter.ts'
import { mapLayout } from '../../src/report/page/mapLayout.ts'
import { mapTree } from '../../src/report/page/mapTree.ts'
import { unpacked } from '../../src/report/page/unpack.ts'
import { fragmentOf, inFragment, viewOf } from '../../src/report/page/view.ts'
import { readPageFiles } from '../../src/report/pageFiles.ts'
import { columnsOf, printable, shortened } from '../../src/report/printable.ts'
import type { Report } from '../../src/report/report.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { differenceLines } from '../../src/report/terminalDifference.ts'
import { report, route } from '../diff/reports.ts'
import { assembled, fixtureDifference, fixtureReport, hostileNames, hostileReport } from './fixtures.ts'
import { fixtureComparison, fixtureFloor, fixtureProof, mebibyte, withMeasurements } from './measurements.ts'

/** A proof and a comparison whose names are all hostile, and which found everything otherwise. */
function hostileMeasurements(): Report {
  const [report, name] = [hostileReport(), hostileNames.join(' | ').slice(0, 300)]
  const proof = fixtureProof(report, name)
  const many = Array.from({ length: 9 }, () => name)
  const requests = {
    equal: false,
    sent: 90,
    different: many.map((request) => ({ request, what: 'body' as const, before: name, after: name })),
    varying: many,
    unanswered: many.map((request) => ({ request, reason: name })),
  }
  const remedies = { applied: proof.remedies, byHand: proof.byHand, predictedBytes: proof.predictedBytes }
  const floor = { ...fixtureComparison(name), remedies }
  return {
    ...report,
    proof: {
      ...proof,
      requests,
      routes: { ...proof.routes!, equal: false, missing: many, added: many },
      notes: [name],
    },
    floor: { ...floor, a: { ...fixtureFloor(84 * mebibyte, name), notes: [name] } },
  }
}

const documents = {
  'a report': fixtureReport(412),
  'a report of one route': fixtureReport(1),
  'an empty report': assembled([]),
  'a hostile report': hostileReport(),
  'a report with measurements': withMeasurements(fixtureReport(120)),
  'a report with hostile measurements': hostileMeasurements(),
  'a difference': fixtureDifference(200),
  'an empty difference': fixtureDifference(0),
}

beforeAll(async () => {
  await buildPage()
})

describe('sizes', () => {
  test('go up a unit before they would read as a thousand', () => {
    expect([0, 999, 1_000, 999_499, 999_950, 1_116_600, 12_600_000, 126_000_000, -40].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.00 kB',
      '999 kB',
      '1.00 MB',
      '1.12 MB',
      '12.6 MB',
      '126 MB',
      '−40 B',
    ])
  })

  test('keep one scale in a column, where what is there never reads as nothing', () => {
    const scale = scaleOf(3_200_000)
    expect([3_200_000, 41_000, 12, 0, -12].map((bytes) => digitsIn(scale, bytes))).toEqual([
      '3.20',
      '0.04',
      '<0.01',
      '0.00',
      '>−0.01',
    ])
  })

  test('are signed as differences, grouped as counts, and a percentage of nothing is none', () => {
    expect([formatDelta(1_200), formatDelta(-1_200), formatDelta(0)]).toEqual(['+1.20 kB', '−1.20 kB', '0 B'])
    expect(formatCount(1_116_600)).toBe('1,116,600')
    expect([formatPercent(1, 1_000), formatPercent(1, 3), formatPercent(1, 0)]).toEqual(['<1 %', '33 %', '–'])
    expect([-1, 0, -10].map((part) => formatPercent(part, 1_000))).toEqual(['>−1 %', '0 %', '−1 %'])
    expect(formatPercent(13_600, 1_000)).toBe('1,360 %')
    const scale = scaleOf(3_200_000)
    expect([40_000, 12, 0, -12].map((bytes) => deltaDigitsIn(scale, bytes))).toEqual([
      '+0.04',
      '<+0.01',
      '0.00',
      '>−0.01',
    ])
  })

  test('are told as so many times as much where a percentage would be thousands', () => {
    const grown = [260, 999, 1_000, 848_743].map((delta) => formatGrowth(delta, 100))
    expect(grown).toEqual(['260 %', '999 %', '×11', '×8,488'])
    expect([formatGrowth(-100, 100), formatGrowth(5, 0)]).toEqual(['−100 %', '–'])
  })

  test('never run into each other in a difference, and no line is wider than the terminal', () => {
    const sizes = [367, 24, 1, 900_000_000]
    const of = (factor: number) => report({ routes: sizes.map((size, at) => route(`GET /${at}`, size * factor)) })
    const found = difference(of(1), of(98_765_432), 'a', 'b')
    for (const width of [40, 60, 72, 80, 120, 200]) {
      const lines = differenceLines(found, { width, colour: false })
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width)
      if (width >= 60) expect(lines.join('\n')).toMatch(/GET \/0 +\+36\.2 GB {2,}×98,765,432( |$)/m)
    }
  })
})

describe('what was measured is in a report in words and in Markdown', () => {
  const [plain, alone] = [fixtureReport(412), withMeasurements(fixtureReport(412))]
  const { remedies, byHand, predictedBytes } = alone.proof!
  const compared: Report = {
    ...plain,
    floor: { ...fixtureComparison(), remedies: { applied: remedies, byHand, predictedBytes } },
  }
  const inWords = (of: Report) => renderTerminal(of, { width: 80, colour: false }).replace(/\s+/g, ' ')
  const inMarkdown = (of: Report) =>
    renderMarkdown(of)
      .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))
      .replace(/&nbsp;|\n/g, ' ')

  test('the proof: what was predicted, applied and measured, what is the same, and what is left', () => {
    for (const text of [inWords(alone), inMarkdown(alone)]) {
      expect(text).toContain('The remedies save 303 kB: 307 kB were predicted, 1.3 % less measured.')
      expect(text).toContain('dead-route-tree: 30; 22 places changed')
      expect(text).toContain('Measured, medians of 3 boots a side')
      expect(text).toMatch(/heap[ |]+3\.37[ |]+3\.07[ |]+0\.30[ |]+0\.30 to 0\.31/)
      expect(text).toContain('✔ 120 registrations of routes the same')
      expect(text).toContain('✔ 40 requests answered the same: status, headers, body')
      expect(text).toContain('head-routes-off was left out by --only')
    }
  })

  test('the floor: how sure it is, what each process takes, and what was tried', () => {
    for (const text of [inWords(alone), inMarkdown(alone)]) {
      expect(text).toContain('Starts and stays healthy in 88.1 MB (84 MiB).')
      expect(text).toContain('3 of 3 attempts were healthy there, 1 of 3 one step (1 MiB) below.')
      expect(text).toContain('cgroup v2 · swap off · files read before (warm) · 3 health checks on /')
      expect(text).toMatch(/at the floor[ |]+88\.1 MB[ |]+61\.0 MB[ |]+4\.00 MB[ |]+1210 ms/)
      expect(text).toContain('Wrappers take 48.1 MB of 105 MB (46 %)')
      expect(text).toContain('1 of 2 healthy, else killed: out of memory')
    }
  })

  test('two floors: the difference, the rounds, and what b has', () => {
    for (const text of [inWords(compared), inMarkdown(compared)]) {
      expect(text).toMatch(/b needs \+29\.4 MB \(mean of 2 rounds: the same each time, standard deviation 0 B\)/)
      expect(text).toMatch(/2[ |]+88\.1 MB[ |]+117 MB[ |]+\+29\.4 MB/)
      expect(text).toContain('Its heap was predicted to lack 309 kB.')
      expect(text).toContain('koa-router-emptied: routers that were only copied into others are emptied')
      expect(text).toContain('HEAD routes, 9.00 kB')
    }
  })

  test('a report without them has no word of them', () => {
    for (const text of [inWords(plain), inMarkdown(plain)]) expect(text).not.toMatch(/\b(Proof|Floor|Measured)\b/)
  })
})

test('a narrow terminal wraps what it says, and cuts nothing out of it', () => {
  const document = fixtureReport(412)
  const shown = (of: Report) => renderTerminal(of, { width: 40, colour: false }).replace(/\s+/g, ' ')
  const { totals } = document
  expect(shown({ ...document, totals: { ...totals, toolBytes: 1_380_000 } })).toContain(
    `${totals.liveRoutes} live · ${totals.deadRoutes} dead · ${totals.shadowedRoutes} shadowed · 1.38 MB of the heap is ours`,
  )
  const { unattributed, coverage } = document
  expect(shown({ ...assembled([]), unattributed, coverage })).toMatch(
    /What composition added without an owner, by constructor \([\d.]+ kB in all\)/,
  )
})

test('what can be mended is told and is what comes next also where no route was recognised', () => {
  const none = assembled([])
  const [{ coverage, findings }, line] = [fixtureReport(120), { width: 200, colour: false }]
  const found: Report = {
    ...none,
    coverage,
    findings: findings.slice(0, 1).map((finding) => ({ ...finding, holders: [] })),
    totals: { ...none.totals, reclaimableBytes: 2_070_000 },
  }
  const words = 'No route was recognised in this heap; mending 1 finding gives 2.07 MB back.'
  for (const text of [renderTerminal(found, line), renderMarkdown(found), renderHtml(found)])
    expect(text).toContain(words)
  const next = (report: Report) => renderTerminal(report, line).split('\n').at(-2)
  expect(next(found)).toBe('  Next  mend a finding, analyze again, then routeheap diff <before> <after>')
  expect(next({ ...none, coverage })).toContain('  Next  routeheap capture <app>  ')
  expect(next(none)).toBe('  Next  routeheap analyze --help  how to say which app to boot')
})

test('where no server leads to a route, no format says that routes are live or that nothing is held for nothing', () => {
  const none = assembled([route('GET /a', 1000)])
  const { liveRoutes } = none.totals
  const unserved: Report = { ...none, findings: [], totals: { ...none.totals, unknownRoutes: liveRoutes } }
  const terminal = (of: Report) => renderTerminal(of, { width: 200, colour: false })
  for (const render of [terminal, renderMarkdown]) {
    expect(render({ ...none, findings: [] })).toContain('nothing in it was found to be held twice or for nothing.')
    expect(render(unserved)).toContain('nothing in it was found to be held twice.')
    expect(render(unserved)).toContain('1 live or dead, not known which')
  }
  expect(renderHtml(unserved)).toContain('nothing in it was found to be held twice.')
})

test('a terminal shows three notes, and how many more there are', () => {
  const shown = (count: number) =>
    renderTerminal(
      { ...fixtureReport(1), notes: Array.from({ length: count }, (_, index) => `Fact ${index}.`) },
      { width: 80, colour: false },
    )
  expect(shown(3)).toMatch(/Fact 2\./)
  expect(shown(3)).not.toContain('more note')
  expect(shown(5)).not.toContain('Fact 3.')
  expect(shown(5)).toContain('2 more notes are in the report.')
})

describe('names', () => {
  test('that move the cursor or hide something are shown as escapes', () => {
    for (const name of hostileNames) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(printable(name)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/)
      expect(printable(name).isWellFormed()).toBe(true)
    }
    expect(printable('/日本語/🙂')).toBe('/日本語/🙂')
  })

  test('are cut beside an escape, never within', () => {
    const name = `GET ${'/\u200d\u2066😀'.repeat(12)}/:id`
    const document = { ...fixtureReport(1), routes: [route(name, 10, 1, { source: `${name}.ts:1:1` })] }
    for (let width = 40; width < 110; width++) {
      const text = renderTerminal(document, { width, colour: false })
      const line = text.split('\n').find((each) => each.startsWith('  GET /')) ?? ''
      expect(line.replace(/\\u(200d|2066)|:id(\.ts:1:1)?| 10 B/g, '')).not.toMatch(/[\\ud\d]/)
      expect(columnsOf(shortened(printable(name), width))).toBeLessThanOrEqual(width)
    }
  })

  test('keep both ends when they are cut, and fit', () => {
    expect(shortened('/v1/organisations/:id/members', 15)).toBe('/v1/org…members')
    for (const name of hostileNames) {
      for (const columns of [1, 2, 7, 40])
        expect(columnsOf(shortened(printable(name), columns))).toBeLessThanOrEqual(columns)
    }
  })
})

describe.each(Object.entries(documents))('%s', (_, document) => {
  test.each([40, 60, 80, 200])('is never wider than %i columns in the terminal', (width) => {
    const lines = renderTerminal(document, { width, colour: false }).split('\n')
    expect(lines.filter((line) => columnsOf(line) > width)).toEqual([])
  })

  test('has no control character in the terminal without colour, and the same text with it', () => {
    const plain = renderTerminal(document, { width: 80, colour: false })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(plain).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what colours are made of
    const coloured = renderTerminal(document, { width: 80, colour: true }).replace(/\u001b\[[\d;]*m/g, '')
    expect(coloured.replace(/ +$/gm, '')).toBe(plain)
  })

  test('is Markdown in which names are text, far below what a comment may have', () => {
    const markdown = renderMarkdown(document)
    expect(markdown.length).toBeLessThan(60_000)
    const own = /<\/?(code|br|sub|details|summary|pre|a)>|<a href="https:[^"<>\s]*">|<pre lang="diff">/g
    expect(markdown.replace(own, '').replace(/^> /gm, '')).not.toMatch(/[<>]/)
    for (const line of markdown.split('\n').filter((each) => each.startsWith('|'))) expect(line).toMatch(/\|$/)
    // What follows a row without an empty line between is taken for one more row.
    expect(markdown).not.toMatch(/\|\n[^|\n]/)
  })

  test('renders to the same bytes every time', () => {
    const copy = JSON.parse(renderJson(document))
    expect(renderHtml(copy)).toBe(renderHtml(document))
    expect(renderMarkdown(copy)).toBe(renderMarkdown(document))
  })

  test('is in its HTML file whole, as data that no parser takes for markup', () => {
    const html = renderHtml(document)
    const [, json] = /<script id="document" type="application\/json">([^<>&]*)<\/script>/.exec(html)!
    expect(JSON.parse(json)).toEqual(document)
  })
})

test('the HTML file has one policy, one script that runs, its program and its document as data, no address to load from and no inline handler', () => {
  const html = renderHtml(hostileReport())
  expect(html).toContain("default-src 'none'; script-src 'sha256-")
  expect(html).not.toContain('unsafe')
  expect(html.match(/<script[^>]*>/g)).toEqual([
    '<script id="document" type="application/json">',
    '<script id="program" type="text/plain">',
    '<script>',
  ])
  expect(html.match(/<\/script>/g)).toHaveLength(3)
  expect(html).not.toMatch(/<[^>]+ (src|onerror|onload|style)=/)
})

test('a report of 20,000 routes takes at most 400 kB beyond the page itself, and the document in it is whole', async () => {
  const report = pageDocument(20_000)
  const html = renderHtml(report)
  const [, bytes, text] = /data-bytes="(\d+)">([^<]*)</.exec(html)!
  expect(JSON.stringify(await unpacked(text, Number(bytes))) === JSON.stringify(report)).toBe(true)
  const { loader, deflated, style } = readPageFiles()
  expect(html.length - loader.length - deflated.length - style.length).toBeLessThan(400_000)
})

test('the boxes of the map add up to what is owned, box by box', () => {
  for (const report of [fixtureReport(3_000), hostileReport(), assembled([])]) {
    const nodes = mapTree(report)
    const { routeBytes, routerBytes, validatorBytes, registryBytes } = report.totals
    expect(nodes[0].bytes).toBe(routeBytes + routerBytes + validatorBytes + registryBytes)
    for (const node of nodes.filter(({ children }) => children.length > 0)) {
      expect(node.children.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(node.bytes)
    }
  }
})

test('a map of 20,000 routes draws at most some thousand boxes, all inside of the canvas', () => {
  const [root] = mapTree(fixtureReport(20_000))
  for (const shape of ['icicle', 'treemap'] as const) {
    const cells = mapLayout(root, shape, 1_200, 560)
    expect(cells.length).toBeGreaterThan(20)
    expect(cells.length).toBeLessThan(4_000)
    for (const { x, y, width, height } of cells) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
      expect(x + width).toBeLessThanOrEqual(1_200.01)
      expect(y + height).toBeLessThanOrEqual(560.01)
    }
  }
})

test('a filter reads facets, sizes with units, alternatives, quotes and minus', () => {
  const report = fixtureReport(300)
  const count = (text: string) => report.routes.filter(filterOf(text, report).accepts).length
  const counted = (test: (route: (typeof report.routes)[number]) => boolean) => report.routes.filter(test).length
  expect(count('')).toBe(300)
  expect(count('method:get,head')).toBe(counted(({ method }) => method === 'GET' || method === 'HEAD'))
  expect(count('-state:live')).toBe(counted(({ state }) => state !== 'live'))
  expect(count('size:>50kB')).toBe(counted(({ shareBytes }) => shareBytes > 50_000))
  expect(count('exclusive:<=9000')).toBe(counted(({ exclusiveBytes }) => exclusiveBytes <= 9_000))
  expect(count('validators:=0')).toBe(counted(({ validators }) => validators.length === 0))
  expect(count('is:twin')).toBe(counted(({ twin }) => twin !== null))
  expect(count('"post /v1"')).toBe(counted(({ key }) => key.startsWith('POST /v1')))
  expect(count('finding:1')).toBe(new Set(report.findings[0].routes).size)
  expect(filterOf('size:huge colour:red', report).problems).toHaveLength(2)
})

test('a view survives its URL, half surrogates and all', () => {
  const view = {
    ...viewOf(''),
    query: 'size:>1MB "a&b=c"',
    route: inFragment(`GET ${hostileNames[5]}`),
    zoom: '7~40',
    columns: 'route,share',
    find: 'is:twin',
  }
  expect(viewOf(fragmentOf(view))).toEqual(view)
  expect(fragmentOf(viewOf('#zoom=-1&theme=pink&map=x'))).toBe('')
})

test('what caches hold for a finding stands beside its saving, where there is room', () => {
  const document = fixtureReport(412)
  const twins = document.findings.find(({ cachedBytes }) => cachedBytes > 0)!
  const shown = `${formatBytes(twins.savingBytes)} back (+${formatBytes(twins.cachedBytes)} in caches)`
  expect(renderTerminal(document, { width: 80, colour: false })).toContain(shown)
  expect(renderTerminal(document, { width: 50, colour: false })).not.toContain('in caches')
})

test('what could go is no part of what routes retain where it is more than that', () => {
  const document = fixtureReport(412)
  const withBack = (reclaimableBytes: number) => ({ ...document, totals: { ...document.totals, reclaimableBytes } })
  const half = withBack(document.totals.retainedBytes / 2)
  expect(renderTerminal(half, { width: 80, colour: false })).toContain('(50 % of what routes retain)')
  const more = withBack(document.totals.retainedBytes * 2)
  expect(renderTerminal(more, { width: 80, colour: false })).toMatch(/Reclaimable: [^()%]+\n/)
})

test('the verdict says so where what routers have besides for routes that could go is not counted', () => {
  const document = fixtureReport(412)
  const [finding] = document.findings
  const withOne = (code: string, severity: 'warning' | 'note') => ({
    ...document,
    findings: [
      { ...finding, severity: 'warning' as const },
      { ...finding, code, severity },
    ],
  })
  const said = /at least [\d.]+ MB back, router trees not counted\./
  for (const code of ['head-twin', 'alias-route']) {
    const shown = renderTerminal(withOne(code, 'warning'), { width: 200, colour: false })
    expect(shown).toMatch(said)
    expect(shown).toContain('(at least ')
    expect(renderMarkdown(withOne(code, 'warning'))).toMatch(said)
    expect(renderHtml(withOne(code, 'warning'))).toMatch(said)
    expect(renderTerminal(withOne(code, 'note'), { width: 200, colour: false })).not.toContain('at least')
  }
  expect(renderMarkdown(withOne('dead-route-tree', 'warning'))).not.toContain('at least')
})
