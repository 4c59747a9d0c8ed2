import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { app, captured } from './apps.ts'

const threePhases = ['start', 'declared', 'composed']

/** One app a row: the module that is given, and the routes that must be in its heap. */
const exported: Record<string, { file: string; text: string; framework: string; routes: string[] }> = {
  'an app of Fastify 5, exported from an ES module': {
    file: 'app.mjs',
    text: `import fastify from 'fastify'
      const app = fastify()
      app.get('/a', async () => 'a')
      app.register(async (scope) => { scope.post('/b', async () => 'b') }, { prefix: '/v1' })
      export default app`,
    framework: 'fastify',
    routes: ['GET /a', 'HEAD /a', 'POST /v1/b'],
  },
  'an app of Fastify 4, as module.exports': {
    file: 'app.cjs',
    text: `const app = require('fastify4')()
      app.get('/a', { exposeHeadRoute: false }, async () => 'a')
      module.exports = app`,
    framework: 'fastify',
    routes: ['GET /a'],
  },
  'an app with a schema that takes much of the stack to compile': {
    file: 'app.mjs',
    text: `import fastify from 'fastify'
      const properties = {}
      for (let i = 0; i < 1500; i++)
        properties['property' + i] = { type: 'object', properties: { a: { type: 'string', minLength: i } } }
      export const app = fastify()
      app.post('/a', { schema: { body: { type: 'object', properties } } }, async () => 'a')`,
    framework: 'fastify',
    routes: ['POST /a'],
  },
  'a Koa app with nested routers': {
    file: 'app.mjs',
    text: `import Koa from 'koa'
      import Router from '@koa/router'
      const users = new Router()
      users.get('/users/:id', (ctx) => { ctx.body = 'user' })
      const api = new Router({ prefix: '/api' })
      api.use('/v1', users.routes())
      const app = new Koa()
      app.use(api.routes())
      export { app }`,
    framework: '@koa/router',
    routes: ['GET /users/:id', 'GET /api/v1/users/:id'],
  },
  'a Koa app with koa-router': {
    file: 'app.cjs',
    text: `const Koa = require('koa')
      const Router = require('koa-router')
      const router = new (Router.default ?? Router)()
      router.put('/a', () => {})
      exports.server = new Koa().use(router.routes())`,
    framework: 'koa-router',
    routes: ['PUT /a'],
  },
  'a Koa app with @koa/router 12': {
    file: 'app.cjs',
    text: `const Koa = require('koa')
      const Router = require('koa-router12')
      const router = new Router()
      router.del('/a', () => {})
      module.exports = new Koa().use(router.routes())`,
    framework: '@koa/router',
    routes: ['DELETE /a'],
  },
  'a Hono app with a sub-app': {
    file: 'app.mjs',
    text: `import { Hono } from 'hono'
      const books = new Hono().get('/books', (c) => c.text('books'))
      const app = new Hono()
      app.route('/v1', books)
      export default app`,
    framework: 'hono',
    routes: ['GET /books', 'GET /v1/books'],
  },
}

test.each(Object.entries(exported))('%s is served without a line of its own', async (_, given) => {
  const { names, routes, summary } = await captured(given.file, { cwd: app({ [given.file]: given.text }) })
  expect(names).toEqual(threePhases)
  expect(routes).toEqual(given.routes)
  expect(summary.frameworks.map(({ name }) => name)).toContain(given.framework)
  expect(summary.listening).toEqual([{ host: '127.0.0.1', port: expect.any(Number) }])
  expect(summary.nodeVersion).toBe(process.versions.node)
})

const plain: Record<string, { file: string; text: string }> = {
  'a (req, res) function': { file: 'app.mjs', text: 'export default (req, res) => res.end("x")' },
  'an http.Server': {
    file: 'app.cjs',
    text: 'module.exports = require("http").createServer((req, res) => res.end("x"))',
  },
  'a factory': {
    file: 'app.mjs',
    text: 'import http from "node:http"\nexport default () => http.createServer((req, res) => res.end("x"))',
  },
  'an async factory called build': {
    file: 'app.mjs',
    text: `import fastify from 'fastify'
      export async function build() { const app = fastify(); await app.register(async () => {}); return app }`,
  },
  'a factory called createApp that hands out an object with the app': {
    file: 'app.cjs',
    text: 'const Koa = require("koa")\nexports.createApp = () => ({ app: new Koa(), config: {} })',
  },
  'an object, exported as the default one, that carries the app': {
    file: 'app.mjs',
    text: 'import Koa from "koa"\nexport default { app: new Koa(), get server() { throw new Error("asked") } }',
  },
  'an object with fetch': { file: 'app.mjs', text: 'export default { fetch: () => new Response("x") }' },
}

