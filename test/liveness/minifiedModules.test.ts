import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { app } from '../capture/apps.ts'

/** Two sub-apps of which the whole app has copies, and a third; `globalThis.keep` holds them. */
const served = (body: string): string => `import http from 'node:http'
  import { serve } from '@hono/node-server'
  import { Hono } from 'hono'
  const first = new Hono().get('/first', (c) => c.text('first'))
  const second = new Hono().get('/second', (c) => c.text('second'))
  const third = new Hono().get('/third', (c) => c.text('third'))
  const app = new Hono()
  ${body}
  for (const sub of [first, second, third]) app.route('/api', sub)
  globalThis.keep = () => [first, second, third, app]
  serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })`

/** States of the three originals in a bundle that is one module, with the libraries in it, of one-letter names. */
async function originals(body: string, format: 'esm' | 'cjs'): Promise<string[]> {
  const cwd = app({ 'app.mjs': served(body) })
  const outfile = join(cwd, format === 'esm' ? 'bundle.mjs' : 'bundle.cjs')
  await build({ entryPoints: [join(cwd, 'app.mjs')], outfile, bundle: true, platform: 'node', format, minify: true })
  const { routes } = await analyze({ kind: 'module', path: outfile }, { cwd })
  return ['/first', '/second', '/third'].map((path) => routes.find((route) => route.path === path)?.state ?? 'none')
}

const cases: Record<string, [body: string, states: string[]]> = {
  'a middleware picks from a table': [
    `const table = { one: first, two: second }
     app.use((c, next) => table[c.req.header('x-version')]?.fetch(c.req.raw) ?? next())`,
    ['live', 'live', 'dead'],
  ],
  'a middleware asks a function for': [
    `const pick = (name) => (name === 'one' ? first : name === 'two' ? second : undefined)
     app.use((c, next) => pick(c.req.header('x-version'))?.fetch(c.req.raw) ?? next())`,
    ['live', 'live', 'dead'],
  ],
  'a listener calls': [
    `const answer = (request) => second.fetch(new Request('http://x' + request.url))
     http.createServer(async (request, response) => response.end((await answer(request)).statusText)).listen(0)`,
    ['dead', 'live', 'dead'],
  ],
  'a middleware only counts': [
    'app.use((c, next) => (c.req.header("x-count") ? c.json(first.routes.length) : next()))',
    ['dead', 'dead', 'dead'],
  ],
  'none names, however short the names of its own': [
    `app.use((c, next) => {
       const own = c.req.path.split('/'), [a, b = a, d = { b }] = own
       for (const e of [a, b, d]) for (const f of own) if (e === f) return c.json({ e, f })
       try { return next() } catch (g) { return c.text(g.name + own.map((h, i) => h + i)) }
     })`,
    ['dead', 'dead', 'dead'],
  ],
}
const inFormats = Object.entries(cases).map(
  ([does, [body, states]], at) => [does, at % 2 ? 'cjs' : 'esm', body, states] as const,
)

test.each(inFormats)(
  'in a minified module the states of routers that %s are as unbundled, %s',
  async (_, format, body, states) => {
    expect(await originals(body, format)).toEqual(states)
  },
)

test('what a library generates in a minified module is no reader of its variables', async () => {
  const cwd = app({
    'app.mjs': `import Koa from 'koa'
      import Router from '@koa/router'
      const [first, second] = [new Router().get('/first', (ctx) => ctx), new Router().get('/second', (ctx) => ctx)]
      const api = new Router().use('/api', first.routes()).use('/api', second.routes())
      const server = new Koa()
      server.use((ctx, next) => (ctx.get('old') ? first.routes()(ctx, next) : next())).use(api.routes())
      globalThis.keep = () => [first, second]
      server.listen(0, '127.0.0.1')`,
  })
  const outfile = join(cwd, 'bundle.cjs')
  await build({
    entryPoints: [join(cwd, 'app.mjs')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    minify: true,
  })
  const { routes } = await analyze({ kind: 'module', path: outfile }, { cwd })
  const states = ['/first', '/second'].map((path) => routes.find((route) => route.path === path)?.state)
  expect(states).toEqual(['live', 'dead'])
})
