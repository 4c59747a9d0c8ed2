import { expect, test } from 'vitest'
import { type Mount, mountPrefixes } from '../../src/recognise/mountPrefixes.ts'

/** `app /v1 users` mounts users in app below /v1. */
const prefixesOf = (...lines: string[]): Record<string, string | null> => {
  const mounts = lines.map((line): Mount<string> => {
    const [parent, path, router] = line.split(' ')
    return { parent, path: path === '?' ? null : path, router }
  })
  const routers = [...new Set(mounts.flatMap(({ parent, router }) => [parent, router]))]
  return Object.fromEntries(mountPrefixes(routers, mounts))
}

test('prefixes add up, and a slash adds nothing', () => {
  expect(prefixesOf('app /v1/ api', 'api / inner', 'inner /users users')).toEqual({
    app: '',
    api: '/v1',
    inner: '/v1',
    users: '/v1/users',
  })
})

test('a router that is mounted several times has all prefixes, in an order that mounting does not change', () => {
  expect(prefixesOf('app /v2 api', 'app /v1 api', 'api /users users')).toEqual({
    app: '',
    api: '(/v1|/v2)',
    users: '(/v1|/v2)/users',
  })
  expect(prefixesOf('app /b x', 'app /a x', 'app (/d|/c) x').x).toBe('(/d|/c|/a|/b)')
})

test('what is not known, or too much, is left out below as well', () => {
  expect(prefixesOf('app ? api', 'api /users users')).toEqual({ app: '', api: null, users: null })
  const tenants = Array.from({ length: 9 }, (_, tenant) => `app /${tenant} api`)
  expect(prefixesOf(...tenants, 'api /users users')).toEqual({ app: '', api: null, users: null })
})

test('routers below themselves have no end of prefixes, wherever one begins', () => {
  const mounts = ['app /a one', 'one /b two', 'two /c one', 'app /x x', 'x /x x']
  const prefixes = { app: '', one: null, two: null, x: null }
  expect(prefixesOf(...mounts)).toEqual(prefixes)
  expect(prefixesOf(...mounts.reverse())).toEqual(prefixes)
})

test('a router that is mounted very often takes no time', () => {
  const often = Array.from({ length: 100_000 }, () => ({ parent: 'app', router: 'api', path: '/v1' }))
  expect(mountPrefixes(['app', 'api'], often).get('api')).toBe('/v1')
})
