import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { app } from '../capture/apps.ts'

/** How many of the two routes of a sub-app of Hono, which a function mounts by copy, are live. */
async function liveOriginals(body: string): Promise<number> {
  const cwd = app({
    'app.mjs': `import { serve } from '@hono/node-server'
      import { Hono } from 'hono'
      const routes = () => new Hono().get('/one', (c) => c.text('one')).get('/two', (c) => c.text('two'))
      ${body}
      serve({ fetch: build(routes()).fetch, port: 0, hostname: '127.0.0.1' })`,
  })
  const found = await analyze({ kind: 'module', path: join(cwd, 'app.mjs') }, { cwd })
  const originals = found.routes.filter(({ path }) => path === '/one' || path === '/two')
  const copies = found.routes.filter(({ path }) => path === '/api/one' || path === '/api/two')
  expect(copies.map(({ state }) => state)).toEqual(['live', 'live'])
  return originals.filter(({ state }) => state === 'live').length
}

const built = (register: string, before = '') => `function build(sub) {
  ${before}
  const app = new Hono()
  app.route('/api', sub)
  ${register}
  return app.get('/own', (c) => c.text('own'))
}`
const inClass = (handler: string) => `class Api {
  app = new Hono()
  service = { count: 1 }
  constructor(sub) {
    this.sub = sub
    this.app.route('/api', sub)
    this.app.get('/own', ${handler})
  }
}
const build = (sub) => new Api(sub).app`

const used: Record<string, string> = {
  'asks it': built("app.all('/old/*', (c) => sub.request(c.req.path.slice(4), c.req.raw))"),
  'has it in a table': built(
    "app.use('*', (c, next) => byName[c.req.header('v')]?.fetch(c.req.raw) ?? next())",
    'const byName = { old: sub }',
  ),
  'has it in a map of an object': built(
    "app.use('*', (c, next) => all.byName.get(c.req.header('v'))?.fetch(c.req.raw) ?? next())",
    "const all = { byName: new Map([['old', sub]]) }",
  ),
  'calls a function that asks it': built(
    "app.all('/old/*', (c) => ask(c))",
    'const ask = (c) => sub.request(c.req.path.slice(4), c.req.raw)',
  ),
  'is bound to it': built(
    "app.all('/old/*', ask.bind(null, sub))",
    'const ask = (asked, c) => asked.request(c.req.path.slice(4), c.req.raw)',
  ),
  'is mounted': built("app.mount('/old', (request) => sub.fetch(request))"),
  'of a package has it in its options': `import { methodOverride } from 'hono/method-override'
    ${built("app.use('/old/*', methodOverride({ app: sub, header: 'x-method' }))")}`,
  'is a method of an object that has it': inClass('(c) => this.sub.fetch(c.req.raw)'),
}

test.each(Object.entries(used))('a router that was mounted by copy is in use where a function %s', async (_, body) => {
  expect(await liveOriginals(body)).toBe(2)
})

const unused: Record<string, string> = {
  'counts its routes': built("app.get('/count', (c) => c.json(sub.routes.length))"),
  'belongs to an object that has it and names something else': inClass('(c) => c.json(this.service.count)'),
}

test.each(Object.entries(unused))(
  'a router that was mounted by copy is shadowed where a function %s',
  async (_, body) => {
    expect(await liveOriginals(body)).toBe(0)
  },
)

test.each([true, false])('in a bundle the own functions of a router are no use of it, minified: %s', async (minify) => {
  const cwd = app({
    'app.mjs': `import { serve } from '@hono/node-server'
      import { Hono } from 'hono'
      class Users {
        router = new Hono()
        constructor() {
          for (let i = 0; i < 20; i++) this.router.get('/x' + i, (c) => this.answer(c, i))
        }
        answer(c, i) { return c.text('x' + i) }
      }
      const api = new Hono().route('/users', new Users().router)
      serve({ fetch: api.fetch, port: 0, hostname: '127.0.0.1' })`,
  })
  const [entry, outfile] = ['app.mjs', 'bundle.mjs'].map((name) => join(cwd, name)) as [string, string]
  const options = { bundle: true, platform: 'node', format: 'esm', minify } as const
  await build({ entryPoints: [entry], outfile, ...options })
  const { routes } = await analyze({ kind: 'module', path: outfile }, { cwd })
  expect(routes.filter(({ state }) => state === 'shadowed')).toHaveLength(20)
})

test('a sub-app whose handlers are wrapped for its errors is shadowed: the wrappers read from it', async () => {
  expect(await liveOriginals(built('globalThis.kept = sub', "sub.onError((_, c) => c.text('no'))"))).toBe(0)
})
