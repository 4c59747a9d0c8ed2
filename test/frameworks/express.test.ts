import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { compiledPath } from '../../src/frameworks/express/pathText.ts'
import { analyze } from '../../src/index.ts'
import type { RouteMark } from '../../src/recognise/mark.ts'
import { app } from '../capture/apps.ts'
import { type AppHeap, appHeap, routesOf, routeTexts } from '../helpers/appHeap.ts'

const fixture = 'test/frameworks/fixtures/express.mjs'
const apps = `${import.meta.dirname}/conformance/apps/express`
const versions = ['4', '5'].map((version) => createRequire(`${apps}/${version}/package.json`).resolve('express'))

const routesAt = ({ marks }: AppHeap, path: string): RouteMark[] =>
  routesOf(marks).filter((route) => route.path === path)
const names = ({ heap }: AppHeap, route: RouteMark): string[] => route.handlers.map((handler) => heap.name(handler))

test.each(versions)(
  'the routes of %s are there once each, with all prefixes as far as they can be spelled out',
  async (file) => {
    for (const options of [{}, { minified: true }]) {
      const { marks } = await appHeap(fixture, file, options)
      const own = routeTexts(marks).filter((text) => !text.startsWith('USE') || text.includes('re+'))
      expect(own).toEqual(
        [
          'ALL /both',
          'ALL /every',
          'GET /',
          'GET /both',
          'GET /bound',
          'GET /helper',
          'GET /wrapped/a',
          'GET /wrapped/b',
          'GET /x',
          'GET (/p|/q.r)/s',
          'POST /both',
          'USE /^\\/re+$/',
        ].sort(),
      )
    }
  },
)

test.each(versions)('a handler of %s is the function that the user wrote', async (file) => {
  const app = await appHeap(fixture, file)
  const handlersAt = (path: string) => routesAt(app, path).map((route) => names(app, route))
  expect(handlersAt('/wrapped/a')).toEqual([['', 'first']])
  expect(handlersAt('/wrapped/b')).toEqual([['', 'second']])
  expect(handlersAt('/bound')).toEqual([['list']])
  expect(handlersAt('/helper')).toEqual([['']])
  expect(handlersAt('/both')).toEqual([[''], ['', 'show'], ['', 'show']])
  const [every] = routesAt(app, '/every')
  expect(names(app, every)).toEqual(['show'])
  expect(every.leading.length).toBeGreaterThan(30)
})

test.each(versions)(
  '%s mounts routers by reference: a mount is middleware without functions of its own',
  async (file) => {
    const app = await appHeap(fixture, file)
    const mounts = routesOf(app.marks).filter(({ middleware, handlers }) => middleware && handlers.length === 0)
    expect(mounts.map(({ path }) => path).sort()).toEqual([
      '(/p|/q.r)',
      '/late',
      '/late',
      ...Array.from({ length: 9 }, (_, tenant) => `/tenant${tenant}`),
    ])
  },
)

test.each(versions)('the routes of %s are not held by us where Node.js alone holds the server', async (file) => {
  const cwd = app({
    'app.cjs': `const express = require(${JSON.stringify(file)})
      const routes = express.Router()
      for (let at = 0; at < 20; at++) routes.get('/' + at, (request, response) => response.end())
      const app = express()
      app.use('/api', routes)
      require('http2').createServer().on('request', app).listen(0)`,
  })
  const { routes } = await analyze({ kind: 'module', path: 'app.cjs' }, { cwd })
  const shares = routes.filter(({ middleware }) => !middleware).map(({ shareBytes }) => shareBytes)
  expect(shares).toHaveLength(20)
  expect(Math.min(...shares)).toBeGreaterThan(500)
})

test.each(versions)('routes of %s weigh with our probes what they weigh without', async (file) => {
  const cwd = app({
    'app.cjs': `const express = require(${JSON.stringify(file)})
      const app = express()
      for (let at = 0; at < 100; at++) app.get('/r' + at, (request, response) => response.end())
      app.listen(0, '127.0.0.1', () => {
        if (process.env.SNAPSHOT === undefined) return
        require('node:v8').writeHeapSnapshot(process.env.SNAPSHOT)
        process.exit()
      })`,
  })
  const plain = `${cwd}/plain.heapsnapshot`
  execFileSync(process.execPath, ['app.cjs'], { cwd, env: { ...process.env, NODE_OPTIONS: '', SNAPSHOT: plain } })
  const [withProbes, without] = await Promise.all([
    analyze({ kind: 'module', path: 'app.cjs' }, { cwd }),
    analyze({ kind: 'snapshot', path: plain }, { cwd }),
  ])
  expect(without.totals.routes).toBe(withProbes.totals.routes)
  expect(Math.abs(withProbes.totals.routeBytes - without.totals.routeBytes)).toBeLessThan(100 * 4)
})

test('a path is read back from the expression that matches it, or not at all', () => {
  const texts = {
    '^\\/v1\\/?(?=\\/|$)': '/v1',
    '^\\/?(?=\\/|$)': '/',
    '^\\/a\\.b(?:\\/([^/]+?))\\/y-z\\/?(?=\\/|$)': '/a.b/:id/y-z',
    '^\\/a\\/(?:([^\\/]+?))\\/?(?=\\/|$)': '/a/:id',
    '^\\/users\\/?$': '/users',
    '^(?:\\/)(?:\\/$)?(?=\\/|$)': '/',
    '^(?:\\/a\\.b\\/([^\\/]+))(?:\\/$)?(?=\\/|$)': '/a.b/:id',
    // A wildcard, an optional parameter, one with a pattern of its own, a choice.
    '^\\/(.*)\\/?(?=\\/|$)': undefined,
    '^\\/x(?:\\/([^\\/]+?))?\\/?(?=\\/|$)': undefined,
    '^\\/a\\/(?:(\\d+))\\/?(?=\\/|$)': undefined,
    '^(?:\\/x\\/([^\\/]+)|\\/x\\/)(?:\\/$)?(?=\\/|$)': undefined,
    '\\/x': undefined,
  }
  expect(Object.fromEntries(Object.keys(texts).map((source) => [source, compiledPath(source, ['id'])]))).toEqual(texts)
  expect(compiledPath('^\\/a(?:\\/([^/]+?))\\/?(?=\\/|$)', [])).toBeUndefined()
})