test.each(Object.entries(plain))('%s is an app too', async (_, { file, text }) => {
  const { names, summary } = await captured(file, { cwd: app({ [file]: text }), warm: ['/'] })
  expect(names).toEqual([...threePhases, 'warm'])
  expect(summary.listening[0].host).toBe('127.0.0.1')
  expect(summary.frameworks.length + summary.notes.filter((note) => !/404/.test(note)).length).toBeLessThan(2)
})

test('the app is served, and not the bare server that it carries', async () => {
  const text = `const app = require('fastify')()
    app.get('/a', async () => 'a')
    module.exports = app`
  const { names, summary } = await captured('app.cjs', { cwd: app({ 'app.cjs': text }), warm: ['/a'] })
  expect(names).toEqual([...threePhases, 'warm'])
  expect(summary.notes).toEqual([])
})

test('an app that replaces the timers of the process is served by those that were there before', async () => {
  const text = `import { Hono } from 'hono'
    globalThis.setTimeout = globalThis.setInterval = globalThis.setImmediate = () => {}
    const app = new Hono()
    app.get('/a', (c) => c.text('a'))
    export default app`
  const { names, routes } = await captured('app.mjs', { cwd: app({ 'app.mjs': text }) })
  expect(names).toEqual(threePhases)
  expect(routes).toEqual(['GET /a'])
})

test('exportName and args choose a factory and what it gets', async () => {
  const text = `import fastify from 'fastify'
    export default fastify()
    export const admin = async (prefix, { name }) => {
      const app = fastify()
      app.post(prefix + name, async () => 'x')
      return app
    }`
  const { routes } = await captured('app.mjs', {
    cwd: app({ 'app.mjs': text }),
    exportName: 'admin',
    args: ['/admin', { name: '/users' }],
  })
  expect(routes).toEqual(['POST /admin/users'])
})

const listening: Record<string, Record<string, string>> = {
  'server.mjs': {
    'server.mjs': `import fastify from 'fastify'
      const app = fastify()
      app.post('/a', async () => 'a')
      await app.listen({ port: 3000, host: '0.0.0.0' })`,
  },
  'server.cjs': {
    'server.cjs': `const app = require('fastify')()
      app.post('/a', async () => 'a')
      app.listen({ port: 3000, host: '0.0.0.0' })`,
  },
  'server.ts': {
    'package.json': '{ "type": "module" }',
    'routes.ts': `import type { FastifyInstance } from 'fastify'
      export const routes = (app: FastifyInstance): void => { app.post('/a', async (): Promise<string> => 'a') }`,
    'server.ts': `import { fastify, type FastifyInstance } from 'fastify'
      import { routes } from './routes.js'
      // Plugins that load folders ask whether files of TypeScript can be, as Node answers from 22.18 on.
      if (!(process.features as { typescript?: unknown }).typescript) throw new Error('no TypeScript')
      const app: FastifyInstance = fastify()
      routes(app)
      await app.listen({ port: 3000, host: '0.0.0.0' })`,
  },
  'server.mts': {
    'path.json': '"/a"',
    'server.mts': `import { fastify } from 'fastify'
      import path from './path.json' with { type: 'json' }
      const app = fastify()
      app.post(path as string, async () => 'a')
      await app.listen({ port: 3000, host: '0.0.0.0' })`,
  },
  'bundled.ts': {
    'package.json': '{ "type": "module" }',
    'tsconfig.json':
      '{ "compilerOptions": { "module": "ESNext", "moduleResolution": "bundler", "resolveJsonModule": true } }',
    'path.json': '"/a"',
    'bundled.ts': `import { fastify } from 'fastify'
      import path from './path.json'
      const app = fastify()
      app.post(path, async () => (await import('./path.json')).default)
      await app.listen({ port: 3000, host: '0.0.0.0' })`,
  },
  // Nothing says what it is, and only an ES module can wait at its top.
  'awaits.ts': {
    'later.ts': `import { setTimeout } from 'node:timers/promises'
      await setTimeout(1)
      export const later = 'later'`,
    'awaits.ts': `import { fastify, type FastifyInstance } from 'fastify'
      import { later } from './later'
      const app: FastifyInstance = fastify()
      await app.register(async (scope) => { if (later === 'later') scope.post('/a', async () => 'a') })
      await app.listen({ port: 3000, host: '0.0.0.0' })`,
  },
  'server.cts': {
    'routes.cts': `import type { FastifyInstance } from 'fastify'
      export const routes = (app: FastifyInstance): void => { app.post('/a', async () => 'a') }`,
    'server.cts': `import { fastify } from 'fastify'
      import { routes } from './routes.cjs'
      const app = fastify()
      routes(app)
      void app.listen({ port: 3000, host: '0.0.0.0' })`,
  },
}

