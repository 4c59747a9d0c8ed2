import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import type { Report } from '../../src/report/report.ts'
import { app } from '../capture/apps.ts'

const routers = `import http from 'node:http'
  import Koa from 'koa'
  import Router from '@koa/router'
  export const users = new Router()
  for (let i = 0; i < 5; i++) users.get('/u' + i, (ctx) => { ctx.body = 'u' })
  export const api = new Router().use('/api', users.routes())`
const serveApi = "new Koa().use(api.routes()).listen(0, '127.0.0.1')"

const answering: Record<string, Record<string, string>> = {
  'by a listener at the top level of a second server': {
    'app.mjs': `${routers}
      const handle = new Koa().use(users.routes()).callback()
      ${serveApi}
      http.createServer((req, res) => handle(req, res)).listen(0)`,
  },
  'by a listener that chooses between what its function and its module hold': {
    'app.mjs': `${routers}
      const handle = new Koa().use(users.routes()).callback()
      const serve = (main) => http.createServer((req, res) => (req.headers.host === 'a' ? handle : main)(req, res))
      serve(new Koa().use(api.routes()).callback()).listen(0)`,
  },
  'by a function that the listener calls': {
    'app.mjs': `${routers}
      const handle = new Koa().use(users.routes()).callback()
      const choose = (req, res) => handle(req, res)
      const serve = (main) => http.createServer((req, res) => (req.headers.host === 'a' ? choose : main)(req, res))
      serve(new Koa().use(api.routes()).callback()).listen(0)`,
  },
  'by an object whose method the listener calls': {
    'app.mjs': `${routers}
      const handle = new Koa().use(users.routes()).callback()
      class Gateway { handle(req, res) { return handle(req, res) } }
      const gateway = new Gateway()
      ${serveApi}
      http.createServer((req, res) => gateway.handle(req, res)).listen(0)`,
  },
  'by a bound method': {
    'app.mjs': `${routers}
      const handle = new Koa().use(users.routes()).callback()
      class Gateway { handle(req, res) { return handle(req, res) } }
      const gateway = new Gateway()
      ${serveApi}
      http.createServer(gateway.handle.bind(gateway)).listen(0)`,
  },
  'by a function of another module that the listener calls': {
    'routers.mjs': `${routers}
      const handle = new Koa().use(users.routes()).callback()
      export const gateway = { handle: (req, res) => handle(req, res) }`,
    'app.mjs': `import http from 'node:http'
      import Koa from 'koa'
      import { api, gateway } from './routers.mjs'
      ${serveApi}
      http.createServer((req, res) => gateway.handle(req, res)).listen(0)`,
  },
  'by a listener that imports them': {
    'routers.mjs': `${routers}
      export const handle = new Koa().use(users.routes()).callback()`,
    'app.mjs': `import http from 'node:http'
      import Koa from 'koa'
      import { api, handle } from './routers.mjs'
      ${serveApi}
      http.createServer((req, res) => handle(req, res)).listen(0)`,
  },
  'by a listener that imports them under a name of its own': {
    'routers.mjs': `${routers}
      export const serve = new Koa().use(users.routes()).callback()`,
    'app.mjs': `import http from 'node:http'
      import Koa from 'koa'
      import { api, serve as handle } from './routers.mjs'
      ${serveApi}
      http.createServer((req, res) => handle(req, res)).listen(0)`,
  },
  'by a listener that imports them from a module that passes them on': {
    'routers.mjs': `${routers}
      export const serve = new Koa().use(users.routes()).callback()`,
    'between.mjs': "export { api, serve as handle } from './routers.mjs'",
    'app.mjs': `import http from 'node:http'
      import Koa from 'koa'
      import { api, handle } from './between.mjs'
      ${serveApi}
      http.createServer((req, res) => handle(req, res)).listen(0)`,
  },
  'by a listener in a module that exports them under another name': {
    'app.mjs': `${routers}
      const handle = new Koa().use(users.routes()).callback()
      export { handle as serve }
      ${serveApi}
      http.createServer((req, res) => handle(req, res)).listen(0)`,
  },
  'by a listener in a module whose default export is a function of another file': {
    'app.mjs': `${routers}
      const handle = new Koa().use(users.routes()).callback()
      export { handle as default }
      ${serveApi}
      http.createServer((req, res) => handle(req, res)).listen(0)`,
  },
  'by a server that takes connections and listens nowhere': {
    'app.mjs': `${routers}
      import net from 'node:net'
      const inner = http.createServer(new Koa().use(users.routes()).callback())
      ${serveApi}
      net.createServer((socket) => inner.emit('connection', socket)).listen(0)`,
  },
}

