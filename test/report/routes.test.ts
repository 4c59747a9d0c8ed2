import fc from 'fast-check'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { csvOf } from '../../src/report/page/csv.ts'
import { filterOf, toggled, valuesAsked } from '../../src/report/page/filter.ts'
import { routeCounts } from '../../src/report/words.ts'
import { fixtureReport, hostileReport } from './fixtures.ts'
import { pagesOfThisFile } from './pages.ts'

const { open } = pagesOfThisFile()

test('a value of a facet is asked for by one press and no more by the next, whatever else the filter says', () => {
  expect(toggled('', 'state', 'dead')).toBe('state:dead')
  expect(toggled('flows state:dead', 'state', 'shadowed')).toBe('flows state:dead,shadowed')
  expect(toggled('flows state:dead,shadowed "a b"', 'state', 'dead')).toBe('flows state:shadowed "a b"')
  expect(toggled('method:get', 'method', 'GET')).toBe('')
  expect(toggled('-state:dead', 'state', 'dead')).toBe('-state:dead state:dead')
  const anyTerm = fc.constantFrom('flows', '"a b"', '-x', 'size:>1MB', 'method:GET,HEAD', 'state:"dead"', '-state:live')
  const sorted = (text: string) => text.replaceAll('"dead"', 'dead').split(' ').sort().join(' ')
  fc.assert(
    fc.property(fc.uniqueArray(anyTerm), fc.constantFrom('dead', 'live'), (terms, value) => {
      const before = terms.join(' ')
      const after = toggled(before, 'state', value)
      expect(valuesAsked(after, 'state').includes(value)).toBe(!valuesAsked(before, 'state').includes(value))
      expect(sorted(toggled(after, 'state', value))).toBe(sorted(before))
    }),
  )
})

test('a framework that is named in full is meant alone', () => {
  const report = fixtureReport(40)
  const routes = report.routes.map((route, at) => (at % 2 === 0 ? { ...route, framework: 'fastify-like' } : route))
  const both = { ...report, routes }
  const count = (text: string) => routes.filter(filterOf(text, both).accepts).length
  expect(count('framework:fastify')).toBe(routes.filter(({ framework }) => framework === 'fastify').length)
  expect(count('framework:fastif')).toBe(routes.filter(({ framework }) => framework !== 'koa-router').length)
})

/** A stupid reader of CSV: cells by record. */
function readCsv(text: string): string[][] {
  return text
    .split('\r\n')
    .slice(0, -1)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
      ),
    )
}

test('CSV gives back every text, in one line a row, and none that a spreadsheet would compute', () => {
  const texts = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    ' =1',
    '\t=1',
    '\uff1d1',
    '"=1',
    '|x',
    '/a,b;c',
    'a"b',
    'a\r\nb',
    '\u202e',
    '\ud800',
    '',
  ]
  const [, ...rows] = readCsv(
    csvOf(
      [
        { heading: 'text', value: (text: string) => text },
        { heading: 'n', value: () => -5 },
      ],
      texts,
    ),
  )
  expect(rows).toHaveLength(texts.length)
  for (const [text, number] of rows) {
    expect(text).not.toMatch(/^[\s"]*[=+\-@|%\uff1d]/)
    expect(text).not.toMatch(/[\r\n\t\u202e\ud800]/)
    expect(number).toBe('-5')
  }
  expect(rows[9][0]).toBe('/a,b;c')
  expect(rows[10][0]).toBe('a"b')
  expect(rows[11][0]).toBe('a\\u000d\\u000ab')
})

const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] }
const copied = async (page: Page) => readCsv(await page.evaluate(() => navigator.clipboard.readText()))

test('what is copied is what the table shows: filtered, sorted, in its columns, in bytes', async () => {
  const report = fixtureReport(300)
  const page = await open(report, clipboard, '#query=state:dead&sort=exclusive&columns=route,state,exclusive,source')
  await page.click('text=Copy as CSV')
  await expect.poll(() => page.textContent('#copied')).toMatch(/^\d+ rows copied$/)
  const [head, ...rows] = await copied(page)
  expect(head).toEqual(['route', 'method', 'path', 'state', 'exclusive (B)', 'source'])
  const expected = report.routes
    .filter(({ state }) => state === 'dead')
    .sort((a, b) => b.exclusiveBytes - a.exclusiveBytes)
  expect(rows).toEqual(
    expected.map(({ key, method, path, state, exclusiveBytes, source }) => [
      key,
      method,
      path,
      state,
      `${exclusiveBytes}`,
      source ?? '',
    ]),
  )
})

test('hostile names are copied as text', async () => {
  const report = hostileReport()
  const page = await open(report, clipboard)
  await page.click('text=Copy as CSV')
  await expect.poll(() => page.textContent('#copied')).toContain('copied')
  const rows = await copied(page)
  expect(rows).toHaveLength(report.routes.length + 1)
  for (const row of rows) expect(row).toHaveLength(rows[0].length)
})

test('facets and columns are reached and pressed by keyboard alone, and are in the link', async () => {
  const report = fixtureReport(120)
  const page = await open(report)
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
  const tabTo = async (text: RegExp) => {
    for (let press = 0; press < 30 && !text.test(await focused()); press++) await page.keyboard.press('Tab')
    expect(await focused()).toMatch(text)
  }
  await page.focus('#filter')
  const dead = report.routes.filter(({ state }) => state === 'dead')
  await tabTo(/^dead \d+$/)
  expect(await focused()).toBe(`dead ${dead.length}`)
  await page.keyboard.press('Enter')
  await expect.poll(() => page.inputValue('#filter')).toBe('state:dead')
  expect(await page.textContent('#filter-count')).toBe(routeCounts(report.routes, dead))
  await tabTo(/^POST \d+$/)
  expect(await focused(), 'counts are of what the other facets leave').toBe(
    `POST ${dead.filter(({ method }) => method === 'POST').length}`,
  )
  await page.focus('.facets button[aria-pressed=true]')
  await page.keyboard.press('Space')
  await expect.poll(() => page.inputValue('#filter')).toBe('')

  await tabTo(/^Columns$/)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await expect.poll(() => page.locator('#route-table th').allTextContents()).not.toContain('State')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await expect.poll(() => page.textContent('#route-table thead')).toContain('Framework')
  const again = await open(report, {}, new URL(page.url()).hash)
  expect(await again.textContent('#route-table thead')).toBe(await page.textContent('#route-table thead'))
  await tabTo(/^As at first$/)
  await page.keyboard.press('Enter')
  await expect.poll(() => page.url()).not.toContain('columns')
})
