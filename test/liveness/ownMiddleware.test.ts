import { join } from 'node:path'
import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { app } from '../capture/apps.ts'

/** States of the routes of a router that a function makes with a middleware of its own, and that is mounted by copy; copies left out. */
async function statesOf(name: string, middleware: string, before = ''): Promise<string[]> {
  const cwd = app({
    'app.mjs': `import Koa from 'koa'
      import Router from '${name}'
      export const service = (() => {
        const r = new Router()
        const settings = { key: 'x-k' }
        const kept = { inner: { router: r } }
        ${before}
        for (const header of ['a']) r.use(${middleware})
        for (let i = 0; i < 5; i++) r.get('/a' + i, (ctx) => { ctx.body = 'a' })
        return { router: () => r, settings, kept }
      })()
      const root = new Router().use('/x', service.router().routes())
      new Koa().use(root.routes()).listen(0, '127.0.0.1')`,
  })
  const { routes } = await analyze({ kind: 'module', path: join(cwd, 'app.mjs') }, { cwd })
  const own = routes.filter(({ path, middleware }) => !middleware && path?.startsWith('/a'))
  expect(own).toHaveLength(5)
  return [...new Set(own.map(({ state }) => state))]
}

const packages = ['@koa/router', 'koa-router12']

test.each([
  ...packages.map((name) => [name, '(ctx, next) => next()']),
  ['@koa/router', 'async (ctx, next) => { ctx.set(settings.key, header); await next() }'],
])('a middleware of a router of %s, %s, is no caller of it', async (name, middleware) => {
  expect(await statesOf(name, middleware)).toEqual(['shadowed'])
})

test.each([
  ...packages.map((name) => [name, '(ctx, next) => (ctx.old ? r.routes()(ctx, next) : next())']),
  ['@koa/router', '(ctx, next) => (ctx.old ? dispatch(ctx, next) : next())', 'const dispatch = r.routes()'],
  [
    '@koa/router',
    '(ctx, next) => (ctx.old ? help(ctx, next) : next())',
    'const help = (ctx, next) => r.routes()(ctx, next)',
  ],
  ['@koa/router', '(ctx, next) => (ctx.old ? kept.inner.router.routes()(ctx, next) : next())'],
  [
    '@koa/router',
    'function (ctx, next) { return ctx.old ? this.router.routes()(ctx, next) : next() }.bind(kept.inner)',
  ],
])('a middleware of a router of %s, %s, may call it', async (name, middleware, before) => {
  expect(await statesOf(name, middleware, before)).toEqual(['live'])
})