test.each(Object.entries(listening))('%s listens by itself, on 127.0.0.1 and a free port', async (file, files) => {
  const { names, routes, summary } = await captured(file, { cwd: app(files) })
  expect(names).toEqual(threePhases)
  expect(routes).toEqual(['POST /a'])
  expect(summary.listening).toEqual([{ host: '127.0.0.1', port: expect.any(Number) }])
  expect(summary.listening[0].port).not.toBe(3000)
  expect(summary.compiledInMeasuredProcess).toBe(0)
})

test('processes and threads that an ES module starts run as they would without us', async () => {
  const cwd = app({
    'child.mjs': 'process.send(1)',
    'thread.mjs': "import { parentPort } from 'node:worker_threads'\nparentPort.postMessage(2)",
    'app.mjs': `import { fork } from 'node:child_process'
      import { once } from 'node:events'
      import { Worker } from 'node:worker_threads'
      import { fastify } from 'fastify'
      const started = [fork('./child.mjs'), new Worker('./thread.mjs')]
      const [[one], [two]] = await Promise.all(started.map((it) => once(it, 'message')))
      const app = fastify()
      app.post('/' + one + two, async () => 'a')
      export default app`,
  })
  expect((await captured('app.mjs', { cwd, timeoutMs: 10_000 })).routes).toEqual(['POST /12'])
})

test('bootstrap() of a main.ts runs with decorators, their metadata and paths of tsconfig', async () => {
  const cwd = app({
    'tsconfig.json': `{ "compilerOptions": { "target": "es2022", "module": "commonjs", "experimentalDecorators": true,
      "emitDecoratorMetadata": true, "paths": { "@lib/*": ["./src/lib/*"] } } }`,
    'src/lib/reflect.ts': `const all = new Map<object, Map<string, unknown>>()
      Object.assign(Reflect, {
        metadata: (key: string, value: unknown) => (target: object) => {
          if (!all.has(target)) all.set(target, new Map())
          all.get(target)!.set(key, value)
        },
        getMetadata: (key: string, target: object) => all.get(target)?.get(key),
      })`,
    'src/users.service.ts': `export class UsersService { readonly path = '/users' }`,
    'src/users.controller.ts': `import { Injectable } from '@lib/injectable'
      import { UsersService } from './users.service'
      @Injectable
      export class UsersController {
        constructor(private readonly users: UsersService) {}
        path(): string { return this.users.path }
      }`,
    'src/lib/injectable.ts': `import './reflect'
      export const Injectable = (target: Function): void => void target
      export function create<T>(target: new (...args: any[]) => T): T {
        const types = (Reflect as any).getMetadata('design:paramtypes', target) ?? []
        return new target(...types.map((type: any) => create(type)))
      }`,
    'src/main.ts': `import { fastify } from 'fastify'
      import { create } from '@lib/injectable'
      import { UsersController } from './users.controller'
      async function bootstrap() {
        const app = fastify()
        app.post(create(UsersController).path(), async () => [])
        await app.listen({ port: 3000 })
      }
      bootstrap()`,
  })
  const { names, routes, record, summary } = await captured('src/main.ts', { cwd })
  expect(names).toEqual(threePhases)
  expect(routes).toEqual(['POST /users'])
  expect(record?.routes[0].source).toBe('src/main.ts:6:13')
  expect(summary.compiledInMeasuredProcess).toBe(0)
})

