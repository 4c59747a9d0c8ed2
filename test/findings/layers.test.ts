import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import type { HeapFacts } from '../../src/findings/facts.ts'
import type { FindingCode } from '../../src/findings/finding.ts'
import { findMethodFans } from '../../src/findings/methodFan.ts'
import { reclaimableBytes } from '../../src/findings/reclaimable.ts'
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

test('the array of the layers and the table of their methods are as small as for the layers that stay', () => {
  const names = Array.from({ length: 35 }, (_, index) => `m${index}`)
  const drawn = heap(`
    root            -> every
    every        10 -> stack methods
    stack:object "Array" 32 -> internal.elements=elements ${names.map((name, at) => `element.${at}=${name}`).join(' ')}
    elements:array "(object elements)" 360
    methods      24 -> internal.properties=table ${names.map((name) => `${name}=true`).join(' ')}
    table:array "(object properties)" 1600
    ${names.map((name) => `${name} 100 -> handler`).join('\n')}
    handler:closure 20
    true:hidden
  `)
  const { node } = drawn
  const layers = names.map((name) => node[name])
  const stores = { array: node.stack, object: node.methods }
  const every = { ...route(node.every, ...layers), method: 'ALL', handlers: [node.handler], stores }
  const facts = factsOf(drawn, [every])
  const shrinking = [
    { node: node.elements, bytes: 208 },
    { node: node.table, bytes: 1440 },
  ]
  const found = findMethodFans(facts)
  expect(found).toMatchObject([{ count: 34, savingBytes: 3400 + 208 + 1440, shrinking }])
  expect(reclaimableBytes(facts, found)).toBe(found[0].savingBytes)
  // The whole route goes: nothing of it becomes smaller as well.
  expect(reclaimableBytes(facts, found, [route(node.every)])).toBe(10 + 32 + 360 + 24 + 1600 + 35 * 100 + 20)
  // 34 functions of the 35 layers stay: no store is smaller for it.
  const own = findMethodFans(factsOf(drawn, [{ ...every, leading: [node.every, node.m0, node.m1] }]))
  expect(own).toMatchObject([{ count: 1, savingBytes: 100, shrinking: [] }])
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

test('each router needs a layer of its own', () => {
  const { drawn, routes } = guarded()
  const inRouters = (size: number) => {
    const marks = routes.map((mark, index) => ({ ...mark, router: Math.floor(index / size) }))
    return findRepeatedMiddleware(factsOf(drawn, marks))
  }
  const [found] = inRouters(5)
  expect(found).toMatchObject({ count: 96, savingBytes: 96 * 30, evidence: [drawn.node.guard] })
  expect(found.facts).toEqual({ functions: 1, routers: 24, largestGroup: 120 })
  expect(inRouters(1)).toEqual([])
})

const path = 'test/findings/fixtures/layers.mjs'
const analyzed = (exportName: string): Promise<Report> => analyze({ kind: 'module', path }, { exportName })

test.each<[FindingCode, string, string, number]>([
  ['method-fan', 'fanned', 'folded', 60 * 2 * 33],
  ['repeated-middleware', 'named', 'inFront', 599],
  ['repeated-middleware', 'namedInRouters', 'inFrontOfRouters', 60 * 2 * 4],
])('what %s promises is what the app gives back', async (code, before, after, least) => {
  const [plain, mended] = [await analyzed(before), await analyzed(after)]
  const found = plain.findings.filter((finding) => finding.code === code)
  expect(found.length).toBe(1)
  expect(found[0].count).toBeGreaterThanOrEqual(least)
  expect(mended.findings.map((finding) => finding.code)).not.toContain(code)
  // Without the background: how many of Node's own functions V8 has compiled for speed differs by 20 kB between boots.
  const held = ({ totals }: Report) => totals.ownedBytes - totals.toolBytes
  const given = held(plain) - held(mended)
  expect(given / found[0].savingBytes).toBeGreaterThan(0.97)
  expect(given / found[0].savingBytes).toBeLessThan(1.05)
})

test('functions that need a route, that handle errors, or that have a path of their own are not to be named once', async () => {
  const { findings } = await analyzed('needed')
  expect(findings.map(({ code }) => code)).not.toContain('repeated-middleware')
})
