import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nodeBinary } from '../helpers/nodes.ts'
import { app, captured, command } from './apps.ts'

const threePhases = ['start', 'declared', 'composed']
const server = `const app = require('fastify')()
  app.post('/a', async () => 'a')
  app.listen({ port: Number(process.env.PORT), host: '0.0.0.0' }, () => console.log('ready at last'))`

const commands: Record<string, { words: string[]; files?: Record<string, string> }> = {
  'node server.js': { words: ['node', 'server.js'] },
  'npm run': {
    words: ['npm', 'run', 'serve'],
    files: { 'package.json': '{ "scripts": { "serve": "node server.js" } }' },
  },
  'a shell': { words: ['sh', '-c', 'echo begin && node server.js'] },
  'a launcher that starts the server in another process': {
    words: ['node', 'launch.js'],
    files: { 'launch.js': 'require("child_process").spawn(process.execPath, ["server.js"], { stdio: "inherit" })' },
  },
  'a launcher that forks and has a server of its own for something else': {
    words: ['node', 'launch.mjs'],
    files: {
      'launch.mjs': `import { fork } from 'node:child_process'
        import net from 'node:net'
        net.createServer().listen('own.sock').unref()
        net.createServer().listen(0).unref()
        setTimeout(() => fork('server.js'), 50)`,
    },
  },
  'an ES module': {
    words: ['node', 'server.mjs'],
    files: {
      'server.mjs': `import fastify from 'fastify'
        const app = fastify()
        app.post('/a', async () => 'a')
        await app.listen({ port: 3000 })`,
    },
  },
}

test.each(Object.entries(commands))('the server behind %s is captured', async (_, { words, files }) => {
  const cwd = app({ 'server.js': server, ...files })
  const { names, routes, summary } = await captured(command(...words), { cwd })
  expect(names).toEqual(threePhases)
  expect(routes).toEqual(['POST /a'])
  expect(summary.listening).toEqual([{ host: '127.0.0.1', port: expect.any(Number) }])
})

test('a server of HTTP/2 that answers streams itself is one', async () => {
  const cwd = app({
    'app.cjs': `const server = require('http2').createServer()
      server.on('stream', (stream) => { stream.respond({ ':status': 204 }); stream.end() })
      server.listen(3000)`,
  })
  const { names, summary } = await captured('app.cjs', { cwd, warm: ['/'] })
  expect(names).toEqual([...threePhases, 'warm'])
  expect(summary.notes).toEqual([])
})

test('an app that has closed its standard streams is captured', async () => {
  const cwd = app({
    'app.cjs': `for (const file of [0, 1, 2]) require('fs').closeSync(file)
      require('http').createServer((q, s) => s.end()).listen(0)`,
  })
  const { names } = await captured(command('node', 'app.cjs'), { cwd })
  expect(names).toEqual(['start', 'declared', 'composed'])
})

test('servers in threads of the app stay on 127.0.0.1 as well, and the main one is captured', async () => {
  const cwd = app({
    'app.cjs': `const app = require('fastify')()
      app.post('/a', async () => 'a')
      const { Worker } = require('worker_threads')
      new Worker(__dirname + '/thread.cjs').once('message', () => app.listen({ port: 0 }))`,
    'thread.cjs': `const server = require('http').createServer((q, s) => s.end())
      server.listen(0, '0.0.0.0', () => {
        require('fs').writeFileSync(__dirname + '/address', server.address().address)
        require('worker_threads').parentPort.postMessage('up')
      })`,
  })
  const { names, routes } = await captured('app.cjs', { cwd })
  expect([names, routes]).toEqual([threePhases, ['POST /a']])
  expect(readFileSync(join(cwd, 'address'), 'utf8')).toBe('127.0.0.1')
})

test('an app that only works in the background is ready by a line of its output', async () => {
  const worker = `const app = require('fastify')()
    app.post('/a', async () => 'a')
    app.ready(() => setTimeout(() => { console.log('worker', 'ready'); setInterval(() => {}, 1000) }, 50))`
  const cwd = app({ 'worker.js': worker, 'server.js': server })
  const behindCommand = await captured(command('node', 'worker.js'), { cwd, readyLog: /^worker ready$/ })
  expect(behindCommand.names).toEqual(threePhases)
  expect(behindCommand.routes).toEqual(['POST /a'])
  const asModule = await captured('server.js', { cwd, readyLog: /at last/ })
  expect(asModule.routes).toEqual(['POST /a'])
})

