import { join } from 'node:path'
import { expect, test } from 'vitest'
import { servers } from '../../src/liveness/liveness.ts'
import { states } from '../../src/liveness/states.ts'
import { appHeap, routesOf } from '../helpers/appHeap.ts'

const app = join('test', 'frameworks', 'conformance', 'apps', 'ts-rest', '3', 'app.mjs')
/** Built once for the tests of this file. */
const tsRest = appHeap('test/frameworks/fixtures/conformance.mjs', 'node:http', { env: { FIXTURE_APP: app } })

test('an endpoint is a route of the server below, with its contract and what implements it', async () => {
  const { heap, marks } = await tsRest
  const create = routesOf(marks).find((route) => route.path === '/v2/users' && route.method === 'POST')!
  expect(create.framework).toBe('ts-rest')
  expect(heap.name(create.handlers.at(-1)!)).toBe('handler')
  expect(create.handlers).toHaveLength(2)
  const contract = create.leading.find((node) => heap.property(node, 'responses') !== undefined)!
  expect(heap.stringProperty(contract, 'path')).toBe('/v2/users')
})

test('a contract that was copied is dead with its router, and one that nobody here answers is left out', async () => {
  const { heap, marks } = await tsRest
  const found = states(heap, marks, servers(heap))
  const dead = marks.filter((mark) => mark.kind === 'router' && found.get(mark) === 'dead')
  expect(dead).toHaveLength(3)
  const create = routesOf(marks).find((route) => route.path === '/users' && route.method === 'POST')!
  expect(found.get(create)).toBe('dead')
  expect(heap.name(create.handlers.at(-1)!)).toBe('handler')
  expect(routesOf(marks).some((route) => route.path === '/ping')).toBe(false)
})
