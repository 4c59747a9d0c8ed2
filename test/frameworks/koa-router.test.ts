import { expect, test } from 'vitest'
import { servers } from '../../src/liveness/liveness.ts'
import { states } from '../../src/liveness/states.ts'
import { appHeap, routesOf } from '../helpers/appHeap.ts'

const fixture = 'test/frameworks/fixtures/koa-router.mjs'
/** Version 10. */
const ofKoaJoiRouter = './node_modules/koa-joi-router/node_modules/@koa/router/lib/router.js'
const packages = ['@koa/router', 'koa-router', 'koa-router12']

test.each(packages)('the handlers of %s are the functions of the app', async (name) => {
  const { marks, heap } = await appHeap(fixture, name)
  for (const route of routesOf(marks).filter(({ path }) => path?.endsWith('/a'))) {
    expect(heap.location(route.handlers.at(-1)!)).toContain(fixture)
  }
})

test('a layer belongs to the router whose stack it is in, and copies share their handlers', async () => {
  const { marks } = await appHeap(fixture, '@koa/router')
  const routers = marks.filter((mark) => mark.kind === 'router')
  const own = routers.map(({ leading }) => routesOf(marks).filter(({ router }) => router === leading[0]).length)
  expect(own.sort((a, b) => a - b)).toEqual([1, 4, 5, 3 * (5 + 1) + 2])
  const copies = routesOf(marks).filter(({ path }) => path?.endsWith('/b/:id'))
  expect(copies.length).toBe(5)
  expect(new Set(copies.map(({ handlers }) => handlers.at(-1))).size).toBe(1)
})

test.each([...packages, ofKoaJoiRouter])(
  'a router of %s that is mounted by copy is shadowed whoever holds it, unless requests may enter it in another way',
  async (name) => {
    const { marks, heap } = await appHeap('test/frameworks/fixtures/koa-containers.mjs', name)
    const stateOf = states(heap, marks, servers(heap))
    const told = routesOf(marks)
      .filter(({ path, middleware }) => !middleware && path?.endsWith('/a'))
      .map((route) => `${route.path} ${stateOf.get(route)}`)
    const twice = ['direct', 'wrapped', 'byHand', 'byMethod', 'byObject'].map((name) => `/${name}/a live`)
    expect(told.sort()).toEqual(
      ['/copied/a live', '/copied/a shadowed', '/copied/a shadowed', ...twice, ...twice].sort(),
    )
  },
)

test.each([
  ['@koa/router', false],
  ['koa-router12', false],
  ['@koa/router', true],
  ['koa-router12', true],
] as const)('routes of %s below koa-mount have the whole path, minified: %s', async (name, minified) => {
  const { marks } = await appHeap('test/frameworks/fixtures/koa-mounts.mjs', name, { minified })
  const paths = routesOf(marks).map(({ path }) => path)
  expect(paths.sort()).toEqual(['(|/a)/twice', '/app/inner', '/at-root', '/one/one-deep', '/one/two/two-deep', '/root'])
})

test.each(['@koa/router', 'koa-router12'])(
  'routes of %s show the host of their router, also a pattern',
  async (name) => {
    const { marks } = await appHeap('test/frameworks/fixtures/koa-hosts.mjs', name)
    const hosts = routesOf(marks).map(({ constraints }) => constraints)
    expect(hosts.sort()).toEqual(['', 'host:/^b\\./', 'host:a.example'])
  },
)
