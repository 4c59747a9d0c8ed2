import { expect, test } from 'vitest'
import type { Heap } from '../../src/recognise/heap.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import type { Mark, RouteMark } from '../../src/recognise/mark.ts'
import { recognise } from '../../src/recognise/recognise.ts'
import type { Recogniser } from '../../src/recognise/recogniser.ts'
import { heap } from '../helpers/heap.ts'

const registry = (node: number, name: string): Mark => ({
  kind: 'registry',
  leading: [node],
  library: 'test',
  name,
  keys: [],
})
const route = (node: number, router: number | null): RouteMark => ({
  kind: 'route',
  leading: [node],
  framework: 'test',
  method: 'GET',
  path: '/',
  constraints: '',
  router,
  handlers: [],
  twin: null,
  middleware: false,
})

test('a recogniser is asked only about nodes that have all properties of its shape', () => {
  const { graph, node } = heap(`
    root -> whole half wrong
    whole -> a b c
    half -> a c
    wrong -> internal.b=b a
  `)
  const asked: number[] = []
  const recogniser: Recogniser = {
    name: 'test',
    shape: ['a', 'b'],
    recognise: (_, candidate) => {
      asked.push(candidate)
      return undefined
    },
  }
  recognise(heapView(graph), [recogniser])
  expect(asked).toEqual([node.whole])
})

test('a scope is found by its variables and comes with the functions that live in it', () => {
  const { graph, node } = heap(`
    root -> f g h
    f:closure -> internal.context=scope
    g:closure -> internal.context=scope
    h:closure -> internal.context=other
    scope -> context.wanted=value
    other -> context.unknown=value
  `)
  let seen: unknown
  const recogniser: Recogniser = {
    name: 'test',
    of: 'scope',
    shape: ['wanted'],
    recognise: (_, scope, closures) => {
      seen = [scope, closures]
      return undefined
    },
  }
  recognise(heapView(graph), [recogniser])
  expect(seen).toEqual([node.scope, [node.f, node.g]])
})

test('of two that know a node the first in the list is believed, also when it is asked later', () => {
  const { graph, node } = heap(`
    root -> early late
    early -> general
    late -> special early
  `)
  const special: Recogniser = {
    name: 'special',
    shape: ['special'],
    recognise: (view, at) => registry(view.property(at, 'early')!, 'special'),
  }
  const general: Recogniser = { name: 'general', shape: ['general'], recognise: (_, at) => registry(at, 'general') }
  expect(recognise(heapView(graph), [special, general])).toEqual([registry(node.early, 'special')])
})

test('the routes of a router follow it in the order of registration', () => {
  const { graph, node } = heap(`
    root -> second first router
    second -> x
    first -> x
    router -> routes x
  `)
  const recogniser: Recogniser = {
    name: 'test',
    shape: ['routes'],
    recognise: (_, at) => [route(node.first, at), route(node.second, at)],
  }
  const alone: Recogniser = { name: 'alone', shape: ['x'], recognise: (_, at) => route(at, null) }
  const marks = recognise(heapView(graph), [recogniser, alone])
  expect(marks.map(({ leading }) => leading[0])).toEqual([node.first, node.second, node.router])
  expect(marks.slice(0, 2)).toEqual([route(node.first, node.router), route(node.second, node.router)])
})

test('a recogniser that throws has no answer, and the others keep theirs', () => {
  const { graph, node } = heap('root -> a')
  const shape = ['a']
  const broken: Recogniser = {
    name: 'broken',
    shape,
    recognise: () => {
      throw new Error('strange heap')
    },
  }
  const sound: Recogniser = { name: 'sound', shape, recognise: (_, at) => registry(at, 'sound') }
  expect(recognise(heapView(graph), [broken, sound])).toEqual([registry(node.root, 'sound')])
})

test('what two know of one validator is put together, and its private store is no registry', () => {
  const { graph, node } = heap(`
    root -> closure user
    closure:closure -> made store
    user -> used closure
  `)
  const mark = (part: string | null, schema: number | null, leading: number[]): Mark => ({
    kind: 'validator',
    leading,
    library: 'test',
    closure: node.closure,
    schema,
    source: null,
    part,
  })
  const made: Recogniser = {
    name: 'made',
    shape: ['made'],
    recognise: () => [mark(null, 7, [node.closure, node.store]), registry(node.store, 'private')],
  }
  const used: Recogniser = { name: 'used', shape: ['used'], recognise: () => mark('body', null, [node.closure]) }
  const expected = [mark('body', 7, [node.closure, node.store])]
  expect(recognise(heapView(graph), [used, made])).toEqual(expected)
  expect(recognise(heapView(graph), [made, used])).toEqual(expected)
})

test('a schema behind an accessor of one object is of the app, and what a getter on a prototype keeps is not', () => {
  const schemaOf = (_view: Heap, at: number): Mark => ({
    kind: 'schema',
    leading: [at],
    library: 'test',
    key: null,
    content: { root: at, outlines: [] },
  })
  const { graph, node } = heap(`
    root -> app instance
    app:closure -> "get router"=own
    own:closure -> internal.context=scope
    scope -> context.router=router
    router -> schema=held
    instance -> internal.map=map __proto__=proto
    proto -> "get shape"=shared
    shared:closure -> internal.context=cache
    cache -> context.first=kept
    map:hidden -> pair ownPair
    pair:hidden "system / AccessorPair" -> internal.getter=shared
    ownPair:hidden "system / AccessorPair" -> internal.getter=own
    held -> marker
    kept -> marker
  `)
  const recogniser: Recogniser = { name: 'test', shape: ['marker'], recognise: schemaOf }
  expect(recognise(heapView(graph), [recogniser]).map(({ leading }) => leading[0])).toEqual([node.held])
})
