import { join } from 'node:path'
import { expect, test } from 'vitest'
import { appHeap, routesOf } from '../helpers/appHeap.ts'

const app = join('test', 'frameworks', 'conformance', 'apps', 'feathers', '5', 'app.mjs')
/** Built once for the tests of this file. */
const feathers = appHeap('test/frameworks/fixtures/conformance.mjs', 'node:http', { env: { FIXTURE_APP: app } })

test('a service is one router under all of its paths, and its own methods answer', async () => {
  const { heap, marks } = await feathers
  const mounted = routesOf(marks).filter((route) => /^\/v\d\/users$/.test(route.path ?? '') && route.method === 'GET')
  expect(mounted.map(({ path }) => path).sort()).toEqual(['/v1/users', '/v2/users', '/v3/users'])
  expect(new Set(mounted.map(({ router }) => router)).size).toBe(1)
  for (const { handlers } of mounted) {
    expect(heap.name(handlers[0])).toBe('find')
    expect(heap.location(handlers[0])).toContain('scenarios.mjs')
  }
  const router = marks.find((mark) => mark.kind === 'router' && mark.leading[0] === mounted[0].router)
  expect(router).toMatchObject({ prefix: null, internal: false })
})

test('each path has an entry of its own in the tree, and each method its hooks', async () => {
  const { heap, marks } = await feathers
  for (const route of routesOf(marks).filter(({ framework }) => framework === 'feathers')) {
    const [entry, hooked] = route.leading
    expect(heap.property(entry, 'service')).toBe(route.router)
    expect(hooked).not.toBe(route.handlers[0])
  }
})
