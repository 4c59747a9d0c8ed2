import { join } from 'node:path'
import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { app } from '../capture/apps.ts'

const imports = `import Koa from 'koa'
  import Router from '@koa/router'`
const routers = `export const users = new Router()
  for (let i = 0; i < 5; i++) users.get('/u' + i, (ctx) => { ctx.body = 'u' })
  export const api = new Router().use('/api', users.routes())`
const listen = ".use(api.routes()).listen(0, '127.0.0.1')"

const named: Record<string, Record<string, string>> = {
  'a middleware': {
    'app.mjs': `${imports}
      ${routers}
      new Koa().use((ctx, next) => (ctx.get('old') ? users.routes()(ctx, next) : next()))${listen}`,
  },
  'a middleware that imports it under another name': {
    'routers.mjs': `${imports}
      ${routers}`,
    'app.mjs': `${imports}
      import { api, users as old } from './routers.mjs'
      new Koa().use((ctx, next) => (ctx.get('old') ? old.routes()(ctx, next) : next()))${listen}`,
  },
  'a middleware that imports its module as a whole': {
    'routers.mjs': `${imports}
      ${routers}`,
    'app.mjs': `${imports}
      import * as all from './routers.mjs'
      const { api } = all
      new Koa().use((ctx, next) => (ctx.get('old') ? all.users.routes()(ctx, next) : next()))${listen}`,
  },
  'a middleware, in a table': {
    'app.mjs': `${imports}
      ${routers}
      const byName = new Map([['old', users]])
      new Koa().use((ctx, next) => byName.get(ctx.host)?.routes()(ctx, next) ?? next())${listen}`,
  },
  'a middleware, as what it gives to be mounted': {
    'app.mjs': `${imports}
      ${routers}
      const old = users.routes()
      new Koa().use((ctx, next) => (ctx.get('old') ? old(ctx, next) : next()))${listen}`,
  },
  'a function of another module that a middleware calls': {
    'routers.cjs': `const Router = require('@koa/router')
      const users = new Router()
      for (let i = 0; i < 5; i++) users.get('/u' + i, (ctx) => { ctx.body = 'u' })
      exports.api = new Router().use('/api', users.routes())
      exports.old = (ctx, next) => users.routes()(ctx, next)`,
    'app.cjs': `const Koa = require('koa')
      const { api, old } = require('./routers.cjs')
      new Koa().use((ctx, next) => (ctx.get('old') ? old(ctx, next) : next()))${listen}`,
  },
  'a middleware, in a table of an object of its module': {
    'app.mjs': `${imports}
      ${routers}
      const versions = { all: { byName: new Map([['old', users]]) } }
      new Koa().use((ctx, next) => versions.all.byName.get(ctx.host)?.routes()(ctx, next) ?? next())${listen}`,
  },
  'a middleware, in the fields of what a method looks up': {
    'app.mjs': `${imports}
      ${routers}
      class Versions {
        list = [{ name: 'old', router: users }]
        find(name) { return this.list.find((one) => one.name === name)?.router }
      }
      const versions = new Versions()
      new Koa().use((ctx, next) => versions.find(ctx.host)?.routes()(ctx, next) ?? next())${listen}`,
  },
  'a middleware, behind a proxy': {
    'app.mjs': `${imports}
      ${routers}
      const old = new Proxy(users, {})
      new Koa().use((ctx, next) => (ctx.get('old') ? old.routes()(ctx, next) : next()))${listen}`,
  },
  'a method that the app lends its requests': {
    'app.mjs': `${imports}
      ${routers}
      const app = new Koa()
      app.context.old = function (next) { return users.routes()(this, next) }
      app.use((ctx, next) => (ctx.get('old') ? ctx.old(next) : next()))${listen}`,
  },
  'an answer to unknown paths': {
    'app.mjs': `import fastify from 'fastify'
      const handlers = Array.from({ length: 5 }, (_, i) => async () => 'u' + i)
      const routes = async (scope) => handlers.forEach((handler, i) => scope.get('/u' + i, handler))
      const old = fastify({ exposeHeadRoutes: false })
      await old.register(routes)
      const app = fastify({ exposeHeadRoutes: false })
      app.register(routes, { prefix: '/api' })
      app.setNotFoundHandler(async (request, reply) => reply.send((await old.inject(request.url)).payload))
      await app.listen({ port: 0, host: '127.0.0.1' })`,
  },
  'a method of a class of servers': {
    'app.mjs': `import { Server } from 'node:http'
      import findMyWay from 'find-my-way'
      const handlers = Array.from({ length: 5 }, (_, i) => (request, response) => response.end('u' + i))
      const router = (prefix) => handlers.reduce((made, handler, i) => (made.on('GET', prefix + '/u' + i, handler), made), findMyWay())
      const [old, api] = [router(''), router('/api')]
      class Gate extends Server {
        emit(name, ...given) {
          return name === 'request' && given[0].headers.old ? old.lookup(...given) : super.emit(name, ...given)
        }
      }
      new Gate((request, response) => api.lookup(request, response)).listen(0, '127.0.0.1')`,
  },
  'a handler that asks it for the URL of a route': {
    'app.mjs': `${imports}
      ${routers}
      users.get('first', '/first', (ctx) => ctx.redirect(users.url('first')))
      api.use('/more', users.routes())
      new Koa()${listen}`,
  },
}

const deadOf = async (files: Record<string, string>): Promise<string[]> => {
  const cwd = app(files)
  const path = join(cwd, Object.keys(files).find((name) => name.startsWith('app'))!)
  const { routes } = await analyze({ kind: 'module', path }, { cwd })
  return routes.filter(({ state }) => state === 'dead').map(({ key }) => key)
}

