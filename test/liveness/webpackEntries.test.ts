import { join } from 'node:path'
import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { app } from '../capture/apps.ts'

/** What webpack makes of an app whose routers are a module of their own; `t` are the exports of that module. */
const bundle = (exported: string, entry: string): string => `(() => {
  var e = {
    4001: (e, t, r) => { ${exported}
      const Router = r(7), Koa = r(8), users = new Router()
      for (let i = 0; i < 5; i++) users.get('/u' + i, (ctx) => { ctx.body = 'u' })
      const api = new Router().use('/api', users.routes())
      const handle = new Koa().use(users.routes()).callback()
      e.exports.keep = () => [users, api]
      if (!Object.hasOwn(e.exports, 'api')) Object.assign(e.exports, { users, api, handle })
    },
    7: (e) => { e.exports = require('@koa/router') },
    8: (e) => { e.exports = require('koa') },
    9: (e) => { e.exports = require('node:http') },
  }
  const t = {}
  function r(n) {
    const o = t[n]
    if (void 0 !== o) return o.exports
    const s = (t[n] = { exports: {} })
    return e[n](s, s.exports, r), s.exports
  }
  const i = r(4001), c = r(9), Koa = r(8)
  const a = i.handle, b = i.users
  new Koa().use(i.api.routes()).listen(0, '127.0.0.1')
  globalThis.later = () => [a, b]
  ${entry}
})()`

const getters = `Object.defineProperties(t, {
  api: { enumerable: true, get: () => api },
  users: { enumerable: true, get: () => users },
  handle: { enumerable: true, get: () => handle },
})`

test.each([
  ['dead where no listener names them', '', 'c.createServer((e, t) => t.end(String(e.url))).listen(0)', [5, 5]],
  [
    'dead where a function around a listener has a variable of that name',
    '',
    ";(a => c.createServer((e, t) => t.end(a)).listen(0))('text')",
    [5, 5],
  ],
  ['live where a listener names a variable of the bundle', '', 'c.createServer((e, t) => a(e, t)).listen(0)', [10, 0]],
  ['live where a listener names exports', '', 'c.createServer((e, t) => i.handle(e, t)).listen(0)', [10, 0]],
  [
    'live where a listener asks a getter of exports',
    getters,
    'c.createServer((e, t) => (0, i.handle)(e, t)).listen(0)',
    [10, 0],
  ],
])('originals in a bundle of webpack are %s', async (_, exported, entry, [live, dead]) => {
  const cwd = app({ 'app.cjs': bundle(exported, entry) })
  const { totals } = await analyze({ kind: 'module', path: join(cwd, 'app.cjs') }, { cwd })
  expect([totals.liveRoutes, totals.deadRoutes, totals.shadowedRoutes]).toEqual([live, dead, 0])
})
