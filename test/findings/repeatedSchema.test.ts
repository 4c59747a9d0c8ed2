import { expect, test } from 'vitest'
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
  const sourceOf = markSources(app.heap, undefined, (source) => source, process.cwd())
  // The handler that uses the schema, beside the call that builds it.
  expect(sourceOf(removable[0])).toMatch(/^test\/findings\/fixtures\/zod-mounts\.mjs:20:\d+$/)
  expect(Math.abs(savingBytes / measured - 1), `${savingBytes} of ${measured}`).toBeLessThan(0.15)

  const after = findings(heapFacts(mended.heap.graph.snapshot, null).facts)
  expect(after.filter(({ severity }) => severity !== 'note')).toEqual([])
}, 120_000)
