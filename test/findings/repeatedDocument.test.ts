import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import type { Finding } from '../../src/findings/finding.ts'
import { findRepeatedDocuments } from '../../src/findings/repeatedDocument.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import type { Report } from '../../src/report/report.ts'
import { type DrawnHeap, heap } from '../helpers/heap.ts'

const findingsIn = ({ snapshot }: DrawnHeap): Finding[] => findRepeatedDocuments(heapFacts(snapshot, null).facts)

/** A document in four objects of 2000 bytes, with a text and a number. */
const document = (name: string, version = 'openapi') => `
  ${name} "Object"          2000 -> ${version}=version info=${name}Info paths=${name}Paths
  ${name}Info "Object"      2000 -> title=title
  ${name}Paths "Object"     2000 -> /users=${name}Users
  ${name}Users "Object"     2000 -> summary=summary minimum=one
`
const texts = `
  version:string "3.1.0"
  title:string "Users"
  summary:string "All of them"
  other:string "Some of them"
  one:number "smi number"      -> internal.value=oneText
  two:number "smi number"      -> internal.value=twoText
  oneText:string "1"
  twoText:string "2"
`
const three = `
  root   -> first second third
${document('first')} ${document('second')} ${document('third')} ${texts}`

test('of equal documents all but one can go', () => {
  const drawn = heap(three)
  const { first, second, third } = drawn.node
  expect(findingsIn(drawn)).toMatchObject([
    {
      code: 'repeated-document',
      count: 2,
      savingBytes: 2 * 4 * 2000,
      evidence: [first, second, third],
      facts: { groups: 1, total: 3 },
    },
  ])
})

test('what a copy shares with the original is not saved', () => {
  const shallow = three.replace('paths=secondPaths', 'paths=firstPaths').replace(/ {2}second(Paths|Users).*\n/g, '')
  expect(findingsIn(heap(shallow))).toMatchObject([{ count: 2, savingBytes: (2 + 4) * 2000 }])
})

test.each([
  ['first', document('own') + document('kept')],
  ['last', document('kept') + document('own')],
])('of two the one that holds most by itself stays, where the heap has it %s', (_, documents) => {
  // A framework keeps the parts of the other one anyway, so dropping that gives back its outer object alone.
  const found = findingsIn(heap(`root -> own kept keptInfo keptPaths\n${documents}${texts}`))
  expect(found).toMatchObject([{ count: 1, savingBytes: 2000 }])
})

const different: [string, (drawing: string) => string][] = [
  ['in a text', (drawing) => drawing.replace(/(secondUsers.*)summary=summary/, '$1summary=other')],
  ['in a number', (drawing) => drawing.replace(/(secondUsers.*)minimum=one/, '$1minimum=two')],
  ['in a name', (drawing) => drawing.replace(/(secondPaths.*)users=/, '$1posts=')],
  ['in what version they name', (drawing) => drawing.replace(/(second "Object".*)openapi=/, '$1swagger=')],
]

test.each(different)('documents that differ %s are two', (_, change) => {
  const changed = change(three)
  expect(changed).not.toBe(three)
  const drawn = heap(changed)
  expect(findingsIn(drawn)).toMatchObject([{ count: 1, evidence: [drawn.node.first, drawn.node.third] }])
})

test('objects without info, or that nothing reaches, do not count', () => {
  expect(findingsIn(heap(three.replaceAll('info=', 'about=')))).toEqual([])
  const cycle = three.replace(
    'root   -> first second third',
    'root -> first\n  here -> there\n  there -> here second third',
  )
  expect(findingsIn(heap(cycle))).toEqual([])
})

test('a document that is generated for two places is found, and handing it to both saves what was said', async () => {
  const path = 'test/findings/fixtures/documents.mjs'
  const analyzed = (exportName: string): Promise<Report> => analyze({ kind: 'module', path }, { exportName })
  const [plain, mended] = [await analyzed('buildApp'), await analyzed('buildMendedApp')]
  const found = plain.findings.find(({ code }) => code === 'repeated-document')!
  expect(found).toMatchObject({ severity: 'error', count: 1 })
  expect(mended.findings.filter(({ code }) => code === 'repeated-document')).toEqual([])
  // Without the background: how many of Node's own functions V8 has compiled for speed differs by 20 kB between boots.
  const held = ({ totals }: Report) => totals.ownedBytes - totals.toolBytes
  const given = held(plain) - held(mended)
  expect(Math.abs(given - found.savingBytes)).toBeLessThan(0.01 * found.savingBytes)
})
