import { expect, test } from 'vitest'
import { appHeap, routesOf, routeTexts } from '../helpers/appHeap.ts'

const fixture = 'test/frameworks/fixtures/itty-router.mjs'

test('routers that are mounted by their fetch function alone are found in it', async () => {
  const { listed, marks, heap } = await appHeap(fixture, 'itty-router')
  expect(routeTexts(marks)).toEqual(listed.sort())

  const routers = marks.filter((mark) => mark.kind === 'router')
  expect(routers.map(({ prefix }) => prefix).sort()).toEqual(['/api', '/api/inner'])
  const inner = routers.find(({ prefix }) => prefix === '/api/inner')!
  const own = routesOf(marks).filter(({ router }) => router === inner.leading[0])
  expect(own.map(({ path }) => path)).toEqual(['/api/inner/x', '/api/inner/y'])

  const { handlers } = routesOf(marks).find(({ path }) => path === '/api/own/:id')!
  expect(handlers.map((handler) => heap.name(handler))).toEqual(['check', 'answer'])
  expect(routesOf(marks).find(({ middleware }) => middleware)).toMatchObject({ path: '/api/inner/*', handlers: [] })
})