test('a TypeScript file of CommonJS is imported by the names that it exports, and loaded once', async () => {
  const cwd = app({
    'package.json': '{ "type": "module" }',
    'loads.cts': `const loads: string[] = []
      export = loads`,
    'routes/package.json': '{}',
    'routes/first.ts': `import loads = require('../loads.cjs')
      loads.push('first')`,
    'routes/index.ts': `import loads = require('../loads.cjs')
      import './first'
      loads.push('index')
      export * from './users'
      export * from './esm.mjs'
      export { default as one } from './one'
      export const both = (app: any) => { app.post('/both', async () => 1) }
      export default 'not it'`,
    'routes/users.ts': `import loads = require('../loads.cjs')
      loads.push('users')
      export function users(app: any) { app.post('/users', async () => 1) }
      export enum Kind { A = '/kind' }`,
    'routes/one.ts': `export default (app: any) => { app.post('/one', async () => 1) }`,
    'routes/esm.mts': `export const esm = (app: any) => { app.post('/esm', async () => 1) }`,
    'legacy.cts': `function legacy(app: any) { app.post('/legacy', async () => 1) }
      export = { legacy, 'also-this': 1 }`,
    'server.ts': `import { fastify } from 'fastify'
      import { createRequire } from 'node:module'
      import loads from './loads.cjs'
      import * as all from './routes/index.ts'
      import { both, esm, Kind, one, users } from './routes/index.ts'
      import { legacy } from './legacy.cjs'
      const app = fastify()
      for (const plugin of [both, esm, one, users, legacy]) plugin(app)
      app.post(Kind.A, async () => 1)
      const required = createRequire(import.meta.url)('./routes/index.ts')
      if (required !== all.default || required.users !== users) throw new Error('loaded twice')
      if (String(loads) !== 'first,users,index') throw new Error(String(loads))
      await app.listen({ port: 3000 })`,
  })
  const { routes } = await captured('server.ts', { cwd })
  expect(routes).toEqual(['POST /both', 'POST /esm', 'POST /one', 'POST /users', 'POST /legacy', 'POST /kind'])
})

test('a package of ES modules that was required has its version, though nobody sees what it imports', async () => {
  const folder = 'node_modules/@nestjs/core'
  const files = {
    [`${folder}/package.json`]:
      '{ "name": "@nestjs/core", "version": "12.5.1", "type": "module", "exports": "./index.js" }',
    [`${folder}/index.js`]: 'export * from "./router/router-explorer.js"',
    [`${folder}/router/router-explorer.js`]: 'export class RouterExplorer {}',
    'app.cjs': 'require("@nestjs/core")\nmodule.exports = (req, res) => res.end("x")',
  }
  const { summary } = await captured('app.cjs', { cwd: app(files) })
  expect(summary.frameworks).toEqual([{ name: '@nestjs/core', version: '12.5.1' }])
})

test('an app that listens at a Unix socket can do so again: killed, it leaves no file', async () => {
  const cwd = app({
    'app.cjs': `const app = require('express')()
      app.get('/a', (_, res) => res.send('a'))
      app.listen(__dirname + '/a.sock')`,
  })
  for (let run = 0; run < 2; run++) {
    const { routes } = await captured(join(cwd, 'app.cjs'), { cwd })
    expect(routes).toEqual(['GET /a'])
    expect(existsSync(join(cwd, 'a.sock'))).toBe(false)
  }
})

test('a tsconfig without its end is used as far as it goes, and told', async () => {
  const files = {
    'app.ts': "import http from 'node:http'\nhttp.createServer((q, s) => void s.end()).listen(0 as number)",
  }
  for (const [tsconfig, isTold] of [
    ['{ "compilerOptions": {', true],
    ['{ "compilerOptions": { "strict": true, }, // "{\n /* " */ }', false],
    ['', false],
  ] as const) {
    const { summary } = await captured('app.ts', { cwd: app({ ...files, 'tsconfig.json': tsconfig }) })
    expect(summary.notes.some((note) => note.includes('tsconfig.json of the app is no valid JSON'))).toBe(isTold)
  }
})
