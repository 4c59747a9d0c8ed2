import { beforeAll, expect, test } from 'vitest'
import type { RouteMark, RouterMark } from '../../src/recognise/mark.ts'
import { type AppHeap, appHeap, routesOf, routeTexts } from '../helpers/appHeap.ts'

const fixture = 'test/frameworks/fixtures/hapi.mjs'
let app: AppHeap
beforeAll(async () => {
  app = await appHeap(fixture, '@hapi/hapi')
})

const route = (path: string): RouteMark => routesOf(app.marks).find((mark) => mark.path === path)!
const routers = (): RouterMark[] => app.marks.filter((mark) => mark.kind === 'router')

test('the routes of hapi are those of its table, a route for two hosts once', () => {
  expect(routeTexts(app.marks)).toEqual([...app.listed].sort())
  expect(route('/hosted').constraints).toBe('host:a.example,b.example')
})

test('a route belongs to the server of its plugin, which carries the prefix', () => {
  expect(routers().map(({ prefix }) => prefix)).toEqual(expect.arrayContaining([null, '/plugin']))
  const plugin = routers().find(({ prefix }) => prefix === '/plugin')!
  expect(route('/plugin/inside').router).toBe(plugin.leading[0])
  expect(route('/prepared').router).not.toBe(plugin.leading[0])
})

test('prerequisites come before the handler, and a decorated handler is what its decoration made', () => {
  const { handlers } = route('/prepared')
  expect(handlers.length).toBe(3)
  expect(handlers[0]).toBe(handlers[1])
  expect(handlers[2]).toBe(route('/hosted').handlers.at(-1))
  for (const path of ['/prepared', '/decorated']) {
    expect(app.heap.location(route(path).handlers.at(-1)!)).toContain(fixture)
  }
})

test('the routers hold a route only through nodes that lead it', () => {
  for (const { leading } of routesOf(app.marks)) expect(leading.length).toBeGreaterThan(2)
})
