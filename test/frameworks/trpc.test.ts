import { beforeAll, expect, test } from 'vitest'
import { type AppHeap, appHeap, routesOf, routeTexts } from '../helpers/appHeap.ts'

const fixture = 'test/frameworks/fixtures/trpc.mjs'
let app: AppHeap
beforeAll(async () => {
  app = await appHeap(fixture, '@trpc/server')
})

const leadingOf = (path: string): readonly number[][] =>
  routesOf(app.marks)
    .filter((route) => route.path === path)
    .map(({ leading }) => [...leading])

test('the routes of tRPC are the procedures in the indexes of its routers', () => {
  expect(routeTexts(app.marks)).toEqual([...app.listed].sort())
})

test('a procedure belongs to the outermost routers that have it, and a nested router has its index', () => {
  const [[nested], [inApp], [inMembers]] = ['list', 'users.list', 'members.list'].map(leadingOf)
  expect(inApp).toEqual(inMembers)
  expect(app.heap.type(inApp[0])).toBe('closure')
  expect(nested).toEqual(leadingOf('add')[0])
  expect(app.heap.type(nested[0])).toBe('object')
})

test('the handlers are the middlewares and the resolver, without what the library puts between', () => {
  const { handlers } = routesOf(app.marks).find(({ path }) => path === 'users.list')!
  expect(handlers.map((handler) => app.heap.name(handler))).toEqual(['before', 'listUsers'])
})
