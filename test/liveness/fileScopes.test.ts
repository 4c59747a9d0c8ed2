import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import type { Report } from '../../src/report/report.ts'
import { app } from '../capture/apps.ts'

const required = `const http = require('node:http')
  const Koa = require('koa')
  const Router = require('@koa/router')`
const routers = `const users = new Router()
  for (let i = 0; i < 5; i++) users.get('/u' + i, (ctx) => { ctx.body = 'u' })
  const api = new Router().use('/api', users.routes())
  const handle = new Koa().use(users.routes()).callback()
  exports.keep = () => [users, api, handle]`
const serve = "new Koa().use(api.routes()).listen(0, '127.0.0.1')"

/** A middleware that answers by a router of its own, and a function around both. */
const middleware = `${required}
  const served = new Koa()
  served.use((() => {
    ${routers}
    served.use(api.routes())
    const answer = users.routes()
    return (ctx, next) => (ctx.host === 'a' ? answer(ctx, next) : next())
  })())
  served.listen(0, '127.0.0.1')`

const around = (text: string): string => `(async () => {
  ${required}
  ${routers}
  ${serve}
  ${text}
})()`

test.each([
  ['dead where no listener names them', around(''), [5, 5]],
  ['dead while the function waits', around('await new Promise((resolve) => { exports.end = resolve })'), [5, 5]],
  [
    'dead where a listener has a parameter of that name',
    around('http.createServer((handle, b) => b.end(handle.url)).listen(0)'),
    [5, 5],
  ],
  ['live where a listener names them', around('http.createServer((a, b) => handle(a, b)).listen(0)'), [10, 0]],
  [
    'live where a function that a listener calls names them',
    around('const f = (a, b) => handle(a, b); http.createServer((a, b) => f(a, b)).listen(0)'),
    [10, 0],
  ],
  ['live where the function is around a middleware', middleware, [10, 0]],
])('originals in a function around the file are %s', async (_, text, [live, dead]) => {
  const cwd = app({ 'app.cjs': text })
  const { totals } = await analyze({ kind: 'module', path: join(cwd, 'app.cjs') }, { cwd })
  expect([totals.liveRoutes, totals.deadRoutes, totals.shadowedRoutes]).toEqual([live, dead, 0])
})

const bundled = async (text: string): Promise<Report> => {
  const cwd = app({ 'app.mjs': text })
  const path = join(cwd, 'bundle.cjs')
  await build({
    entryPoints: [join(cwd, 'app.mjs')],
    bundle: true,
    platform: 'node',
    format: 'iife',
    minify: true,
    outfile: path,
  })
  return await analyze({ kind: 'module', path }, { cwd })
}
const statesOf = ({ totals }: Report) => [totals.liveRoutes, totals.deadRoutes, totals.shadowedRoutes]

test('the scope of a bundle in a function is no part of the routers of Hono that are in it', async () => {
  const report = await bundled(`import http from 'node:http'
      import { Hono } from 'hono'
      const leaves = Array.from({ length: 3 }, () => new Hono().get('/a', (c) => c.text('a')).get('/b', (c) => c.text('b')))
      const top = new Hono()
      leaves.forEach((leaf, i) => top.route('/leaf' + i, leaf))
      globalThis.keep = () => [leaves, top]
      const serve = ({ fetch }) => http.createServer(async (req, res) => {
        const answer = await fetch(new Request('http://localhost' + req.url))
        res.end(await answer.text())
      }).listen(0, '127.0.0.1')
      serve(top)
      ask()
      async function ask() { for (const path of ['/leaf0/a', '/leaf1/b']) await top.request(path) }`)
  expect(statesOf(report)).toEqual([6, 6, 0])
  expect(report.routers.map(({ routes }) => routes).sort()).toEqual([2, 2, 2, 6])
})

/** The listener of the server calls functions of its own, which stand in the scope of the bundle. */
const served = (text: string): string => `import { serve } from '@hono/node-server'
  import { Hono } from 'hono'
  import http from 'node:http'
  const leaves = Array.from({ length: 3 }, () => new Hono().get('/a', (c) => c.text('a')).get('/b', (c) => c.text('b')))
  const [first] = leaves
  const top = new Hono()
  leaves.forEach((leaf, i) => top.route('/leaf' + i, leaf))
  globalThis.keep = () => [leaves, first, http]
  ${text}
  serve({ fetch: top.fetch, port: 0, hostname: '127.0.0.1' })`

test.each([
  ['dead where only the functions of a library call each other', '', [6, 6, 0]],
  ['live where a middleware calls it', "top.use('/old/*', (c) => first.fetch(new Request(c.req.url)))", [9, 4, 0]],
  [
    'live where a function that a listener calls names it',
    `const ask = (path) => first.request(path)
     http.createServer(async (a, b) => b.end(await (await ask(a.url)).text())).listen(0)`,
    [8, 4, 0],
  ],
])('in a minified bundle that is one function an original is %s', async (_, text, expected) => {
  expect(statesOf(await bundled(served(text)))).toEqual(expected)
})
