import { expect, test } from 'vitest'
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
