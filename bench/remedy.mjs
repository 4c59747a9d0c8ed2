// node bench/remedy.mjs [--runs 3] [--load] [--node PATH]...: what routeheap/fastify saves, on Fastify 5 and 4.
//
// Each measurement is a process of its own, plain and with the remedy in turn. Cases: 200 routes mounted under three
// prefixes with their schemas inline; 500 routes whose bodies and responses are `$ref`s to 20 models; the samples
// fastify-versions and fastify-refs. Heap: after collections, above an app without routes. With --load: requests over
// loopback, the two servers side by side and loaded in turn; requests for each second of the server's own CPU time are what
// counts, requests a second of the clock are the machine's mood as well.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const here = fileURLToPath(import.meta.url)
const cases = ['versions', 'refs', 'sample-versions', 'sample-refs']

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    load: { type: 'boolean' },
    node: { type: 'string', multiple: true, default: [process.execPath] },
    inside: { type: 'string' },
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '15' },
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

async function load(version) {
  const servers = {}
  for (const side of ['plain', 'shared']) {
    const child = spawn(process.execPath, [here, '--inside', `${version},versions,${side},serve`], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    servers[side] = { child, port: Number(String(await once(child.stdout, 'data'))) }
  }
  const rates = { plain: [], shared: [] }
  // Each round asks both, and the one that is first changes. The first ones are for V8 to compile.
  for (let round = -4; round < Number(values.rounds); round++) {
    const order = round % 2 === 0 ? ['plain', 'shared'] : ['shared', 'plain']
    for (const side of order) {
      const { child, port } = servers[side]
      const before = await cpuMs(child)
      const { done, seconds } = await send(port, 1000 * Number(values.seconds))
      const perCpu = (1000 * done) / ((await cpuMs(child)) - before)
      if (round >= 0) rates[side].push({ perCpu, perSecond: done / seconds })
    }
  }
  for (const { child } of Object.values(servers)) child.stdin.end()
  for (const what of ['perCpu', 'perSecond']) {
    const [plain, shared] = ['plain', 'shared'].map((side) => rates[side].map((rate) => rate[what]))
    const ratios = shared.map((rate, i) => rate / plain[i])
    console.log(
      `${process.version} ${version.padEnd(8)} ${what.padEnd(9)} plain ${Math.round(median(plain))}, shared ` +
        `${Math.round(median(shared))} (${(median(shared) / median(plain)).toFixed(3)}); round by round: median ` +
        `${median(ratios).toFixed(3)}, ${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}, ${ratios.length} rounds`,
    )
  }
}

async function cpuMs(child) {
  child.stdin.write('\n')
  const { user, system } = JSON.parse(String(await once(child.stdout, 'data')))
  return (user + system) / 1000
}

/** Requests over 20 connections, to the same forty routes in turn. */
async function send(port, ms) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 20 })
  const body = JSON.stringify({ id: 3, name: 'a thing', price: 2.5, tags: ['x', 'y'], owner: { id: 7, country: 'DE' } })
  const until = performance.now() + ms
  let done = 0
  const connection = async () => {
    while (performance.now() < until) {
      const path = `/v${1 + (done % 3)}/things-${done % 40}/9?id=4&name=abc&stock=12`
      const status = await post(agent, port, path, body)
      if (status !== 200) throw new Error(`${path} answered ${status}`)
      done++
    }
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: 20 }, connection))
  agent.destroy()
  return { done, seconds: (performance.now() - startedAt) / 1000 }
}

function post(agent, port, path, body) {
  const headers = { 'content-type': 'application/json', 'content-length': body.length, id: '5', name: 'header' }
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode))
    })
    request.on('error', reject)
    request.end(body)
  })
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

function mb(bytes) {
  return (bytes / 1e6).toFixed(2)
}

if (values.inside !== undefined) await inside(...values.inside.split(','))
else if (values.load) for (const version of ['fastify', 'fastify4']) await load(version)
else for (const node of values.node) for (const version of ['fastify', 'fastify4']) savings(node, version)
