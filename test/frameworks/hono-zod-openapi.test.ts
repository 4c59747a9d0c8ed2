import { beforeAll, expect, test } from 'vitest'
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
  const { handlers, wrappers, leading } = routesOf(app.marks).findLast(({ path }) => path === '/api/sub/items/:id')!
  expect(handlers.map((handler) => app.heap.name(handler))).toEqual(['answer'])
  expect(wrappers?.length).toBe(3)
  const definitions = leading.filter((node) => app.heap.stringProperty(node, 'type') === 'route')
  expect(definitions.length).toBe(1)
})

test('the definitions are in a registry', () => {
  const registries = app.marks.filter((mark) => mark.kind === 'registry' && mark.library === 'zod-to-openapi')
  expect(registries.length).toBeGreaterThan(1)
})
