import { expect, test } from 'vitest'
import { heapView } from '../../src/recognise/heapView.ts'
import type { RouteMark } from '../../src/recognise/mark.ts'
import type { RecordInHeap } from '../../src/recognise/record.ts'
import { markSources } from '../../src/recognise/sources.ts'
import { heap } from '../helpers/heap.ts'

const { graph, node } = heap('root -> context\ncontext -> wrapper\nwrapper:closure')

const route = (method: string, path: string): RouteMark => ({
  kind: 'route',
  leading: [node.context],
  framework: 'test',
  method,
  path,
  constraints: '',
  router: null,
  handlers: [node.wrapper],
  twin: null,
  middleware: false,
})
const registered = (method: string, path: string, source: string | null) => ({
  framework: 'test',
  method,
  path,
  source,
  nodes: [],
  packages: [],
})
const record: RecordInHeap = {
  node: node.root,
  phase: 'composed',
  roots: [],
  preload: null,
  routes: [
    registered('GET', '/users', '/app/users.js:3:5'),
    registered('GET', '/both', '/app/a.js:1:1'),
    registered('GET', '/both', '/app/b.js:1:1'),
    ...['/app/a.js:1:1', '/app/b.js:1:1', '/app/c.js:1:1'].map((place) => registered('GET', '/three', place)),
    registered('GET', '/plugin', null),
  ],
  routers: [],
  frameworks: [],
  app: undefined,
  listeners: [],
}

test('a route whose handler a plugin wrapped is where its method and path were registered, if that is one place', () => {
  const sourceOf = markSources(heapView(graph), [], record, (place) => place, '/app')
  expect(sourceOf(route('GET', '/users'))).toBe('users.js:3:5')
  // The same route with a slash at the end, which the framework added.
  expect(sourceOf(route('GET', '/users/'))).toBe('users.js:3:5')
  expect(sourceOf(route('POST', '/users'))).toBeNull()
  expect(sourceOf(route('GET', '/both'))).toBeNull()
  expect(sourceOf(route('GET', '/three'))).toBeNull()
  expect(sourceOf(route('GET', '/plugin'))).toBeNull()
})

test('methods of one route are where each was registered, and one that no probe saw is where the first was', () => {
  const routes = [registered('GET', '/a', '/app/a.js:1:10'), registered('POST', '/a', '/app/a.js:2:4')]
  const chained = { ...record, routes: routes.map((entry) => ({ ...entry, nodes: [node.context] })) }
  const sourceOf = markSources(heapView(graph), [], chained, (place) => place, '/app')
  expect(sourceOf(route('GET', '/a'))).toBe('a.js:1:10')
  expect(sourceOf(route('POST', '/a'))).toBe('a.js:2:4')
  expect(sourceOf(route('DELETE', '/a'))).toBe('a.js:1:10')
})

test('a copy that mounting made is where its original is, else where the function that answers is, else where it was mounted', () => {
  const mounted = heap('root -> context\ncontext -> handler unknown original copy\nhandler:closure\nunknown:closure')
  const { handler, unknown, original, copy } = mounted.node
  const of = (leading: number, path: string, answers: number) => ({
    ...route('GET', path),
    leading: [leading],
    handlers: [answers],
  })
  const seen = (path: string, source: string, nodes: number[]) => ({ ...registered('GET', path, source), nodes })
  const composed = {
    ...record,
    routes: [seen('/a', '/app/child.js:2:3', [original]), seen('/v1/a', '/app/main.js:9:1', [copy])],
    routers: [{ framework: 'test', prefix: '/v1', source: '/app/main.js:9:1', nodes: [] }],
  }
  const view = heapView(mounted.graph)
  const located = { ...view, location: (node: number) => (node === handler ? '/app/handlers.js:5:7' : undefined) }
  const marks = [of(original, '/a', handler), of(copy, '/v1/a', handler)]
  const sourceOf = (all: RouteMark[]) => markSources(located, all, composed, (place) => place, '/app')
  expect(marks.map(sourceOf(marks))).toEqual(['child.js:2:3', 'child.js:2:3'])
  expect(sourceOf([])(of(copy, '/v1/a', handler))).toBe('handlers.js:5:7')
  expect(sourceOf([])(of(copy, '/v1/a', unknown))).toBe('main.js:9:1')
})
