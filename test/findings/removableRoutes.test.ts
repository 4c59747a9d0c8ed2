import { expect, test } from 'vitest'
import { findAliasRoutes } from '../../src/findings/aliasRoute.ts'
import { findHeadTwins } from '../../src/findings/headTwin.ts'
import { findShadowedRoutes } from '../../src/findings/shadowedRoute.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import type { State, States } from '../../src/liveness/states.ts'
import { heap } from '../helpers/heap.ts'
import { route, router } from '../helpers/marks.ts'

/** A server with a route of its own and two of a framework that builds on it. */
const factsOf = (state: State) => {
  const { node, snapshot } = heap(`
    root  -> own first second
    own    100 -> handler
    first  100 -> handler
    second 100 -> handler
    handler:closure 20
  `)
  const same = { twin: 'head' as const, handlers: [node.handler] }
  const built = { ...same, framework: 'built', adapter: 'drawn' }
  const marks = [
    { ...route(node.own), ...same, path: '/own/' },
    { ...route(node.first), ...built, path: '/users' },
    { ...route(node.second), ...built, path: '/users/' },
  ]
  return { ...heapFacts(snapshot, null).facts, marks, states: new Map(marks.map((mark) => [mark, state])) }
}

test('HEAD twins and aliases of one server are one finding, of the framework that builds on it', () => {
  const facts = factsOf('live')
  expect(findHeadTwins(facts)).toMatchObject([{ framework: 'built', count: 3, routes: facts.marks }])
  expect(findAliasRoutes(facts)).toMatchObject([{ framework: 'built', count: 1, routes: [facts.marks[2]] }])
})

test('a HEAD route that the framework added is an alias where its GET route is, though a plugin wrapped the two apart', () => {
  const { node, snapshot } = heap(`
    root      -> get head getSlash headSlash
    get       100 -> handler
    head      100 -> wrapped
    getSlash  100 -> handler
    headSlash 100 -> wrappedAgain
    handler:closure      20
    wrapped:closure      20
    wrappedAgain:closure 20
  `)
  const drawn = (name: string, handler: string, path: string, twin: 'head' | null) => ({
    ...route(node[name]),
    handlers: [node[handler]],
    method: twin === null ? 'GET' : 'HEAD',
    path,
    twin,
  })
  const marks = [
    drawn('get', 'handler', '/users', null),
    drawn('head', 'wrapped', '/users', 'head'),
    drawn('getSlash', 'handler', '/users/', null),
    drawn('headSlash', 'wrappedAgain', '/users/', 'head'),
  ]
  const facts = {
    ...heapFacts(snapshot, null).facts,
    marks,
    states: new Map(marks.map((mark) => [mark, 'live' as State])),
  }
  expect(findAliasRoutes(facts)).toMatchObject([{ count: 2, routes: [marks[2], marks[3]] }])
  // One that the user wrote may do something else.
  const written = marks.map((mark) => ({ ...mark, twin: null }))
  const states = new Map(written.map((mark) => [mark, 'live' as State]))
  expect(findAliasRoutes({ ...facts, marks: written, states })).toMatchObject([{ count: 1, routes: [written[2]] }])
})

test('shadowed routes are the matter of the framework that registers them', () => {
  expect(findShadowedRoutes(factsOf('shadowed'))).toMatchObject([
    { framework: 'drawn', count: 1 },
    { framework: 'built', count: 2 },
  ])
})

test('what a router finds shadowed routes by goes with them, though the router is needed; not where another has it too', () => {
  const { node, snapshot } = heap(`
    root     -> main clone sub
    main     100 -> copy
    copy     100 -> handler
    sub      100 -> tree original shared
    clone    100 -> shared
    shared   300
    tree     500 -> original
    original 100 -> handler
    handler:closure 20
  `)
  const handlers = [node.handler]
  const marks = [
    router(node.main),
    { ...router(node.sub), leading: [node.sub, node.tree, node.shared] },
    { ...router(node.clone), leading: [node.clone, node.shared] },
    { ...route(node.copy), router: node.main, handlers },
    { ...route(node.original), router: node.sub, handlers },
  ]
  const states = new Map(marks.map((mark, at): [typeof mark, State] => [mark, at === 4 ? 'shadowed' : 'live']))
  const facts = { ...heapFacts(snapshot, null).facts, marks, states: states as States }
  expect(findShadowedRoutes(facts)).toMatchObject([{ savingBytes: 600 }])
})
