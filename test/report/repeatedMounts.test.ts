import { expect, test } from 'vitest'
import { repeatedMounts } from '../../src/report/repeatedMounts.ts'
import type { RouteEntry, ValidatorEntry } from '../../src/report/report.ts'

/** Live routes that one piece of code answers and equal validators check, as the document has them. */
function mounts(...paths: readonly string[]) {
  const routes = paths.map((path) => {
    const [method, end] = path.split(' ')
    return { key: path, method, path: end, state: 'live', twin: null, handler: 'handler', shareBytes: 1 }
  })
  const validators = paths.map((path) => ({ group: 'group', routes: [path] }))
  return repeatedMounts(routes as unknown as RouteEntry[], validators as unknown as ValidatorEntry[], null).map(
    ({ prefix, otherPrefix, routes, others }) => ({ prefix, otherPrefix, routes, others }),
  )
}

test('routes whose paths end the same are mounts of one tree, by the longest end', () => {
  expect(
    mounts('GET /v1/users', 'GET /v1/users/', 'GET /v1/a/b', 'GET /v2/users', 'GET /v2/users/', 'GET /v2/a/b'),
  ).toEqual([{ prefix: '/v2', otherPrefix: '/v1', routes: [5, 3, 4], others: [2, 0, 1] }])
  expect(mounts('GET /v1/a', 'GET /v1/b', 'POST /v2/a', 'POST /v2/b')).toEqual([])
})

test('long paths take no time', () => {
  const long = '/a'.repeat(120_000)
  expect(mounts(`GET /v1${long}`, `GET /v1/b${long}`, `GET /v2${long}`, `GET /v2/b${long}`)).toHaveLength(1)
}, 5000)