const statesOf = ({ totals }: Report) => [totals.liveRoutes, totals.deadRoutes, totals.shadowedRoutes]

test.each(Object.entries(answering))('routes that are answered %s are live', async (_, files) => {
  const cwd = app(files)
  expect(statesOf(await analyze({ kind: 'module', path: join(cwd, 'app.mjs') }, { cwd }))).toEqual([10, 0, 0])
})

test('a module whose default export its listener does not name leaves the originals dead', async () => {
  const cwd = app({
    'app.mjs': `${routers}
      const serve = (main) => http.createServer((req, res) => main(req, res))
      export default function build() {
        return serve(new Koa().use(api.routes()).callback())
      }`,
  })
  expect(statesOf(await analyze({ kind: 'module', path: join(cwd, 'app.mjs') }, { cwd }))).toEqual([5, 5, 0])
})

test('a second server that has nothing to do with them leaves the originals dead', async () => {
  const cwd = app({
    'app.mjs': `${routers}
      const requests = new Map([['a', { at: [1], agent: 'b' }]])
      ${serveApi}
      http.createServer((req, res) => res.end(String(requests.size))).listen(0)`,
  })
  expect(statesOf(await analyze({ kind: 'module', path: join(cwd, 'app.mjs') }, { cwd }))).toEqual([5, 5, 0])
})

test('an import under a name that the listener does not have leaves the originals dead', async () => {
  const cwd = app({
    'routers.mjs': `${routers}
      export const serve = new Koa().use(users.routes()).callback()`,
    'app.mjs': `import http from 'node:http'
      import Koa from 'koa'
      import { api, serve as handle } from './routers.mjs'
      import { write as text } from './text.mjs'
      ${serveApi}
      http.createServer((req, res) => res.end(text(req))).listen(0)
      globalThis.later = () => handle`,
    'text.mjs': 'export const write = (req) => req.url',
  })
  expect(statesOf(await analyze({ kind: 'module', path: join(cwd, 'app.mjs') }, { cwd }))).toEqual([5, 5, 0])
})

test('a parameter of a listener is no variable of its module that has the same name', async () => {
  const cwd = app({
    'app.mjs': `${routers}
      const handle = new Koa().use(users.routes()).callback()
      ${serveApi}
      http.createServer((handle, res) => res.end(handle.url)).listen(0)
      globalThis.later = () => handle`,
  })
  expect(statesOf(await analyze({ kind: 'module', path: join(cwd, 'app.mjs') }, { cwd }))).toEqual([5, 5, 0])
})

test('in a snapshot that knows no texts, all that the module of the listener holds may be answered', async () => {
  const cwd = app({
    'app.mjs': `${routers}
      import { writeHeapSnapshot } from 'node:v8'
      const handle = new Koa().use(users.routes()).callback()
      ${serveApi}
      http.createServer((req, res) => handle(req, res)).listen(0)
      setTimeout(() => process.exit(writeHeapSnapshot('app.heapsnapshot') ? 0 : 1), 100)`,
  })
  execFileSync(process.execPath, ['app.mjs'], { cwd, env: { ...process.env, NODE_OPTIONS: '' } })
  expect(statesOf(await analyze({ kind: 'snapshot', path: join(cwd, 'app.heapsnapshot') }))).toEqual([10, 0, 0])
})
