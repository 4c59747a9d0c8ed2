import { join } from 'node:path'
import { expect, test } from 'vitest'
import { appHeap, routesOf, routeTexts } from '../helpers/appHeap.ts'

const app = join('test', 'frameworks', 'conformance', 'apps', 'adonis', '7', 'app.mjs')
/** Built once for the tests of this file. */
const adonis = appHeap('test/frameworks/fixtures/conformance.mjs', 'node:http', { env: { FIXTURE_APP: app } })

test('both records of a route and its tokens lead it, and the method of its controller answers', async () => {
  const { heap, marks, listed } = await adonis
  expect(routeTexts(marks)).toEqual(listed.sort())
  const router = marks.find((mark) => mark.kind === 'router')
  for (const route of routesOf(marks)) {
    expect(route.router).toBe(router?.leading[0])
    expect(route.leading).toHaveLength(3)
  }
  const names = (path: string) =>
    routesOf(marks)
      .find((route) => route.path === path)
      ?.handlers.map((handler) => heap.name(handler))
  // The router's middleware, the group's, the closure that makes a controller, and the method.
  expect(names('/api/v1/admin/users/:id')).toEqual(['handle', 'log', 'handle', 'destroy'])
  expect(names('/')).toEqual(['handle', 'health'])
})

test('a controller that was not imported yet is known by the function that will import it', async () => {
  const { heap, marks } = await adonis
  const lazy = routesOf(marks).find((route) => route.path === '/lazy')
  expect(heap.location(lazy!.handlers[0])).toContain('scenarios.mjs')
})
