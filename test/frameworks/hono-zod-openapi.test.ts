import { beforeAll, expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { app as appOf } from '../capture/apps.ts'
import { type AppHeap, appHeap, routesOf, routeTexts } from '../helpers/appHeap.ts'

const fixture = 'test/frameworks/fixtures/hono-zod-openapi.mjs'
let app: AppHeap
beforeAll(async () => {
  app = await appHeap(fixture, '@hono/zod-openapi')
})

test("an openapi() is one route, and the app's own middleware before it is another", () => {
  expect(routeTexts(app.marks)).toEqual([...app.listed].sort())
})

test('the gate and the validators are wrappers of the handler, and the definition is a part of the route', () => {
  const { handlers, wrappers, leading } = routesOf(app.marks).findLast(
    ({ path }) => path === '/api/sub/items/:id/notes',
  )!
  expect(handlers.map((handler) => app.heap.name(handler))).toEqual(['answer'])
  expect(wrappers?.length).toBe(3)
  const definitions = leading.filter((node) => app.heap.stringProperty(node, 'type') === 'route')
  expect(definitions.length).toBe(1)
})

test('the definitions are in a registry', () => {
  const registries = app.marks.filter((mark) => mark.kind === 'registry' && mark.library === 'zod-to-openapi')
  expect(registries.length).toBeGreaterThan(1)
})

test('validators that the app puts before handlers itself are rows in both copies of a mounted app of plain Hono', async () => {
  const cwd = appOf({
    'app.mjs': `
      import { serve } from '@hono/node-server'
      import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
      import { zValidator } from '@hono/zod-validator'
      import { Hono } from 'hono'
      const query = z.object({ q: z.string() })
      const sub = new Hono()
      for (const path of ['/a', '/b']) sub.get(path, (c, next) => next(), zValidator('query', query), (c) => c.text(path))
      const app = new OpenAPIHono()
      // Described, at a path that ends like one below.
      app.openapi(createRoute({ method: 'get', path: '/a', request: { query: query.extend({}) }, responses: {} }), (c) => c.text('a'))
      app.route('/sub', sub)
      globalThis.kept = sub
      serve({ fetch: app.fetch, port: 0 })`,
  })
  const { routes, totals } = await analyze({ kind: 'module', path: 'app.mjs' }, { cwd })
  expect(routes.filter(({ path }) => path === '/sub/a').map(({ state }) => state)).toEqual(['live', 'live', 'live'])
  expect([totals.liveRoutes, totals.deadRoutes + totals.shadowedRoutes]).toEqual([1 + 2 * 3, 2 * 3])
}, 60_000)
