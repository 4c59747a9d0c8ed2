import { expect, test } from 'vitest'
import { servers } from '../../src/liveness/liveness.ts'
import { states } from '../../src/liveness/states.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import type { RouterMark } from '../../src/recognise/mark.ts'
import { heap } from '../helpers/heap.ts'
import { route, router } from '../helpers/marks.ts'

/**
 * The listener of a server reaches an app that has a router, `sub`, somewhere inside, and a list of middleware: the entry of
 * `main`, which has a copy of the only route of `sub` under the same path.
 */
const container = `
  root                       -> shortcut.global=global server
  global "global"            -> native
  native:hidden "system / NativeContext"
  server "Server"            -> _events _handle
  _events                    -> request
  request:closure            -> internal.context=scope
  scope "system / Context"   -> context.app=app internal.previous=module
  module "system / Context"  -> internal.previous=native
  outer "system / Context"   -> internal.previous=scope
  app                        -> apis middleware
  apis                       -> sub
  middleware "Array"         -> element.0=dispatch
  dispatch:closure           -> router=main
  main                       -> copy
  sub                        -> original
  copy                       -> handler
  original                   -> handler
  handler:closure
`

const stateOfOriginal = (drawing: string, more: (node: Record<string, number>) => Partial<RouterMark> = () => ({})) => {
  const { graph, node } = heap(drawing)
  const view = heapView(graph)
  const handlers = [node.handler]
  const original = { ...route(node.original), router: node.sub, path: '/api/x', handlers }
  const marks = [
    { ...router(node.main), entries: [node.dispatch] },
    { ...router(node.sub), entries: [], ...more(node) },
    { ...route(node.copy), router: node.main, path: '/api/x', handlers },
    original,
  ]
  return states(view, marks, servers(view)).get(original)
}

test('a router that nothing enters is shadowed by copies under its own paths, though a server reaches it', () => {
  expect(stateOfOriginal(container)).toBe('shadowed')
})

test('the router of such routes is of no use either, unless a copy leads to it', () => {
  const stateOfRouter = (drawing: string) => {
    const { graph, node } = heap(drawing)
    const view = heapView(graph)
    const [path, handlers] = ['/api/x', [node.handler]]
    const sub = { ...router(node.sub), entries: [] }
    const routes = [
      { ...route(node.copy), router: node.main, path, handlers },
      { ...route(node.original), router: node.sub, path, handlers },
    ]
    const found = states(view, [{ ...router(node.main), entries: [node.dispatch] }, sub, ...routes], servers(view))
    expect(found.get(routes[1])).toBe('shadowed')
    return found.get(sub)
  }
  expect(stateOfRouter(container)).toBe('shadowed')
  expect(
    stateOfRouter(
      container.replace('copy                       -> handler', '$& wrapper').concat(`
  wrapper:closure            -> internal.context=wrapped
  wrapped "system / Context" -> context.app=sub internal.previous=outer`),
    ),
  ).toBe('live')
})

test('a router that is entered besides is live, and so is one of which nobody knows how it is entered', () => {
  expect(stateOfOriginal(container, ({ dispatch }) => ({ entries: [dispatch] }))).toBe('live')
  const { graph, node } = heap(container)
  const routes = [
    { ...route(node.copy), router: node.main, path: '/api/x', handlers: [node.handler] },
    { ...route(node.original), router: node.sub, path: '/api/x', handlers: [node.handler] },
  ]
  const view = heapView(graph)
  const found = states(view, [router(node.main), router(node.sub), ...routes], servers(view))
  expect(routes.map((each) => found.get(each))).toEqual(['live', 'live'])
})

test('copies in a router that no server enters answer for nobody', () => {
  expect(stateOfOriginal(container.replace('element.0=dispatch', 'main'))).toBe('live')
})

