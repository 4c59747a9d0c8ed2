import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { owningMarks } from '../../src/attribute/owners.ts'
import { findAstLocations } from '../../src/findings/astLocations.ts'
import { positions } from '../../src/frameworks/graphql/positions.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import type { PositionsMark } from '../../src/recognise/mark.ts'
import type { Report } from '../../src/report/report.ts'
import { heap } from '../helpers/heap.ts'
import { route } from '../helpers/marks.ts'

test('positions hold their tokens and the text, and what something else holds as well stays', () => {
  const { graph, snapshot, node } = heap(`
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
  const places = [node.loc1, node.loc2]
  const mark: PositionsMark = { kind: 'positions', library: 'drawn', leading: places, places }
  expect(findAstLocations({ ...facts, marks: [route(node.field), mark] })).toMatchObject([
    { code: 'ast-locations', count: 2, savingBytes: 420, framework: 'drawn', evidence: [node.loc1] },
  ])
  expect(findAstLocations(facts)).toEqual([])
  // A schema of 500 types has thousands, which took half a minute as leads.
  expect([...owningMarks(graph, [route(node.field), mark]).fold.leads]).toEqual([node.field])
})

test('of the arrays beside pieces those are room for positions that hold nothing else', () => {
  const { graph, node } = heap(`
    root          -> schema
    schema        -> _typeMap=types
    types         -> Item=type
    item    40    -> kind=text name loc=loc1 internal.properties=room1 internal.map=map
    name    40    -> kind=text loc=loc2 later=text internal.properties=room2 internal.map=map
    other   40    -> kind=text held loc=loc3 internal.properties=room3 internal.map=map
    given   48    -> kind=text loc=loc4 internal.map=map
    type          -> astNode=item extensionASTNodes=more
    more:array    -> element.0=other element.1=given
    room1:hidden "system / PropertyArray" 40 -> internal.map=map hidden.0=loc1
    room2:hidden "system / PropertyArray" 40 -> internal.map=map hidden.0=loc2
    room3:hidden "system / PropertyArray" 40 -> internal.map=map hidden.0=held hidden.1=loc3
    loc1          -> startToken=token endToken=token source
    loc2          -> startToken=token endToken=token source
    loc3          -> startToken=token endToken=token source
    loc4          -> startToken=token endToken=token source
  `)
  const places = [node.loc1, node.loc2, node.loc3, node.loc4]
  expect(positions(heapView(graph), [node.schema])).toMatchObject({ places, leading: [...places, node.room1] })
})

const path = 'test/findings/fixtures/ast-locations.mjs'
const analyzed = (exportName: string): Promise<Report> => analyze({ kind: 'module', path }, { exportName })

test('a schema that is parsed without locations gives back what they held, and the room for them', async () => {
  const [plain, mended] = [await analyzed('buildApp'), await analyzed('buildMendedApp')]
  const [finding] = plain.findings
  expect(finding).toMatchObject({ code: 'ast-locations', severity: 'error' })
  expect(mended.findings).toEqual([])
  const given = plain.totals.reachableBytes - mended.totals.reachableBytes
  expect(finding.savingBytes).toBeGreaterThan(100_000)
  // Two boots differ by some kB besides, on Node 24 by 3 %.
  expect(given).toBeGreaterThan(0.95 * finding.savingBytes)
  expect(given).toBeLessThan(1.05 * finding.savingBytes)
})
