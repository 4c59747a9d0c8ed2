import { expect, test } from 'vitest'
import { findAliasRoutes } from '../../src/findings/aliasRoute.ts'
import { findDeadRouteTrees } from '../../src/findings/deadRouteTree.ts'
import { retainedBy } from '../../src/findings/facts.ts'
import { findHeadTwins } from '../../src/findings/headTwin.ts'
import { findShadowedRoutes } from '../../src/findings/shadowedRoute.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import type { State, States } from '../../src/liveness/states.ts'
import { inOrder } from '../../src/recognise/recognise.ts'
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

test('routes are named by path, wherever a heap has them: one of several routers by what is registered in it', () => {
  const named = (order: string) => {
    const { node, snapshot } = heap(`
      root -> ${order}
      ${order.split(' ').join(' 100\n')} 100
    `)
    const twin = (name: string, path: string, owner: string) => ({
      ...route(node[name]),
      ...{ method: 'HEAD', path, router: node[owner], twin: 'head' as const },
    })
    const all = {
      a: twin('a', '/a', 'v2'),
      b: twin('b', '/b', 'v1'),
      c: twin('c', '/b', 'v2'),
      d: twin('d', '/d', 'v2'),
      v1: router(node.v1),
      v2: router(node.v2),
    }
    const marks = inOrder(Object.values(all))
    const names = new Map(Object.entries(all).map(([name, mark]) => [mark.leading[0], name]))
    return [findHeadTwins, findShadowedRoutes, findDeadRouteTrees].map((find, at) => {
      const state = (['live', 'shadowed', 'dead'] as const)[at]
      const states: States = new Map(Object.values(all).map((mark) => [mark, state]))
      const [{ routes, evidence, removable, savingBytes }] = find({ ...heapFacts(snapshot, null).facts, marks, states })
      const lists = [routes.map(({ leading }) => leading[0]), evidence, removable.map(({ leading }) => leading[0])]
      return [...lists.map((list) => list.map((found) => names.get(found)).join('')), savingBytes]
    })
  }
  for (const order of ['a b c d v1 v2', 'v2 d c b a v1', 'v1 c d v2 b a'])
    expect(named(order), order).toEqual([
      ['acbd', 'acbd', 'acbd', 400],
      ['acbd', 'acbd', 'v2v1acbd', 600],
      ['acbd', 'v2v1', 'v2v1acbd', 600],
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

test('what leads a route that stays as well stays with it, and a part that is named by itself goes', () => {
  const { node, snapshot } = heap(`
    root      -> get head last
    get      100 -> contract
    head     100 -> contract own
    last     100 -> own
    contract 500 -> responses
    responses 900
    own       40
  `)
  const marks = [
    { ...route(node.get), leading: [node.get, node.contract] },
    { ...route(node.head), leading: [node.head, node.contract, node.own], twin: 'head' as const },
    { ...route(node.last), leading: [node.last, node.own], twin: 'head' as const },
  ]
  const states = new Map(marks.map((mark) => [mark, 'live' as State]))
  const facts = { ...heapFacts(snapshot, null).facts, marks, states }
  const [{ savingBytes }] = findHeadTwins(facts)
  // Both that have it go.
  expect(savingBytes).toBe(100 + 100 + 40)
  expect(retainedBy(facts, marks.slice(1, 2))).toBe(100)
  expect(retainedBy(facts, marks)).toBe(300 + 1400 + 40)
  expect(retainedBy(facts, [{ ...marks[1], leading: [node.contract] }])).toBe(1400)
})

test('pairs that differ by the slash and are not of one route at the root of a prefix are told apart', () => {
  const { node, snapshot } = heap(`
    root   -> scope other with without
    scope   10
    other   10
    with    100 -> handler
    without 100 -> handler
    handler:closure 20
    second:closure  20
  `)
  const written = (
    path: string,
    prefix: string | null,
    { router: owner = node.scope, handler = node.handler } = {},
  ) => {
    const pair = [
      { ...route(node.without), path, router: node.scope, handlers: [node.handler] },
      { ...route(node.with), path: `${path}/`, router: owner, handlers: [handler] },
    ]
    // A pair that the framework made, so that there is a finding.
    const made = pair.map((mark) => ({
      ...mark,
      method: 'PUT',
      path: mark.path.replace(path, '/v1'),
      router: node.other,
    }))
    const twins = pair.map((mark) => ({ ...mark, method: 'HEAD', twin: 'head' as const }))
    const all = [...pair, ...twins, ...made.map((mark) => ({ ...mark, handlers: [node.handler] }))]
    const routers = [
      { ...router(node.scope), prefix },
      { ...router(node.other), prefix: '/v1' },
    ]
    const states = new Map(all.map((mark) => [mark, 'live' as State]))
    return findAliasRoutes({ ...heapFacts(snapshot, null).facts, marks: [...routers, ...all], states })[0].facts.written
  }
  expect(written('/users', '/users')).toBe(0)
  expect(written('/users', '/users/')).toBe(0)
  expect(written('/health', '')).toBe(1)
  expect(written('/health', null)).toBe(1)
  expect(written('/users', '/users', { handler: node.second })).toBe(1)
  expect(written('/users', '/users', { router: node.other })).toBe(1)
})
