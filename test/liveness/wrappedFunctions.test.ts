import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { app } from '../capture/apps.ts'

const wrap = 'export const wrap = (f) => async (...given) => f(...given)'
const imports = `import Koa from 'koa'
  import Router from '@koa/router'`
const old = '(ctx, next) => (ctx.get("old") ? users.routes()(ctx, next) : next())'
const made = (register: string, own = ''): string => `const users = new Router()
  for (let i = 0; i < 5; i++) users.get('/u' + i, (ctx) => { ctx.body = 'u' })
  ${own}
  const api = new Router().use('/api', users.routes())
  globalThis.kept = () => users
  const app = new Koa()
  ${register}
  app.use(api.routes()).listen(0, '127.0.0.1')`

/** States of the five routes of a router that is mounted by copy. */
async function originals(files: Record<string, string>, minify = false): Promise<string[]> {
  const cwd = app(files)
  const [entry, outfile] = ['app.mjs', 'bundle.cjs'].map((name) => join(cwd, name)) as [string, string]
  const options = { bundle: true, platform: 'node', format: 'cjs', minify } as const
  if (minify) await build({ entryPoints: [entry], outfile, ...options })
  const { routes } = await analyze({ kind: 'module', path: minify ? outfile : entry }, { cwd })
  return [...new Set(routes.filter(({ path }) => /^\/u\d$/.test(path ?? '')).map(({ state }) => state))]
}

const inModule = (register: string): string => `${imports}
  ${wrap}
  ${made(register)}`
const inFunction = (register: string, own = ''): string => `${imports}
  ${wrap}
  export function serve() {
    ${made(register, own)}
  }
  serve()`

const called: Record<string, Record<string, string>> = {
  'around a middleware': { 'app.mjs': inModule(`app.use(wrap(${old}))`) },
  'around a middleware, three times': { 'app.mjs': inModule(`app.use(wrap(wrap(wrap(${old}))))`) },
  'around a helper that a middleware calls': {
    'app.mjs': inModule(`const ask = wrap(${old})
      app.use((ctx, next) => ask(ctx, next))`),
  },
  'around what gives it': {
    'app.mjs': inModule(`const once = (f) => { let value; return () => (value ??= f()) }
      const find = once(() => users)
      app.use((ctx, next) => (ctx.get("old") ? find().routes()(ctx, next) : next()))`),
  },
  'around an object of which it calls a method': {
    'app.mjs': inModule(`const run = (options) => (ctx, next) => options.on.request(ctx, next)
      app.use(run({ on: { request: ${old} } }))`),
  },
  'of another module, around a middleware': {
    'wrap.mjs': wrap,
    'users.mjs': `import Router from '@koa/router'
      export const users = new Router()
      for (let i = 0; i < 5; i++) users.get('/u' + i, (ctx) => { ctx.body = 'u' })
      export const middleware = ${old}`,
    'app.mjs': `${imports}
      import { middleware, users } from './users.mjs'
      import { wrap } from './wrap.mjs'
      const api = new Router().use('/api', users.routes())
      new Koa().use(wrap(middleware)).use(api.routes()).listen(0, '127.0.0.1')`,
  },
  'around a middleware, in the function that makes all': { 'app.mjs': inFunction(`app.use(wrap(${old}))`) },
}

test.each(Object.entries(called))(
  'a router is in use that a function names which has a function of the app %s',
  async (_, files) => {
    expect(await originals(files)).toEqual(['live'])
  },
)

const inside: Record<string, string> = {
  'a method of an object that looks it up in a table of its own': `const all = { tables: { old: users }, of(name) { return this.tables[name] } }
    app.use((ctx, next) => all.of(ctx.host)?.routes()(ctx, next) ?? next())`,
  'a method that another one calls': `const all = { old: { app: users }, get(name) { return this[name].app }, of(name) { return this.get(name) } }
    app.use((ctx, next) => all.of(ctx.host).routes()(ctx, next))`,
  'a function far inside an object': `const all = { users: { adapter: { send: ${old} } } }
    app.use((ctx, next) => all.users.adapter.send(ctx, next))`,
  'a function that a class has in its fields': `class Users {
      constructor(parts) { this.parts = parts }
      ask(ctx, next) { return this.parts.http.send(ctx, next) }
    }
    const all = new Users({ http: { send: ${old} } })
    app.use((ctx, next) => all.ask(ctx, next))`,
  'a function in a list of an object': `const bus = { lists: { old: [${old}] }, send(name, ...given) { return this.lists[name][0](...given) } }
    app.use((ctx, next) => bus.send('old', ctx, next))`,
  'a function of an object that is handed on': `const all = { on: { users: { ask: ${old} } } }
    const ask = (parts, ...given) => parts.on.users.ask(...given)
    app.use((ctx, next) => ask(all, ctx, next))`,
  'an option of a client of a package': `import { hc } from 'hono/client'
    const client = hc('http://x', { fetch: (url) => users.routes()({ url }) })
    app.use((ctx, next) => (ctx.get('old') ? client.old.$get() : next()))`,
}

test.each(Object.entries(inside))('a router is in use that is named by %s', async (_, register) => {
  expect(await originals({ 'app.mjs': inModule(register) })).toEqual(['live'])
})

test('a router that another function far inside an object names is dead', async () => {
  const register = `const all = { on: { users: { ask: ${old} }, names: { first: () => 'one' } } }
    app.use((ctx, next) => (ctx.host === all.on.names.first() ? ctx : next()))`
  expect(await originals({ 'app.mjs': inModule(register) })).toEqual(['dead'])
})

test('in a minified bundle as well', async () => {
  expect(await originals(called['around a middleware, three times'], true)).toEqual(['live'])
  expect(await originals({ 'app.mjs': inModule('app.use(wrap((ctx, next) => next()))') }, true)).toEqual(['dead'])
})

const uncalled: Record<string, readonly [files: string, state: string]> = {
  'a middleware that names nothing': [inModule('app.use(wrap((ctx, next) => next()))'), 'dead'],
  'one of its own handlers': [
    inFunction('', 'users.get("/own", wrap((ctx) => { ctx.body = users.opts.prefix }))'),
    'shadowed',
  ],
  'a middleware, in the function that makes all': [inFunction('app.use(wrap((ctx, next) => next()))'), 'shadowed'],
}

test.each(Object.entries(uncalled))(
  'a function of the app around %s is no use of a router',
  async (_, [text, state]) => {
    expect(await originals({ 'app.mjs': text })).toEqual([state])
  },
)
