import { expect, test } from 'vitest'
import { compareRoutes } from '../../src/prove/routes.ts'

const route = (framework: string, text: string) => {
  const [method, path] = text.split(' ')
  return { framework, method, path }
}
const both = (text: string) => [route('nest', text), route('fastify', text)]

test('a route that a framework reports on top of another counts once', () => {
  const before = [
    ...both('GET /a'),
    ...both('HEAD /a'),
    route('fastify', 'GET /health'),
    route('fastify', 'HEAD /health'),
  ]
  const after = [...both('GET /a'), route('fastify', 'GET /health')]
  expect(compareRoutes(before, before, true)).toEqual({ equal: true, count: 4, removed: 0, missing: [], added: [] })
  expect(compareRoutes(before, after, true)).toEqual({ equal: true, count: 4, removed: 2, missing: [], added: [] })
})

test('a route that is missing or new is named with who reports it, as often as it is', () => {
  const before = [
    ...both('GET /a'),
    ...both('HEAD /a'),
    route('koa-router', 'GET /twice'),
    route('koa-router', 'GET /twice'),
  ]
  const after = [...both('GET /a'), route('koa-router', 'GET /twice'), route('hono', 'PUT /new')]
  expect(compareRoutes(before, after, false)).toEqual({
    equal: false,
    count: 4,
    removed: 0,
    missing: ['HEAD /a (nest, fastify)', 'GET /twice (koa-router)'],
    added: ['PUT /new (hono)'],
  })
})

test('a HEAD route may not go without its GET route; a slash at the end is no difference', () => {
  const before = [route('fastify', 'GET /a'), route('fastify', 'HEAD /a/'), route('fastify', 'HEAD /b')]
  const after = [route('fastify', 'GET /a')]
  expect(compareRoutes(before, after, true)).toMatchObject({ removed: 1, missing: ['HEAD /b (fastify)'] })
})
