import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { wrappedFunctions } from '../../src/recognise/wrappers.ts'
import { heap } from '../helpers/heap.ts'

/** Two closures of one code, each around a function of its own. */
const wrappers = `
  root                       -> one two
  one:closure                -> internal.context=scope1 internal.shared=code
  two:closure                -> internal.context=scope2 internal.shared=code
  scope1 "system / Context"  -> context.fn=first
  scope2 "system / Context"  -> context.fn=second
  first:closure
  second:closure
`

const wrappedIn = (drawing: string) => {
  const { graph, node } = heap(drawing)
  const found = wrappedFunctions(heapView(graph), [node.one, node.two])
  const name = (wanted: number) => Object.keys(node).find((key) => node[key] === wanted)
  return [...found].map(([wrapper, inner]) => `${name(wrapper)} around ${name(inner)}`)
}

test('closures of one code around different functions are wrappers', () => {
  expect(wrappedIn(wrappers)).toEqual(['one around first', 'two around second'])
})

test('handlers of a factory that was called twice with one helper are none', () => {
  expect(wrappedIn(wrappers.replace('context.fn=second', 'context.fn=first'))).toEqual([])
})

test('handlers that use different helpers are none, since their code differs', () => {
  expect(
    wrappedIn(
      wrappers.replace('internal.context=scope2 internal.shared=code', 'internal.context=scope2 internal.shared=other'),
    ),
  ).toEqual([])
})

test('handlers that share a scope are none, nor is what has two functions at hand', () => {
  expect(wrappedIn(wrappers.replace('internal.context=scope2', 'internal.context=scope1'))).toEqual([])
  expect(wrappedIn(wrappers.replace('context.fn=second', 'context.fn=second context.log=first'))).toEqual([])
})

test('a function that was made in the scope itself is a helper', () => {
  expect(wrappedIn(wrappers.replace('second:closure', 'second:closure -> internal.context=scope2'))).toEqual([])
})

test('what a helper made around a function is where that function is, and answers with its code', async () => {
  const path = 'test/recognise/fixtures/wrapped.mjs'
  const { routes, findings } = await analyze({ kind: 'module', path }, {})
  const found = new Map(routes.map(({ key, source, handler }) => [key, { line: source?.split(':').at(-2), handler }]))
  expect(Object.fromEntries([...found].map(([key, { line }]) => [key, Number(line)]))).toEqual({
    'GET /koa': 28,
    'GET /one': 17,
    'GET /one/': 21,
    'GET /three': 12,
    'GET /two': 12,
  })
  const same = [...found].filter(([, { handler }]) => handler !== null).map(([key]) => key)
  expect(same.sort()).toEqual(['GET /three', 'GET /two'])
  // They do not do the same, and those that may are no aliases for it.
  expect(findings.map(({ code }) => code)).toEqual([])
}, 60_000)
