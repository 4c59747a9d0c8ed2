import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import type { HeapFacts } from '../../src/findings/facts.ts'
import type { FindingCode } from '../../src/findings/finding.ts'
import { findMethodFans } from '../../src/findings/methodFan.ts'
import { findRepeatedMiddleware } from '../../src/findings/repeatedMiddleware.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import type { Mark, RouteMark } from '../../src/recognise/mark.ts'
import type { Report } from '../../src/report/report.ts'
import { type DrawnHeap, heap } from '../helpers/heap.ts'
import { route } from '../helpers/marks.ts'

const factsOf = ({ snapshot }: DrawnHeap, marks: readonly Mark[]): HeapFacts => {
  const { facts } = heapFacts(snapshot, null)
  const routes = marks.filter((mark): mark is RouteMark => mark.kind === 'route')
  return { ...facts, marks, states: new Map(routes.map((mark) => [mark, 'live'])) }
}

test('of the layers of a route for all methods one must stay, and what they share stays', () => {
  const drawn = heap(`
    root            -> every
    every        10 -> get post put
    get         100 -> guard matcher
    post        100 -> guard matcher
    put         100 -> handler matcher
    matcher      50
    guard:closure   20
    handler:closure 20
  `)
  const { node } = drawn
  const handlers = [node.guard, node.handler]
  const every = { ...route(node.every, node.get, node.post, node.put), method: 'ALL', handlers }
  expect(findMethodFans(factsOf(drawn, [every]))).toMatchObject([
    { code: 'method-fan', count: 1, savingBytes: 100, routes: [every], facts: { routes: 1, functions: 1 } },
  ])
  const middleware = { ...every, middleware: true }
  expect(findMethodFans(factsOf(drawn, [middleware]))).toMatchObject([{ count: 1, savingBytes: 100 }])
  expect(findMethodFans(factsOf(drawn, [{ ...every, method: 'GET' }]))[0]?.count ?? 0).toBe(0)
})

/** 120 routes, each with a layer for a guard of all, and one for the handler of all. */
const guarded = () => {
  const numbers = Array.from({ length: 120 }, (_, index) => index)
  const drawn = heap(`
    root -> ${numbers.map((index) => `route${index}`).join(' ')}
    ${numbers.map((index) => `route${index} 10 -> before${index} after${index}`).join('\n')}
    ${numbers.map((index) => `before${index} 30 -> guard\nafter${index} 40 -> handler`).join('\n')}
    guard:closure 20
    handler:closure 20
  `)
  const { node } = drawn
  const routes = numbers.map((index) => ({
    ...route(node[`route${index}`], node[`before${index}`], node[`after${index}`]),
    handlers: [node.guard, node.handler],
  }))
  return { drawn, routes }
}

test('of the layers of a function that many routes name one must stay; the function that answers is none', () => {
  const { drawn, routes } = guarded()
  const [found, ...others] = findRepeatedMiddleware(factsOf(drawn, routes))
  expect(others).toEqual([])
  expect(found).toMatchObject({ code: 'repeated-middleware', severity: 'note', count: 119, savingBytes: 119 * 30 })
  expect(found.evidence).toEqual([drawn.node.guard])
  expect(found.routes.length).toBe(120)
  expect(findRepeatedMiddleware(factsOf(drawn, routes.slice(0, 99)))).toEqual([])
})

const path = 'test/findings/fixtures/layers.mjs'
const analyzed = (exportName: string): Promise<Report> => analyze({ kind: 'module', path }, { exportName })

test.each<[FindingCode, string, string, number]>([
  ['method-fan', 'fanned', 'folded', 60 * 2 * 33],
  ['repeated-middleware', 'named', 'inFront', 599],
])('what %s promises is what the app gives back', async (code, before, after, least) => {
  const [plain, mended] = [await analyzed(before), await analyzed(after)]
  const found = plain.findings.filter((finding) => finding.code === code)
  expect(found.length).toBe(1)
  expect(found[0].count).toBeGreaterThanOrEqual(least)
  expect(mended.findings.map((finding) => finding.code)).not.toContain(code)
  // Without the background: how many of Node's own functions V8 has compiled for speed differs by 20 kB between boots.
  const held = ({ totals }: Report) => totals.ownedBytes - totals.toolBytes
  const given = held(plain) - held(mended)
  // The slots in the arrays that hold the layers go as well, and the table of the methods; neither is promised.
  expect(given / found[0].savingBytes).toBeGreaterThan(0.99)
  expect(given / found[0].savingBytes).toBeLessThan(1.15)
})
