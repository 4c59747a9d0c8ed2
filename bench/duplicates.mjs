// What one more copy of a route costs, per framework: what routeheap attributes to routes, routers and validators with
// three mounts less that with one, by route, beside the difference of heapUsed without what is routeheap's own, and the
// figure that was published.
//
//   node bench/duplicates.mjs [case...]
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const routesPerMount = 500
/** dup of facts measured with heapUsed on Node 20: bytes of each further copy of a route. */
const cases = [
  { app: 'fastify/5', published: 3248 },
  { app: 'fastify/4', published: 4900 },
  { app: 'koa-router/15', published: 890 },
  { app: 'koa-router/12', published: 680 },
  { app: 'koa-router/koa-router-14', published: 680 },
  { app: 'hono/4', published: 284 },
  { app: 'hono-zod-openapi/1', published: 1300 },
  { app: 'hapi/21', published: 4909 },
  { app: 'nest-express/12', published: 3970 },
  { app: 'nest-fastify/12', published: 11_094 },
  { app: 'h3/2', published: 1059 },
  { app: 'elysia/1', published: 1080 },
  { app: 'koa-joi-router/8', published: 28.9 * 1024 },
  // Of each prefix: 2,827 for the contract, 1,850 for its endpoints.
  { app: 'ts-rest/3', published: 4677 },
  { app: 'trpc/11', published: 185 },
  { app: 'trpc/10', published: 200 },
  // Of a second mount, without any tool. What was published, 1,043, is of the first one (docs/decisions.md).
  { app: 'feathers/5', published: 788 },
  // mergeSchemas makes a whole schema again.
  { app: 'graphql/15', published: 12_700 },
  { app: 'adonis/7', published: null },
  { app: 'itty-router/6', published: 510 },
  { app: 'restify/11', published: null },
  { app: 'express/5', published: 13 },
  { app: 'express/4', published: 13 },
  { app: 'polka/0.5', published: 9 },
  { app: 'h3/1', case: 'h3 v1', published: 7 },
  { app: 'fastify/5', case: 'fastify body', published: null },
]

const bin = fileURLToPath(new URL('../bin/routeheap.js', import.meta.url))
const file = fileURLToPath(new URL('duplicates/app.mjs', import.meta.url))
const wanted = process.argv.slice(2)
const shown = (value) => (value === null ? '–' : Math.round(value).toLocaleString('en-US')).padStart(10)

console.log(`${'bytes per copied route'.padEnd(26)} routeheap   heapUsed  published  routeheap / published`)
for (const one of cases) {
  const name = one.case ?? one.app
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const [once, thrice] = [1, 3].map((mounts) => measured(one, mounts))
  const perRoute = (of) => (of(thrice) - of(once)) / (2 * routesPerMount)
  const routeheap = perRoute(({ totals }) => totals.ownedBytes - totals.toolBytes)
  const heapUsed = perRoute(({ totals, phases }) => phases.at(-1).heapUsedBytes - totals.toolBytes)
  const ratio = one.published === null ? '' : (routeheap / one.published).toFixed(2).padStart(10)
  console.log(`${name.padEnd(26)}${shown(routeheap)} ${shown(heapUsed)} ${shown(one.published)} ${ratio}`)
}

function measured({ app, case: name }, mounts) {
  const env = { ...process.env, APP: app, MOUNTS: String(mounts), ...(name === undefined ? {} : { CASE: name }) }
  const words = ['analyze', file, '--json', '--no-html', '--quiet', '--timeout', '300']
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  })
  if (status !== 0) throw new Error(`${app} mounted ${mounts} times: ${stderr}`)
  return JSON.parse(stdout)
}