const byHand = (call: string) =>
  container.replace('element.0=dispatch', 'element.0=dispatch element.1=call').concat(`
  call:closure               -> internal.context=local
  local "system / Context"   -> ${call} internal.previous=outer
  object                     -> api=sub
  further                    -> object
  list "Array"               -> element.0=sub
  map "Map"                  -> internal.table=table
  table:array                -> internal.5=sub
  whole                      -> object app=main
  methods`)

test.each([
  ['itself', byHand('context.router=sub')],
  ['in an object', byHand('context.object=object')],
  [
    'in a scope further out',
    byHand('context.other=app').replace('outer "system / Context"   ->', '$& context.router=sub'),
  ],
  ['in an object of an object', byHand('context.further=further')],
  ['in an array', byHand('context.list=list')],
  ['in a map', byHand('context.map=map')],
])('a function in the list of middleware that has the router at hand, %s, may dispatch through it', (_, drawing) => {
  expect(stateOfOriginal(drawing)).toBe('live')
})

test('what is further in an object that leads to the router with the copies as well is no sign', () => {
  expect(stateOfOriginal(byHand('context.whole=whole'))).toBe('shadowed')
  expect(stateOfOriginal(byHand('context.whole=whole').replace('app=main', 'api=sub app=main'))).toBe('live')
})

test('what a listener names may be called, where a copy keeps the original for nothing but its middleware as well', () => {
  const stateWith = (...named: string[]) => {
    const { graph, node } = heap(container.concat('\n  object -> api=sub'))
    const view = heapView(graph)
    const [path, handlers] = ['/api/x', [node.handler]]
    const original = { ...route(node.original), router: node.sub, path, handlers }
    const marks = [
      { ...router(node.main), entries: [node.dispatch] },
      { ...router(node.sub), entries: [] },
      { ...route(node.copy), router: node.main, path, handlers },
      original,
    ]
    return states(view, marks, [...servers(view), ...named.map((name) => node[name])]).get(original)
  }
  expect(['sub', 'object', 'app'].map((name) => stateWith(name))).toEqual(['live', 'live', 'shadowed'])
})

test('a function of the framework has the router and a part of it at hand, and does not dispatch', () => {
  const drawing = byHand('context.router=sub context.methods=methods')
  expect(stateOfOriginal(drawing, ({ methods }) => ({ beside: [methods] }))).toBe('shadowed')
})

test('what is not on the way of requests does not dispatch, and a handler of its own router is where that was made', () => {
  expect(stateOfOriginal(byHand('context.router=sub').replace(' element.1=call', ' call'))).toBe('shadowed')
  const own = container.replace('handler:closure', 'handler:closure -> internal.context=made').concat(`
  made "system / Context"    -> context.router=sub internal.previous=scope
  stack "Array"              -> element.0=handler`)
  expect(stateOfOriginal(own.replace('copy                       ->', '$& stack'))).toBe('shadowed')
})

/** The server has a route of another framework only, whose function calls the list by a variable of its module. */
const calledFromElsewhere = container
  .replace('context.app=app internal', 'context.other=other internal')
  .replace('module "system / Context"  ->', '$& context.app=app')
  .concat(`
  other                      -> answer
  answer:closure`)

test('of two equal routers that no server gets to, the one that is entered is the copy, and without that nobody knows', () => {
  const statesOf = (entered: boolean) => {
    const { graph, node } = heap(calledFromElsewhere)
    const view = heapView(graph)
    const [path, handlers] = ['/api/x', [node.handler]]
    const routes = [
      { ...route(node.other), handlers: [node.answer] },
      { ...route(node.copy), router: node.main, path, handlers },
      { ...route(node.original), router: node.sub, path, handlers },
    ]
    const main = { ...router(node.main), entries: entered ? [node.dispatch] : [] }
    const found = states(view, [main, { ...router(node.sub), entries: [] }, ...routes], servers(view))
    return routes.map((each) => found.get(each))
  }
  expect(statesOf(true)).toEqual(['live', 'live', 'shadowed'])
  expect(statesOf(false)).toEqual(['live', 'live', 'live'])
})
