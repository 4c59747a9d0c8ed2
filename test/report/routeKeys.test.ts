import { expect, test } from 'vitest'
import type { RouteMark } from '../../src/recognise/mark.ts'
import { routeKeys } from '../../src/report/routeKeys.ts'
import { route } from '../helpers/marks.ts'

test('equal routes of two routers have the same keys whichever router comes first in the heap', () => {
  const of = (router: number, ...paths: string[]): RouteMark[] =>
    paths.map((path, at) => ({ ...route(router * 100 + at), router, path }))
  const [shop, admin] = [of(1, '/', '/cart'), of(2, '/', '/orders', '/users')]
  const keysOf = (marks: readonly RouteMark[]) => {
    const keys = routeKeys(marks, () => 'live')
    return [...shop, ...admin].map((mark) => keys.get(mark))
  }
  const keys = ['GET / #2', 'GET /cart', 'GET /', 'GET /orders', 'GET /users']
  expect(keysOf([...shop, ...admin])).toEqual(keys)
  expect(keysOf([...admin, ...shop])).toEqual(keys)
})

test('the route that answers has the key without a number, and middleware of the same path comes after a dead copy', () => {
  const [middleware, live, dead] = [1, 2, 3].map((node) => ({ ...route(node), path: '/a', middleware: node === 1 }))
  const keys = routeKeys([middleware, dead, live], (one) => (one === dead ? 'dead' : 'live'))
  expect([live, dead, middleware].map((one) => keys.get(one))).toEqual(['GET /a', 'GET /a #2', 'GET /a #3'])
})
