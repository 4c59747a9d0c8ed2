import { expect, test } from 'vitest'
import { phrases } from '../../src/frameworks/hono/phrases.ts'
import { appHeap, routesOf } from '../helpers/appHeap.ts'

const fixture = 'test/frameworks/fixtures/hono.mjs'

test('routers hold a record only through nodes that lead its route', async () => {
  const { marks } = await appHeap(fixture, 'hono')
  const routers = marks.filter((mark) => mark.kind === 'router')
  for (const route of routesOf(marks)) expect(route.leading.length).toBeGreaterThan(1)
  for (const router of routers) expect(router.leading.length).toBe(4)
})

test.each([
  ['hono 4.13', 'hono'],
  ['hono 4.0', './test/frameworks/conformance/apps/hono/4.0/node_modules/hono/dist/index.js'],
])('the handler of a sub-app with an error handler is found in its wrapper, %s', async (_, name) => {
  const { marks, heap } = await appHeap(fixture, name)
  const wrapped = routesOf(marks).filter(({ path }) => path === '/guard/guarded' || path === '/guarded')
  expect(wrapped.map(({ handlers }) => handlers.length).sort()).toEqual([1, 2])
  expect(wrapped[0].handlers.at(-1)).toBe(wrapped[1].handlers.at(-1))
  expect(heap.location(wrapped[0].handlers.at(-1)!)).toContain(fixture)
})

test('routes of apps that another one mounts by reference have the whole path', async () => {
  const { marks } = await appHeap('test/frameworks/fixtures/hono-mounts.mjs', 'hono')
  const paths = routesOf(marks).flatMap(({ method, path }) => (method === 'GET' ? [path] : []))
  expect(paths.sort()).toEqual(['(/a|/b)/twice', '/out/in/inner', '/out/outer', '/root'])
})

test('what is said of shadowed routes holds without @hono/zod-openapi', () => {
  expect(Object.values(phrases['shadowed-route']!).join(' ')).not.toContain('zod-openapi')
})
