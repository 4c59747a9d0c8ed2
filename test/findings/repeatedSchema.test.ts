import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { findings } from '../../src/findings/findings.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import { markSources } from '../../src/recognise/sources.ts'
import { appHeap } from '../helpers/appHeap.ts'

const fixture = 'test/findings/fixtures/zod-mounts.mjs'

test('schemas that are built for each mount weigh what the app gives back when they are built once', async () => {
  const app = await appHeap(fixture, 'zod')
  const mended = await appHeap(fixture, 'zod', { env: { MENDED: '1' } })
  const measured = Number(app.listed[0]) - Number(mended.listed[0])
  const { facts } = heapFacts(app.heap.graph.snapshot, null)
  const found = findings(facts).filter(({ code }) => code === 'repeated-schema')
  expect(found.map(({ framework, count, facts: { groups, total } }) => [framework, count, groups, total])).toEqual([
    // Twenty routes, mounted three times.
    ['zod', 40, 20, 60],
  ])
  const [{ savingBytes, severity, routes, removable }] = found
  expect(severity).toBe('error')
  expect(routes.length).toBe(60)
  const sourceOf = markSources(app.heap, facts.marks, undefined, (source) => source, process.cwd())
  // The handler that uses the schema, beside the call that builds it.
  expect(sourceOf(removable[0])).toMatch(/^test\/findings\/fixtures\/zod-mounts\.mjs:20:\d+$/)
  expect(Math.abs(savingBytes / measured - 1), `${savingBytes} of ${measured}`).toBeLessThan(0.15)

  const after = findings(heapFacts(mended.heap.graph.snapshot, null).facts)
  expect(after.filter(({ severity }) => severity !== 'note')).toEqual([])
}, 120_000)

test('what handlers build for each request has the place of the variable that keeps it', async () => {
  const file = 'test/findings/fixtures/per-request.mjs'
  const warm = Array.from({ length: 120 }, (_, at) => (at % 2 === 0 ? '/orders' : '/checks'))
  const report = await analyze({ kind: 'module', path: file }, { warm })
  const heldBy = report.findings.map(({ code, holders }) => [code, holders.map((index) => report.holders[index].name)])
  // Of objects of a library, of generated code, and of documents.
  expect(heldBy.sort()).toEqual([
    ['repeated-schema', ['ajv']],
    ['repeated-schema', ['answers']],
    ['repeated-validator', ['ajv']],
  ])
  for (const { count, routes, source } of report.findings) {
    // No route leads to them, and which function built them is in no heap.
    expect({ count, routes, source }).toEqual({ count: 59, routes: [], source: null })
  }
  const line = (name: string) => report.holders.find((holder) => holder.name === name)
  expect(line('answers')).toMatchObject({ source: `${file}:5:7`, frame: { file, line: 5 } })
  expect(line('ajv')).toMatchObject({ source: `${file}:6:7`, frame: { file, line: 6 } })
  expect(line('ajv')?.frame?.lines).toContain('const ajv = new Ajv()')
}, 120_000)
