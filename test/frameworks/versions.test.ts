import { expect, test } from 'vitest'
import { tooOldNotes, versionsByFramework } from '../../src/frameworks/probes.ts'

test('every version that was loaded is named, and a package speaks for a framework before its parts do', () => {
  const loaded = [
    { name: 'router', version: '2.2.0' },
    { name: 'express', version: '5.1.0' },
    { name: '@nestjs/core', version: '11.1.0' },
    { name: 'fastify', version: '5.12.8' },
    { name: 'fastify', version: '4.29.1' },
    { name: 'hono', version: null },
  ]
  expect([...versionsByFramework(loaded)]).toEqual([
    ['express', '5.1.0'],
    ['nest', '11.1.0'],
    ['fastify', '5.12.8, 4.29.1'],
    ['hono', null],
  ])
})

test('a package is named where it is not the one that has the name of the framework', () => {
  const versionOf = (...loaded: [name: string, version: string][]) => [
    ...versionsByFramework(loaded.map(([name, version]) => ({ name, version }))).values(),
  ]
  expect(versionOf(['@koa/router', '13.1.1'])).toEqual(['13.1.1 of @koa/router'])
  expect(versionOf(['@koa/router', '13.1.1'], ['koa-router', '12.0.1'], ['@koa/router', '12.0.2'])).toEqual([
    '12.0.1, 13.1.1 of @koa/router, 12.0.2 of @koa/router',
  ])
  expect(versionOf(['router', '2.2.0'])).toEqual(['2.2.0 of router'])
})

test('a package of which no route was found is named where it is older than what is known', () => {
  const notesOf = (version: string | null, ...found: string[]) =>
    tooOldNotes([{ name: 'hono', version }], new Set(found))
  expect(notesOf('3.0.0')).toEqual([
    'hono 3.0.0 was loaded, and no route of it was found: its routes are known from 3.12 on.',
  ])
  expect(notesOf('2.7.8')).toHaveLength(1)
  expect([...notesOf('3.12.0'), ...notesOf('4.0.0'), ...notesOf(null), ...notesOf('3.1.0', 'hono')]).toEqual([])
})
