import { expect, test } from 'vitest'
import { appHeap, routesOf } from '../helpers/appHeap.ts'

const fixture = 'test/frameworks/fixtures/koa-router.mjs'
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
