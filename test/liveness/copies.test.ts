import { expect, test } from 'vitest'
import { copiesAmong } from '../../src/liveness/copies.ts'
import { route } from '../helpers/marks.ts'

test('copies of a handler with many routes are the same as one by one', () => {
  const paths = ['/x', '/users/x', '/users/x/', '/a/users/x', 'user.get', 'admin.user.get', '/', null]
  const many = [0, 1, 2].flatMap((router) =>
    paths.map((path, at) => ({ ...route(at), router, path, method: 'GET', handlers: [7] })),
  )
  const ofMany = copiesAmong(many)
  for (const path of ['/x', '/users/x', 'get', 'user.get', '/', '', null]) {
    const original = { ...route(9), router: 0, path, method: 'GET', handlers: [7] }
    const oneByOne = many.filter((copy) => copiesAmong([copy])(original).length > 0)
    expect(new Set(ofMany(original))).toEqual(new Set(oneByOne))
    expect(oneByOne.length).toBeGreaterThan(0)
  }
})
