import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { formatBytes } from '../../src/report/bytes.ts'
import { renderTerminal } from '../../src/report/terminal.ts'

test('what a router that nobody knows added is listed by constructor, the largest group first', async () => {
  const report = await analyze({ kind: 'module', path: 'test/attribute/fixtures/unknown-router.mjs' })
  const { unattributed, coverage, totals } = report
  const group = (name: string) => unattributed.find((entry) => entry.name === name)
  const [rule, gate, limits] = ['Rule', 'Gate', 'Object'].map(group)
  expect(rule?.count).toBe(3000)
  // Two properties each, three words before them; one property.
  expect(rule?.bytes).toBe(3000 * (24 + 2 * 8))
  expect(gate).toMatchObject({ count: 30, bytes: 30 * (24 + 8) })
  expect(limits?.count).toBeGreaterThanOrEqual(3000)
  expect(unattributed.map(({ bytes }) => bytes)).toEqual(unattributed.map(({ bytes }) => bytes).sort((a, b) => b - a))
  expect(unattributed.slice(0, 3)).toContain(rule)
  // They are the background of what was added: all of it but the small groups that are not listed.
  const background = coverage!.addedBytes - coverage!.ownedBytes
  const listed = unattributed.reduce((sum, { bytes }) => sum + bytes, 0)
  expect(listed).toBeLessThanOrEqual(background)
  expect(listed).toBeGreaterThan(0.98 * background)
  expect(totals.routes).toBe(0)

  const lines = renderTerminal(report, { width: 80, colour: false }).split('\n')
  const all = `(${formatBytes(background)} in all)`
  const title = lines.indexOf(`  What composition added without an owner, by constructor ${all}`)
  expect(title).toBeGreaterThan(0)
  expect(lines.slice(title + 1, title + 4).join('\n')).toMatch(/^ {2}Rule +3,000 +120\.0 kB$/m)
})
