import { join } from 'node:path'
import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { app } from '../capture/apps.ts'

/** Nothing in this module uses what it declares, so V8 makes no scope for it; a container keeps the originals. */
const routers = `const Koa = require('koa')
  const mount = require('koa-mount')
  const Router = require('@koa/router')
  const app = new Koa()
  const api = new Router()
  app.context.container = {}
  for (const name of ['users', 'orders']) {
    const router = new Router()
    for (let i = 0; i < 5; i++) router.get('/' + i, (ctx) => { ctx.body = name })
    app.context.container[name] = router
    api.use('/' + name, router.routes())
  }`

const mounted: Record<string, string> = {
  'as they are': 'app.use(api.routes())',
  'in what a function with a name made':
    'const timed = (next) => (ctx, end) => next(ctx, end)\napp.use(timed(api.routes()))',
  'by a function in a loop': 'for (const answer of [api.routes()]) app.use((ctx, next) => answer(ctx, next))',
  'by koa-mount under a prefix': "app.use(mount('/v1', api.routes()))",
  'by koa-mount in an app of their own': "app.use(mount('/v1', new Koa().use(api.routes())))",
}

test.each(Object.entries(mounted))(
  'copies answer where they are mounted %s, and the originals do not',
  async (_, use) => {
    const cwd = app({ 'app.cjs': `${routers}\n${use}\napp.listen(0, '127.0.0.1')` })
    const { routes } = await analyze({ kind: 'module', path: join(cwd, 'app.cjs') }, { cwd })
    const states = routes.map(({ key, state }) => `${/users|orders/.test(key) ? 'copy' : 'original'} ${state}`)
    expect([...new Set(states)].sort()).toEqual(['copy live', 'original shadowed'])
  },
)
