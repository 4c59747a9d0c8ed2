// node bench/remedy.mjs [--runs 3] [--node PATH]...: what routeheap/fastify saves, on Fastify 5 and 4.
//
// Each measurement is a process of its own, plain and with the remedy in turn. Cases: 200 routes mounted under three
// prefixes with their schemas inline; 500 routes whose bodies and responses are `$ref`s to 20 models; the samples
// fastify-versions and fastify-refs. Heap: after collections, above other apps that have run and are closed.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const here = fileURLToPath(import.meta.url)
const cases = ['versions', 'refs', 'sample-versions', 'sample-refs']

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    node: { type: 'string', multiple: true, default: [process.execPath] },
    inside: { type: 'string' },
  },
})

function savings(node, version) {
  for (const name of cases) {
    const runs = { plain: [], shared: [] }
    for (let run = 0; run < Number(values.runs); run++)
      for (const side of ['plain', 'shared']) runs[side].push(measured(node, version, name, side))
    const of = (side, what) => median(runs[side].map((run) => run[what]))
    const heap = [of('plain', 'heapBytes'), of('shared', 'heapBytes')]
    const boot = [of('plain', 'bootMs'), of('shared', 'bootMs')]
    const { version: nodeVersion } = runs.plain[0]
    console.log(
      `${nodeVersion} ${version.padEnd(8)} ${name.padEnd(15)} ` +
        `heap ${mb(heap[0])} -> ${mb(heap[1])} MB (-${Math.round(100 * (1 - heap[1] / heap[0]))} %)  ` +
        `boot ${Math.round(boot[0])} -> ${Math.round(boot[1])} ms (${(boot[0] / boot[1]).toFixed(1)} times)`,
    )
  }
}

function measured(node, version, name, side) {
  const args = ['--expose-gc', here, '--inside', `${version},${name},${side},measure`]
  const { stdout, stderr, status } = spawnSync(node, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

/** Runs in a process of its own: builds the app, measures it or serves it. */
async function inside(version, name, side, what, routes) {
  const require = createRequire(import.meta.url)
  const { sharedCompilers } = await import('../dist/remedies/fastify/sharedCompilers.js')
  const factory = require(version)
  const wrap = side === 'shared' ? sharedCompilers : (options) => options
  const make = (options) => factory(wrap(options))
  const built = name.startsWith('sample-') ? await sample(name.slice('sample-'.length)) : apps[name]
  // Code of the framework and of the compilers is not counted: other apps have run through it before.
  for (const [name, routes] of [
    ['versions', 4],
    ['refs', 20],
  ]) {
    const first = await apps[name](make, routes, 'first')
    await first.ready()
    await first.close()
  }
  const before = what === 'measure' ? heapUsed() : 0
  const startedAt = performance.now()
  const app = await built(make, routes ? Number(routes) : undefined)
  await app.ready()
  const bootMs = performance.now() - startedAt
  if (what === 'measure') {
    const heapBytes = heapUsed() - before
    console.log(JSON.stringify({ version: process.version, heapBytes, bootMs }))
    await app.close()
    return
  }
  await app.listen({ port: 0, host: '127.0.0.1' })
  console.log(app.server.address().port)
  process.stdin.on('data', () => console.log(JSON.stringify(process.cpuUsage()))).on('end', () => app.close())
}

/** The same number of collections each time: V8 drops bytecode that was not run for some of them. */
function heapUsed() {
  for (let round = 0; round < 16; round++) globalThis.gc()
  return process.memoryUsage().heapUsed
}

/** A schema of ten properties; `key` makes it one of its own. */
function tenProperties(key) {
  return {
    type: 'object',
    required: ['id', 'name'],
    properties: {
      id: { type: 'integer', minimum: 1 },
      name: { type: 'string', minLength: 1, maxLength: 80 },
      [`own_${key}`]: { type: 'string', maxLength: 20 },
      kind: { type: 'string', enum: ['a', 'b', 'c'] },
      price: { type: 'number', minimum: 0 },
      stock: { type: 'integer', minimum: 0, maximum: 10_000 },
      tags: { type: 'array', maxItems: 10, items: { type: 'string', maxLength: 30 } },
      active: { type: 'boolean' },
      note: { type: 'string', maxLength: 400 },
      owner: {
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'integer' }, country: { type: 'string', pattern: '^[A-Z]{2}$' } },
      },
    },
  }
}

const lenient = (schema) => ({ ...schema, required: [] })

function schemasOf(i, key) {
  return {
    querystring: lenient(tenProperties(`q${i}${key}`)),
    headers: lenient(tenProperties(`h${i}${key}`)),
    response: { 200: tenProperties(`r${i}${key}`) },
  }
}

const apps = {
  async versions(make, routes = 200, key = '') {
    const app = make({ exposeHeadRoutes: false })
    const plugin = async (scope) => {
      for (let i = 0; i < routes; i++)
        scope.post(
          `/things-${i}/:id`,
          { schema: { body: tenProperties(`b${i}${key}`), ...schemasOf(i, key) } },
          async (request) => request.body,
        )
    }
    for (const prefix of ['/v1', '/v2', '/v3']) app.register(plugin, { prefix })
    return app
  },

  async refs(make, routes = 500, key = '') {
    const app = make({})
    for (let i = 0; i < 20; i++) app.addSchema({ $id: `model${i}`, ...tenProperties(`${i}${key}`) })
    for (let i = 0; i < routes; i++) {
      const model = { $ref: `model${i % 20}#` }
      const schema = { body: { ...model }, response: { 200: { ...model } } }
      app.post(`/r${i}`, { schema }, async (request) => request.body)
    }
    return app
  },
}

/** A sample, compiled: asked, it runs with our factory in the place of `fastify`. */
async function sample(name) {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../samples/fastify-${name}/app.ts`, import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    external: ['fastify'],
  })
  const run = new Function('module', 'exports', 'require', outputFiles[0].text)
  return (make) => {
    const module = { exports: {} }
    run(module, module.exports, () => ({ fastify: make }))
    const { default: app, build: factory } = module.exports
    return app ?? factory()
  }
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

function mb(bytes) {
  return (bytes / 1e6).toFixed(2)
}

if (values.inside !== undefined) await inside(...values.inside.split(','))
else for (const node of values.node) for (const version of ['fastify', 'fastify4']) savings(node, version)
