import { expect, test } from 'vitest'
import { appHeap, routesOf } from '../helpers/appHeap.ts'

test.each([
  ['h3', 'h3'],
  ['express 4', 'express'],
  ['koa-router', 'koa-router'],
])('what %s has below a path with a slash at the end is told with that path', async (_, name) => {
  const { marks } = await appHeap('test/frameworks/fixtures/slashed-mounts.mjs', name)
  expect(routesOf(marks).flatMap(({ method, path }) => (method.startsWith('GET') ? [path] : []))).toContain(
    '/mounted/below/slash/item',
  )
  expect(marks.flatMap((mark) => (mark.kind === 'router' ? [mark.prefix] : []))).toContain('/mounted/below/slash')
})
