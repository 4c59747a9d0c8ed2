import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { capture } from '../../src/capture/run.ts'
import { heapGraph } from '../../src/graph/strongEdges.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { heapRecord } from '../../src/recognise/record.ts'
import { readSnapshot } from '../../src/snapshot/read.ts'
import { app, captured, traces } from './apps.ts'

const koa = `const Koa = require('koa')
  const Router = require('@koa/router').default ?? require('@koa/router')
  const users = new Router()
  users.get('/users', () => {})
  const api = new Router({ prefix: '/api' })
  api.use(users.routes())
  module.exports = new Koa().use(api.routes())`

test('keep leaves one file a phase, for its owner alone, and each says which phase it is', async () => {
  const cwd = app({ 'app.cjs': koa })
  const { names, phases } = await captured('app.cjs', { cwd, keep: 'kept', warm: ['/api/users'] })
  expect(names).toEqual(['start', 'declared', 'composed', 'warm'])
  expect(phases.map(({ path }) => basename(path!))).toEqual(names.map((name) => `${name}.heapsnapshot`))
  expect(readdirSync(join(cwd, 'kept')).sort()).toEqual(phases.map(({ path }) => basename(path!)).sort())
  for (const { path, name } of phases) {
    expect(statSync(path!).mode & 0o777).toBe(0o600)
    const record = heapRecord(heapView(heapGraph(await readSnapshot(path!))))
    expect(record?.phase).toBe(name)
    expect(record?.routes.length).toBe({ start: 0, declared: 1, composed: 2, warm: 2 }[name])
  }
})

test('declared is taken inside the first call that composes, the others outside of any', async () => {
  const { phases } = await captured('app.cjs', { cwd: app({ 'app.cjs': koa }) })
  expect(phases.map(({ insideComposition }) => insideComposition)).toEqual([false, true, false])
  for (const [earlier, later] of [phases.slice(0, 2), phases.slice(1)]) {
    expect(later.atMs).toBeGreaterThan(earlier.atMs)
    expect(later.heapUsedBytes).toBeGreaterThan(earlier.heapUsedBytes)
  }
})

test('without keep nothing is written: the folder of the run holds pipes and small files', async () => {
  const cwd = app({ 'app.cjs': koa })
  const { left } = traces()
  const run = capture({ kind: 'module', path: 'app.cjs' }, { cwd })
  let runs = 0
  for await (const { stream, path } of run) {
    expect(path).toBeNull()
    for await (const _ of stream) runs = Math.max(runs, left().length)
  }
  await run.close()
  expect(runs).toBeGreaterThan(0)
  expect(left()).toEqual([])
  expect(readdirSync(cwd).sort()).toEqual(['app.cjs', 'package.json'])
})

test('the record keeps nothing of the app alive', async () => {
  const cwd = app({
    'app.mjs': `import fastify from 'fastify'
      import { Hono } from 'hono'
      import Router from '@koa/router'
      function forgotten() {
        new Router().get('/koa/gone', () => {}).routes()
        fastify().get('/fastify/gone', { exposeHeadRoute: false }, async () => 'x')
        const hono = new Hono()
        hono.route('/hono', new Hono().get('/gone', (c) => c.text('x')))
      }
      forgotten()
      globalThis.kept = new Router().get('/koa/kept', () => {})
      export default new Hono().get('/kept', (c) => c.text('x'))`,
  })
  const { record } = await captured('app.mjs', { cwd })
  const anchors = record!.routes.map(({ path, nodes }) => [path, nodes.length])
  expect(Object.fromEntries(anchors)).toEqual({
    '/koa/gone': 0,
    '/fastify/gone': 0,
    '/gone': 0,
    '/hono/gone': 0,
    '/koa/kept': 1,
    '/kept': 1,
  })
  expect(record!.routers.flatMap(({ nodes }) => nodes)).toEqual([])
})

test('a consumer that stops after the first phase leaves no process and no folder', async () => {
  const { gone, left } = traces()
  for await (const { stream } of capture({ kind: 'module', path: 'app.cjs' }, { cwd: app({ 'app.cjs': koa }) })) {
    for await (const _ of stream) break
    break
  }
  await gone(1_000)
  expect(left()).toEqual([])
})

test('nothing starts before it is asked for, and close is safe at any time', async () => {
  const cwd = app({ 'app.cjs': `require('fs').writeFileSync('ran', '')\n${koa}` })
  const unused = capture({ kind: 'module', path: 'app.cjs' }, { cwd })
  await unused.close()
  await unused.close()
  for await (const _ of unused) throw new Error('A closed capture has phases.')
  const { gone, left } = traces()
  const running = capture({ kind: 'module', path: 'app.cjs' }, { cwd })
  const first = running[Symbol.asyncIterator]().next()
  await wait(30)
  await Promise.all([running.close(), running.close(), first.catch(() => undefined)])
  await gone(1_000)
  expect(left()).toEqual([])
  expect(existsSync(join(cwd, 'ran'))).toBe(false)
})

test('an abort in the middle ends with its reason', async () => {
  const controller = new AbortController()
  const { gone, left } = traces()
  const run = captured('app.cjs', {
    cwd: app({ 'app.cjs': koa }),
    signal: controller.signal,
    onProgress: ({ step, detail }) => {
      if (step === 'snapshot' && detail === 'declared') controller.abort(new Error('enough'))
    },
  })
  await expect(run).rejects.toThrow('enough')
  await gone(1_000)
  expect(left()).toEqual([])
})

test('an abort does not wait until V8 has written the snapshot', async () => {
  const controller = new AbortController()
  const { gone, left } = traces()
  // Some seconds for V8, which hears no signal meanwhile.
  const large = `globalThis.data = Array.from({ length: 2e6 }, (_, i) => ({ i }))\n${koa}`
  let abortedAt = 0
  const run = captured('app.cjs', {
    cwd: app({ 'app.cjs': large }),
    signal: controller.signal,
    onProgress: ({ step, detail }) => {
      if (step !== 'snapshot' || detail !== 'declared') return
      setTimeout(() => {
        abortedAt = performance.now()
        controller.abort(new Error('enough'))
      }, 200)
    },
  })
  await expect(run).rejects.toThrow('enough')
  expect(performance.now() - abortedAt).toBeLessThan(1_500)
  await gone(1_000)
  expect(left()).toEqual([])
})

test.each(['inspector', 'v8'] as const)('the engine %s sees the same routes', async (engine) => {
  const { routes } = await captured('app.cjs', { cwd: app({ 'app.cjs': koa }), engine })
  expect(routes).toEqual(['GET /users', 'GET /api/users'])
})
