import { expect, test } from 'vitest'
import { versionsByFramework } from '../../src/frameworks/probes.ts'

test('every version that was loaded is named, and a package speaks for a framework before others do', () => {
  const loaded = [
    { name: 'koa-router', version: '14.0.0' },
    { name: '@koa/router', version: '15.7.0' },
    { name: 'fastify', version: '5.12.8' },
    { name: 'fastify', version: '4.29.1' },
    { name: 'hono', version: null },
  ]
  expect([...versionsByFramework(loaded)]).toEqual([
    ['koa-router', '14.0.0'],
    ['fastify', '5.12.8, 4.29.1'],
    ['hono', null],
  ])
})
