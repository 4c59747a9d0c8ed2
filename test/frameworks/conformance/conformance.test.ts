import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findings } from '../../../src/findings/findings.ts'
import { apps } from './apps.ts'
import { missingFeatures, probeMistakes, routeDifference, unexplainedPart } from './checks.ts'
import { frameworksDocument, type Row, rowOf } from './document.ts'
import { type AppInHeap, runApp } from './runApp.ts'

const testTimeout = 300_000
const rows = new Map<string, Row>()

describe.each(apps.map((app) => [app.name, app] as const))('%s', (_, app) => {
  const [oldest, newest] = [app.nodes[0], app.nodes.at(-1)!]

  // `-u -t 'its newest|docs/'` is the short way to a new docs/frameworks.md.
  const nodes = app.nodes.map((node) => [node === newest ? `${node}, its newest` : `${node}`, node] as const)
  test.each(nodes)('on Node %s', { timeout: testTimeout }, async (_, node) => {
    const found = await runApp(app, { factory: 'everything', node, minified: false })
    expectRoutes(found)
    expect(probeMistakes(found)).toEqual([])
    expect(unexplainedPart(found)).toBeLessThan(0.05)
    if (node === newest) rows.set(app.name, rowOf(app, found))
  })

  test.each([oldest, newest])('minified on Node %i', { timeout: testTimeout }, async (node) => {
    expectRoutes(await runApp(app, { factory: 'everything', node, minified: true }))
  })

  test('has nothing to mend where it is well written', { timeout: testTimeout }, async () => {
    const found = await runApp(app, { factory: 'clean', node: oldest, minified: false })
    expect(routeDifference(found)).toEqual({ missing: [], extra: [] })
    const worthMending = findings(found.facts).filter(({ severity }) => severity !== 'note')
    expect(worthMending.map(({ code, count, savingBytes }) => `${code}: ${count}, ${savingBytes} bytes`)).toEqual([])
  })
})

test('docs/frameworks.md says what was found (vitest -u writes it)', async () => {
  expect(apps.filter(({ name }) => !rows.has(name)).map(({ name }) => name)).toEqual([])
  const text = frameworksDocument([...rows.values()])
  await expect(text).toMatchFileSnapshot(join(process.cwd(), 'docs/frameworks.md'))
})

function expectRoutes(found: AppInHeap): void {
  expect(routeDifference(found)).toEqual({ missing: [], extra: [] })
  expect(missingFeatures(found)).toEqual([])
  expect(found.collected, 'the app is collected after it was dropped').toBe(true)
}
