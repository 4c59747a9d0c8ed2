import { chmodSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { app, command } from './apps.ts'

const server = `#!/usr/bin/env node
  const Koa = require('koa')
  const Router = require('@koa/router')
  const users = require('./users.js')
  const api = new Router().use('/api', users.routes())
  new Koa().use(api.routes()).listen(0, '127.0.0.1')`
const users = `const Router = require('@koa/router')
  const users = new Router()
  users.get('/users', (ctx) => { ctx.body = 'users' })
  users.get('/users/:id', (ctx) => { ctx.body = 'user' })
  module.exports = users`

test('of an installed app that a link in .bin starts, places and holders are told', async () => {
  const files = { 'package.json': '{ "name": "served" }', 'server.js': server, 'users.js': users }
  const installed = Object.entries(files).map(([name, text]) => [`node_modules/served/${name}`, text])
  const cwd = app(Object.fromEntries(installed))
  mkdirSync(join(cwd, 'node_modules/.bin'))
  chmodSync(join(cwd, 'node_modules/served/server.js'), 0o755)
  symlinkSync('../served/server.js', join(cwd, 'node_modules/.bin/served'))
  const report = await analyze(command('node_modules/.bin/served'), { cwd })
  const places = report.routes.map(({ key, source }) => [key, source])
  expect(places).toContainEqual(['GET /api/users', expect.stringMatching(/^node_modules\/served\/users\.js:3:/)])
  expect(places).toContainEqual(['GET /users/:id', expect.stringMatching(/^node_modules\/served\/users\.js:4:/)])
  const holders = report.findings.flatMap((finding) => finding.holders).map((holder) => report.holders[holder])
  expect(holders).toContainEqual(
    expect.objectContaining({ name: expect.any(String), source: 'node_modules/served/users.js' }),
  )
})
