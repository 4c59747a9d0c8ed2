import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtProfiler } from '../helpers/profiler.ts'
import { app, captured } from './apps.ts'

const files = {
  'app.cjs': `const app = require('fastify')()
  app.get('/a', { schema: { querystring: { type: 'object' } } }, async () => 'a')
  app.register(async (scope) => { scope.post('/b', async () => 'b') }, { prefix: '/v1' })
  module.exports = app`,
}
const phases = ['start', 'declared', 'composed']
const routes = ['GET /a', 'HEAD /a', 'POST /v1/b']

test.each(['v8', 'inspector'] as const)(
  'the engine %s writes all phases, and the record is in them',
  async (engine) => {
    const run = await captured('app.cjs', { cwd: app(files), engine })
    expect(run.names).toEqual(phases)
    expect([...run.routes].sort()).toEqual(routes)
  },
)

test('the engine v8-profiler-next does the same where it builds, and is refused where it does not', async () => {
  const cwd = app(files)
  const profiler = builtProfiler()
  if ('failure' in profiler) {
    console.warn(`v8-profiler-next does not build here: ${profiler.failure}`)
    await expect(captured('app.cjs', { cwd, engine: 'v8-profiler-next' })).rejects.toThrow(/v8-profiler-next/)
    return
  }
  mkdirSync(join(cwd, 'node_modules'))
  symlinkSync(profiler.path, join(cwd, 'node_modules', 'v8-profiler-next'))
  const run = await captured('app.cjs', { cwd, engine: 'v8-profiler-next' })
  expect(run.names).toEqual(phases)
  expect([...run.routes].sort()).toEqual(routes)
}, 300_000)
