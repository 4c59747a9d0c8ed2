import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { findClonedSpecs } from '../../src/findings/clonedSpec.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import type { CopyMark } from '../../src/recognise/mark.ts'
import type { Report } from '../../src/report/report.ts'
import { heap } from '../helpers/heap.ts'
import { route } from '../helpers/marks.ts'

test('only what the copies hold is saved: not the original, nor what both hold', () => {
  const { snapshot, node } = heap(`
    root           -> app
    app            -> first second spec
    first       10 -> spec copy
    second      10 -> spec copy
    spec       100 -> schema handler
    schema    1000
    copy       200 -> schema2 handler
    schema2   3000
    handler     50
  `)
  const { facts } = heapFacts(snapshot, null)
  const copy: CopyMark = { kind: 'copy', library: 'drawn', leading: [node.copy], original: node.spec }
  const marks = [route(node.first), route(node.second), copy]
  expect(findClonedSpecs({ ...facts, marks })).toMatchObject([
    { code: 'cloned-spec', count: 1, savingBytes: 3200, framework: 'drawn', evidence: [node.copy, node.spec] },
  ])
  expect(findClonedSpecs(facts)).toEqual([])
})

const path = 'test/findings/fixtures/cloned-specs.mjs'
const analyzed = (exportName: string): Promise<Report> => analyze({ kind: 'module', path }, { exportName })

test('clones of specs hold what the app gives back when it hides its schemas from them', async () => {
  const [plain, mended] = [await analyzed('buildApp'), await analyzed('buildMendedApp')]
  const [before, after] = [plain, mended].map(({ findings }) => findings.find(({ code }) => code === 'cloned-spec'))
  expect(before).toMatchObject({ severity: 'error', count: 40 })
  if (before === undefined) return
  expect(before.routes.length).toBe(60)
  expect(before.savingBytes).toBeGreaterThan(40 * 10_000)
  const given = plain.totals.reachableBytes - mended.totals.reachableBytes
  expect(after).toBeUndefined()
  expect(Math.abs(given - before.savingBytes)).toBeLessThan(0.03 * given)
})