test.each(Object.entries(named))('a router is in use that is named by %s', async (_, files) => {
  expect(await deadOf(files)).toEqual([])
})

const unnamed: Record<string, string> = {
  nothing: '',
  'a parameter of the same name': '.use((users, next) => (users.host ? next() : users))',
  'a handler that counts its routes':
    '.use((ctx, next) => (ctx.get("count") ? ctx.redirect(users.stack.length) : next()))',
  'a middleware that uses something else of the same object':
    '.use((ctx, next) => (parts.names.includes(ctx.host) ? ctx : next()))',
  'a middleware that names the app as a whole':
    '.use((ctx, next) => (whole.parts.names.includes(ctx.host) ? ctx : next()))',
  'a property, a text and a comment': ".use((ctx, next) => (ctx.users === 'users' ? next() : ctx)) // users",
}

test.each(Object.entries(unnamed))(
  'a router that only the module has is dead, though there is %s',
  async (_, middleware) => {
    const files = {
      'app.mjs': `${imports}
    ${routers}
    const parts = { names: ['old'], routers: { list: [users] } }
    const whole = { parts, api }
    new Koa()${middleware}
      ${listen}`,
    }
    expect(await deadOf(files)).toHaveLength(5)
  },
)

test.each(['', ';'])(
  'a router that a module has below a function of one line that ends with "%s" is dead',
  async (end) => {
    const files = {
      'app.mjs': `${imports}
      const guard = (ctx, next) => next()${end}
      export let users = new Router()
      for (let i = 0; i < 5; i++) users.get('/u' + i, guard, (ctx) => { ctx.body = 'u' })
      const api = new Router().use('/api', users.routes())
      new Koa()${listen}`,
    }
    expect(await deadOf(files)).toHaveLength(5)
  },
)

test.each(['🚀', '\ufffd'])(
  'a text with %s in it is read: a router that only its module has is dead',
  async (character) => {
    const files = {
      'app.mjs': `${imports}
    ${routers}
    const hello = '${character.repeat(20)}'
    new Koa().use((ctx, next) => (ctx.host === hello ? ctx : next()))${listen}
    // ${'-'.repeat(1024)}`,
    }
    expect(await deadOf(files)).toHaveLength(5)
  },
)

test('of two GraphQL schemas that a module exports, the one that a handler of Hono names is in use', async () => {
  const files = {
    'app.mjs': `import { serve } from '@hono/node-server'
      import { makeExecutableSchema, mergeSchemas } from '@graphql-tools/schema'
      import { graphql } from 'graphql'
      import { Hono } from 'hono'
      const fields = Array.from({ length: 30 }, (_, i) => 'f' + i)
      export const base = makeExecutableSchema({
        typeDefs: 'type Query {' + fields.map((name) => name + ': Int').join() + '}',
        resolvers: { Query: Object.fromEntries(fields.map((name) => [name, () => 1])) },
      })
      const mapped = mergeSchemas({ schemas: [base] })
      const app = new Hono()
      app.get('/graphql', async (c) => c.json(await graphql({ schema: mapped, source: '{ f0 }' })))
      serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })`,
  }
  expect(await deadOf(files)).toHaveLength(30)
})

test('in a file of which snapshots do not have the text, a router that a middleware has at hand is in use', async () => {
  const text = (comment: string, answer: string) => `${imports} // ${comment}
    ${routers}
    new Koa().use((ctx, next) => (ctx.get('old') ? ${answer} : next()))
      ${listen}`
  expect(await deadOf({ 'app.mjs': text('x'.repeat(1_000_000), 'users.routes()(ctx, next)') })).toEqual([])
  expect(await deadOf({ 'app.mjs': text('x'.repeat(300_000), 'users.routes()(ctx, next)') })).toEqual([])
  expect(await deadOf({ 'app.mjs': text('x'.repeat(300_000), 'users.stack.length') })).toHaveLength(5)
})

test.each([
  ['calls one of a list is in use', 'leaves[ctx.req.param("at") ?? 0].fetch(ctx.req.raw)', 0],
  ['counts a list is dead', 'ctx.text(String(leaves.length), 404)', 4],
])('a router of which what answers for unknown paths %s', async (_, answer, dead) => {
  const files = {
    'app.mjs': `import { serve } from '@hono/node-server'
      import { Hono } from 'hono'
      const leaves = [0, 1].map((i) => new Hono().get('/a' + i, (ctx) => ctx.text('a')).get('/b' + i, (ctx) => ctx.text('b')))
      const top = new Hono()
      leaves.forEach((leaf, i) => top.route('/leaf' + i, leaf))
      top.notFound((ctx) => ${answer})
      serve({ fetch: top.fetch, port: 0, hostname: '127.0.0.1' })
      globalThis.later = () => leaves`,
  }
  expect(await deadOf(files)).toHaveLength(dead)
})

test('a router is in use that is named by a middleware of a router inside one that a middleware calls', async () => {
  const cwd = app({
    'app.cjs': `const express = require('express')
      const [outer, inner, old, copy] = Array.from({ length: 4 }, () => express.Router())
      old.get('/a', (_, res) => res.end('a'))
      inner.use((req, res, next) => (req.headers.old ? old(req, res, next) : next()))
      outer.use('/m', inner)
      copy.stack.push(...old.stack)
      express().use((req, res, next) => outer(req, res, next)).use('/copy', copy).listen(0, '127.0.0.1')`,
  })
  const { routes } = await analyze({ kind: 'module', path: join(cwd, 'app.cjs') }, { cwd })
  const told = routes.filter(({ method }) => method === 'GET').map(({ key, state }) => `${key} ${state}`)
  expect(told.sort()).toEqual(['GET /a live', 'GET /copy/a live'])
})