test('warm sends its requests, says which ones fail, and adds a phase', async () => {
  const cwd = app({
    'app.cjs': `const app = require('fastify')()
      const seen = globalThis.seen = []
      app.get('/a', { exposeHeadRoute: false }, async () => { app.log.info('x'); return seen.push(1) })
      app.get('/bad', { exposeHeadRoute: false }, async () => { throw new Error('bad') })
      module.exports = app`,
  })
  const { names, summary } = await captured('app.cjs', { cwd, warm: ['/a', '/bad', '/none'] })
  expect(names).toEqual([...threePhases, 'warm'])
  expect(summary.notes).toEqual(['GET /bad answered 500', 'GET /none answered 404'])
})

test('the variables of an env file are there, below those of the environment', async () => {
  const cwd = app({
    '.env.test': 'SECRET="a # b"\nPATH=/nowhere\n',
    'app.mjs': `import fastify from 'fastify'
      const app = fastify()
      app.post('/' + process.env.SECRET + (process.env.PATH === '/nowhere' ? '/lost' : ''), async () => 'x')
      export default app`,
  })
  const { routes } = await captured('app.mjs', { cwd, envFile: '.env.test' })
  expect(routes).toEqual(['POST /a # b'])
})

test('port is what the app finds in PORT and where it listens', async () => {
  const port = await unusedPort()
  const text = `require('http').createServer((req, res) => res.end()).listen(process.env.PORT)
    if (process.env.PORT !== '${port}') throw new Error('PORT is ' + process.env.PORT)`
  const { summary } = await captured('app.cjs', { cwd: app({ 'app.cjs': text }), port })
  expect(summary.listening).toEqual([{ host: '127.0.0.1', port }])
})

test.each([22, 24, 26])(
  'the app runs on Node %i where --node says so, hooks and TypeScript included',
  async (major) => {
    const cwd = app({
      'tsconfig.json': '{}',
      'package.json': '{ "type": "module" }',
      'routes.ts': 'export enum Paths { books = "/books" }',
      'app.ts': `import { Hono } from 'hono'
      import { Paths } from './routes.js'
      export default new Hono().get(Paths.books, (c) => c.text('books'))`,
    })
    const { names, routes, summary } = await captured('app.ts', { cwd, node: await nodeBinary(major) })
    expect(names).toEqual(threePhases)
    expect(routes).toEqual(['GET /books'])
    expect(summary.nodeVersion).toMatch(new RegExp(`^${major}\\.`))
  },
)

test.each([
  ['node', 'server.js'],
  ['npm', 'run', 'serve'],
  ['node', 'launch.js'],
])('node is the binary that --node names in what %s %s starts', async (...words) => {
  const cwd = app({
    'package.json': '{ "scripts": { "serve": "node server.js" } }',
    'launch.js': 'require("child_process").spawn("node", ["server.js"], { stdio: "inherit" })',
    'server.js': server,
  })
  const { routes, summary } = await captured(command(...words), { cwd, node: await nodeBinary(24) })
  expect(routes).toEqual(['POST /a'])
  expect(summary.nodeVersion).toMatch(/^24\./)
})

test('a Node binary that is not there is said before a command is started', async () => {
  const cwd = app({ 'server.js': server })
  await expect(captured(command('node', 'server.js'), { cwd, node: './none' })).rejects.toMatchObject({
    code: 'node-not-found',
  })
})

test('a relative path to the Node binary is taken from the folder of the app', async () => {
  const cwd = app({ 'bin/node': `#!/bin/sh\nexec ${process.execPath} "$@"\n`, 'app.cjs': server })
  const { chmodSync } = await import('node:fs')
  chmodSync(join(cwd, 'bin/node'), 0o755)
  const { routes } = await captured('app.cjs', { cwd, node: './bin/node' })
  expect(routes).toEqual(['POST /a'])
})

function unusedPort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
