import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { foundIn, foundOf, nextFound } from '../../src/report/page/mapFind.ts'
import { mapLayout } from '../../src/report/page/mapLayout.ts'
import { mapTree, twiceOf, zoomedNode } from '../../src/report/page/mapTree.ts'
import { fixtureReport } from './fixtures.ts'
import { pagesOfThisFile } from './pages.ts'

const { open } = pagesOfThisFile()

test('what is held elsewhere too adds up box by box: whole duplicate routes, and repeated validators of the others', () => {
  const report = fixtureReport(600)
  const nodes = mapTree(report)
  const inTree = new Set(report.duplicates.flatMap(({ routes }) => routes))
  const groups = new Set<number>()
  const repeated = report.validators.map(({ group }) => group !== null && !(groups.size < groups.add(group).size))
  const expected = report.routes.map((route, index) => {
    if (inTree.has(index)) return route.shareBytes
    return route.validators.some((each) => repeated[each]) ? route.parts.validators : 0
  })
  const sum = expected.reduce((all, bytes) => all + bytes, 0)
  expect(sum).toBeGreaterThan(0)
  expect(twiceOf(nodes[0])).toBe(sum)
  for (const node of nodes) {
    if (node.route !== null) expect(twiceOf(node)).toBe(expected[node.route])
    else if (node.children.length > 0)
      expect(twiceOf(node)).toBe(node.children.reduce((all, child) => all + twiceOf(child), 0))
  }
  const rest = zoomedNode(nodes, '0~1')
  expect(twiceOf(rest)).toBe(rest.children.reduce((all, child) => all + twiceOf(child), 0))
})

test('what fits is counted in every box and in every fold, and walked round both ways', () => {
  const report = fixtureReport(2_000)
  const nodes = mapTree(report)
  const found = foundIn(nodes, report, 'state:dead flows')!
  const fitting = report.routes.filter(
    ({ state, key, source }) => state === 'dead' && `${key} ${source}`.includes('flows'),
  )
  expect(found.routes.map(({ route }) => report.routes[route!].key).sort()).toEqual(
    fitting.map(({ key }) => key).sort(),
  )
  const cells = mapLayout(nodes[0], 'icicle', 1_200, 560)
  expect(foundOf(found, cells[0])).toBe(fitting.length)
  const below = cells.filter(({ depth }) => depth === 1)
  expect(below.reduce((sum, cell) => sum + foundOf(found, cell), 0)).toBe(fitting.length)
  const folds = cells.filter(({ folded }) => folded > 0)
  expect(folds.some((cell) => foundOf(found, cell) > 0)).toBe(true)
  const first = nextFound(found, nodes[0], 1)!
  expect(nextFound(found, nextFound(found, first, 1)!, -1)).toBe(first)
  expect(nextFound(found, nextFound(found, first, -1)!, 1)).toBe(first)
  expect(foundIn(nodes, report, '  ')).toBeNull()
})

test('the search of the map marks what fits, goes to it with Enter and the buttons, and is in the link', async () => {
  const report = fixtureReport(120)
  const page = await open(report)
  await page.focus('#find')
  await page.keyboard.type('state:dead flows')
  const fitting = report.routes.filter(
    ({ state, key, source }) => state === 'dead' && `${key} ${source}`.includes('flows'),
  )
  await expect.poll(() => page.textContent('#found')).toBe(`${fitting.length} found; Enter goes to the next`)
  await page.keyboard.press('Enter')
  await expect.poll(() => page.textContent('#found')).toBe(`1 of ${fitting.length}`)
  const at = () => page.textContent('.crumbs [aria-current]')
  expect(await at()).toBe(fitting[0].key)
  await page.keyboard.press('Enter')
  await expect.poll(at).toBe(fitting[1].key)
  await page.keyboard.press('Shift+Enter')
  await expect.poll(at).toBe(fitting[0].key)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
    .toBe('Next that fits')
  await page.keyboard.press('Enter')
  await expect.poll(at).toBe(fitting[1].key)

  const again = await open(report, {}, `#find=state:dead`)
  const dead = report.routes.filter(({ state }) => state === 'dead').length
  expect(await again.textContent('#found')).toBe(`${dead} found; Enter goes to the next`)
  await again.click('.map-table summary')
  await again.waitForSelector('.map-table tbody tr')
  const counts = await again.$$eval('.map-table tbody tr', (rows) =>
    rows.map((row) => Number(row.lastElementChild?.textContent)),
  )
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(dead)
  await again.fill('#find', 'no such route')
  await expect.poll(() => again.textContent('#found')).toBe('No route fits.')
})

/** How many of the pixels of the map have each colour, once it stands still. */
async function coloursOf(page: Page): Promise<Map<string, number>> {
  await page.waitForTimeout(400)
  const counts = await page.$eval('#map canvas', (element) => {
    const canvas = element as HTMLCanvasElement
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
    const colours: Record<string, number> = {}
    for (let at = 0; at < data.length; at += 4) {
      const colour = `${data[at]},${data[at + 1]},${data[at + 2]}`
      colours[colour] = (colours[colour] ?? 0) + 1
    }
    return colours
  })
  return new Map(Object.entries(counts))
}

test('parts keep their colours where the system forces its own, boxes have edges there, and dead ones their bars', async () => {
  const report = fixtureReport(60)
  const forced = { forcedColors: 'active', colorScheme: 'dark', reducedMotion: 'reduce' } as const
  const colours = await coloursOf(await open(report, forced))
  for (const part of ['74,134,197', '111,180,220']) expect(colours.get(part)).toBeGreaterThan(1_000)
  expect(colours.get('255,255,255'), 'edges, labels and bars').toBeGreaterThan(1_000)
  const live = report.routes.filter(({ state }) => state === 'live')
  const plain = {
    ...report,
    routes: live.map((route) => ({ ...route, router: 0 })),
    duplicates: [],
    routers: report.routers.slice(0, 3),
  }
  const bar = '179,38,30'
  expect((await coloursOf(await open(report, { colorScheme: 'light' }))).get(bar)).toBeGreaterThan(200)
  expect((await coloursOf(await open(plain, { colorScheme: 'light' }))).get(bar) ?? 0).toBe(0)
})

test('going into a box is drawn in frames unless motion is unwanted', async () => {
  const frames = async (reducedMotion: 'reduce' | 'no-preference') => {
    const page = await open(fixtureReport(120), { reducedMotion })
    await coloursOf(page)
    return page.evaluate(async () => {
      let drawn = 0
      const { clearRect } = CanvasRenderingContext2D.prototype
      CanvasRenderingContext2D.prototype.clearRect = function (...box) {
        drawn++
        return clearRect.apply(this, box)
      }
      location.hash = '#zoom=1'
      await new Promise((done) => setTimeout(done, 600))
      return drawn
    })
  }
  expect(await frames('reduce')).toBeLessThan(3)
  expect(await frames('no-preference')).toBeGreaterThan(3)
})
