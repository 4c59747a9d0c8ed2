import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { findAstLocations } from '../../src/findings/astLocations.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import type { PositionsMark } from '../../src/recognise/mark.ts'
import type { Report } from '../../src/report/report.ts'
import { heap } from '../helpers/heap.ts'
import { route } from '../helpers/marks.ts'

test('positions hold their tokens and the text, and what something else holds as well stays', () => {
  const { snapshot, node } = heap(`
    root         -> field query
    field     10 -> piece
    piece    100 -> loc1 name
    name     100 -> loc2
    loc1      50 -> token source
    loc2      50 -> token source
    token     20 -> source
    source   300 -> body
    body    1000
    query        -> body
  `)
  const { facts } = heapFacts(snapshot, null)
  const positions: PositionsMark = { kind: 'positions', library: 'drawn', leading: [node.loc1, node.loc2] }
  expect(findAstLocations({ ...facts, marks: [route(node.field), positions] })).toMatchObject([
    { code: 'ast-locations', count: 2, savingBytes: 420, framework: 'drawn', evidence: [node.loc1] },
  ])
  expect(findAstLocations(facts)).toEqual([])
})

const path = 'test/findings/fixtures/ast-locations.mjs'
const analyzed = (exportName: string): Promise<Report> => analyze({ kind: 'module', path }, { exportName })

test('a schema that is parsed without locations gives back what they held, and the slots for them', async () => {
  const [plain, mended] = [await analyzed('buildApp'), await analyzed('buildMendedApp')]
  const [finding] = plain.findings
  expect(finding).toMatchObject({ code: 'ast-locations', severity: 'error' })
  expect(mended.findings).toEqual([])
  const given = plain.totals.reachableBytes - mended.totals.reachableBytes
  expect(finding.savingBytes).toBeGreaterThan(100_000)
  // A slot is a pointer; not every piece has one more for it. Two boots differ by some kB besides, on Node 24 by 3 %.
  expect(given).toBeGreaterThan(0.95 * finding.savingBytes)
  expect(given).toBeLessThan(1.05 * (finding.savingBytes + 8 * finding.count))
})
