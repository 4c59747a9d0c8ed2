import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import nodeModule from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { CaptureOptions, Target } from '../../src/capture/capture.ts'
import { RouteheapError } from '../../src/error.ts'
import { app, command, failure, traces } from './apps.ts'

const fine = { 'app.cjs': 'module.exports = (req, res) => res.end()' }

// What a Rust library (the compiler of TypeScript) adds to its errors where developers set this.
process.env.RUST_BACKTRACE = '1'

/** A server that does something when it is asked for /end. */
const warmed = (does: string) => ({
  'app.cjs': `require('http').createServer((q, s) => {
  if (q.url !== '/end') return s.end()
  ${does}
}).listen(0)`,
})

const { registerHooks, stripTypeScriptTypes } = nodeModule as {
  registerHooks?: unknown
  stripTypeScriptTypes?: unknown
}
const permission = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission'

/** One mistake a row: what is captured, and the error that explains it. */
interface Mistake {
  readonly files: Record<string, string>
  readonly target?: Target | string
  readonly options?: CaptureOptions
  readonly code: string
  readonly exitCode: number
  readonly says: RegExp
  readonly hints?: RegExp
}

const mistakes: Record<string, Mistake> = {
  'an app that throws while it loads': {
    files: { 'app.cjs': 'const a = 1\n\nthrow new TypeError("no database")' },
    code: 'app-threw',
    exitCode: 3,
    says: /app\.cjs threw .* at app\.cjs:3:7: TypeError: no database/,
  },
  'an app in TypeScript that throws': {
    files: {
      'tsconfig.json': '{}',
      'lib/deep.ts':
        'interface A { a: number }\n\ntype B = A\nexport const deep = (b: B): never => {\n  throw new Error(String(b.a))\n}',
      'app.ts': "import { deep } from './lib/deep'\n\ndeep({ a: 7 })",
    },
    target: 'app.ts',
    code: 'app-threw',
    exitCode: 3,
    says: /app\.ts threw .* at lib\/deep\.ts:5:9: Error: 7\n {2}\S+\/lib\/deep\.ts:5\n.*\n {6}at deep \(\S+\/lib\/deep\.ts:5:9\)\n {6}at \S+ \(\S+\/app\.ts:3:\d\)$/s,
  },
  'a factory that rejects': {
    files: { 'app.mjs': 'export default async () => {\n  throw new Error("no factory today")\n}' },
    target: 'app.mjs',
    code: 'app-threw',
    exitCode: 3,
    says: /at app\.mjs:2:9: Error: no factory today\n {2}Error: no factory today\n {6}at [^\n]*$/,
  },
  'an error in one line of a minified file': {
    files: { 'app.cjs': `throw new Error('lost');/*${'x'.repeat(5_000)}*/` },
    code: 'app-threw',
    exitCode: 3,
    says: /^(?!.{400}).*app\.cjs:1:7: Error: lost/,
  },
  'a promise that nobody waits for': {
    files: { 'app.cjs': 'setInterval(() => {}, 99)\nPromise.reject(new Error("lost"))' },
    code: 'app-threw',
    exitCode: 3,
    says: /app\.cjs:2:16: Error: lost/,
  },
  'an app that ends by itself': {
    files: { 'app.cjs': 'console.error("DATABASE_URL is missing")\nif (true)\n  process.exit(7)' },
    code: 'app-exited',
    exitCode: 3,
    says: /exit code 7, called at app\.cjs:3:11\.\n {2}DATABASE_URL is missing/,
  },
  'an app that says why to stdout': {
    files: { 'app.cjs': 'console.log("PORT is missing\\n\\x1b[31mDATABASE_URL too\\x1b[0m")\nprocess.exit(7)' },
    code: 'app-exited',
    exitCode: 3,
    says: /at app\.cjs:2:9\.\n {2}PORT is missing\n {2}.*DATABASE_URL too/,
  },
  'an app that says why to stderr, and something to stdout': {
    files: { 'app.cjs': 'console.error("DATABASE_URL is missing")\nconsole.log("starts")\nprocess.exit(7)' },
    code: 'app-exited',
    exitCode: 3,
    says: /at app\.cjs:3:9\.\n {2}DATABASE_URL is missing$/,
  },
  'an app that ends itself when it is warmed': {
    files: warmed("console.error('it is over')\n  process.exit(3)"),
    options: { warm: ['/fine', '/end', '/fine'] },
    code: 'app-ended-warm',
    exitCode: 3,
    says: /^app\.cjs ended with exit code 3 at app\.cjs:4:11 while it answered GET \/end\.\n {2}it is over$/,
    hints: /^Leave \/end out of --warm/,
  },
  'an app that ends itself after it answered': {
    files: warmed('s.end()\n  setTimeout(() => process.exit(0))'),
    options: { warm: ['/fine', '/end'] },
    code: 'app-ended-warm',
    exitCode: 3,
    says: /^app\.cjs ended with exit code 0 at app\.cjs:4:28 after it answered GET \/end\.$/,
  },
  'an app that throws when it is warmed': {
    files: warmed('\n  throw new Error("lost")'),
    options: { warm: ['/end'] },
    code: 'app-ended-warm',
    exitCode: 3,
    says: /^app\.cjs ended with exit code 1 at app\.cjs:4:9 while it answered GET \/end\.\n.*Error: lost/s,
  },
  'an app that is killed when it is warmed': {
    files: warmed("process.kill(process.pid, 'SIGKILL')"),
    options: { warm: ['/end'] },
    code: 'app-ended-warm',
    exitCode: 3,
    says: /^app\.cjs ended with SIGKILL while it answered GET \/end\.$/,
  },
  'an app that ends while its last snapshot is written': {
    files: warmed(`s.end()
  const killed = 'until [ -e "$ROUTEHEAP_RUN/$0.warm" ]; do :; done; kill -9 $0'
  require('child_process').spawn('sh', ['-c', killed, process.pid])`),
    options: { warm: ['/end'] },
    code: 'capture-interrupted',
    exitCode: 4,
    says: /^The snapshot was not written to its end: /,
  },
  'a command that ends': {
    files: {},
    target: command('sh', '-c', 'echo "port wanted" >&2; exit 9'),
    code: 'app-exited',
    exitCode: 3,
    says: /exit code 9\.\n {2}port wanted/,
  },
  'an app that is killed': {
    files: { 'app.cjs': 'process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 99)' },
    code: 'app-exited',
    exitCode: 3,
    says: /with SIGKILL/,
  },
  'an app that runs out of memory': {
    files: { 'app.cjs': 'const all = []\nfor (;;) all.push({ x: [1, 2, all.length] })' },
    target: command('node', '--max-old-space-size=80', 'app.cjs'),
    code: 'app-out-of-memory',
    exitCode: 3,
    says: /^node .*app\.cjs ran out of memory before it was ready: [^\n]+ heap out of memory$/,
  },
  'an app whose Unix socket is there already, and which looks at no error': {
    files: {
      'app.cjs': `require('node:child_process').spawnSync(process.execPath, ['-e',
          "require('net').createServer().listen('a.sock', () => process.kill(process.pid, 'SIGKILL'))"])
        require('http').createServer(() => {}).on('error', () => {}).listen('a.sock')`,
    },
    code: 'socket-in-use',
    exitCode: 3,
    says: /is there already: listen EADDRINUSE: [^\n]*a\.sock/,
  },
  'an app that calls itself without an end': {
    files: { 'app.cjs': 'const f = () => f()\nf()' },
    code: 'app-stack-overflow',
    exitCode: 3,
    says: /ran out of stack while it booted at [^\n]*app\.cjs:1:\d+: Maximum call stack size exceeded/,
  },
  'a command that calls itself without an end': {
    files: { 'app.cjs': 'const f = () => f()\nf()' },
    target: command('node', 'app.cjs'),
    code: 'app-stack-overflow',
    exitCode: 3,
    says: /^node .*app\.cjs ran out of stack while it booted/,
  },
  'an app that aborts': {
    files: { 'app.cjs': 'console.error("DATABASE_URL is missing")\nprocess.abort()' },
    code: 'app-exited',
    exitCode: 3,
    says: /with SIGABRT\.\n {2}DATABASE_URL is missing\n {2}1: [^\n]*app\.cjs:2:9$/,
  },
  'an app that never listens': {
    files: { 'app.cjs': "const app = require('fastify')()\nconsole.error('waits'); setInterval(() => {}, 99)" },
    options: { timeoutMs: 4000 },
    code: 'boot-timeout',
    exitCode: 3,
    says: /not ready after 4 s: loaded fastify 5\.\S+; its module ran to the end; no server listens\.\n {2}waits/,
  },
  'a launcher with a server that never listens, and an app behind it that is not looked at': {
    files: {
      'server.cjs': "const app = require('fastify')()\nsetInterval(() => {}, 99)",
      'app.cjs': `require('http').createServer()
        require('child_process').spawn(process.execPath, ['server.cjs'], { stdio: 'inherit' })`,
    },
    target: command('node', 'app.cjs'),
    options: { timeoutMs: 3000 },
    code: 'boot-timeout',
    exitCode: 3,
    says: /not ready after 3 s: .*no server listens/,
  },
  'an app that starts its server in a process of its own': {
    files: {
      'server.cjs': "require('http').createServer((q, s) => s.end()).listen(0, '127.0.0.1')",
      'app.cjs': "require('child_process').fork(__dirname + '/server.cjs')",
    },
    options: { timeoutMs: 2500 },
    code: 'boot-timeout',
    exitCode: 3,
    says: /no server listens; a process that it started runs\.$/,
    hints: /^If the app is in that process, start it as a command: routeheap analyze -- node app\.cjs$/m,
  },
  'an app that started a process, which has ended': {
    files: { 'app.cjs': "require('child_process').execFile('true'); setInterval(() => {}, 99)" },
    options: { timeoutMs: 2500 },
    code: 'boot-timeout',
    exitCode: 3,
    says: /no server listens\.$/,
    hints: /^Raise --timeout/,
  },
  'a process that must not write to the folder of the run': {
    files: fine,
    target: command('node', permission, '--allow-fs-read=*', 'app.cjs'),
    code: 'preload-denied',
    exitCode: 3,
    says: /does not give the preload of routeheap FileSystemWrite\.$/,
    hints: /--allow-fs-read='\*' --allow-fs-write='\S+\/capture-test-\w+\/\*',/,
  },
  ...(registerHooks === undefined && {
    'a process that must not start the thread for hooks': {
      files: fine,
      target: command('node', permission, '--allow-fs-read=*', `--allow-fs-write=${tmpdir()}/*`, 'app.cjs'),
      code: 'preload-denied',
      exitCode: 3,
      says: /does not give the preload of routeheap WorkerThreads\.$/,
      hints: /--allow-worker$/,
    },
  }),
  'an app that is not permitted something itself': {
    files: { 'app.cjs': "require('fs').writeFileSync('/nowhere', '')" },
    target: command(
      'node',
      permission,
      '--allow-fs-read=*',
      `--allow-fs-write=${tmpdir()}/*`,
      '--allow-worker',
      'app.cjs',
    ),
    code: 'app-threw',
    exitCode: 3,
    says: /app\.cjs threw while it booted at app\.cjs:1:15: Error: Access/,
  },
  'an object whose listen() wants something else': {
    files: {
      'app.cjs': `exports.default = {
        listen(options) { 'use strict'; options.host = 'x' }
      }`,
    },
    code: 'app-threw',
    exitCode: 3,
    says: /app\.cjs threw after routeheap called its listen\(0, '127\.0\.0\.1'\) at app\.cjs:2:\d+: TypeError/,
    hints: /^If it wants other arguments, export the app itself/,
  },
  'a handler that is taken for a factory': {
    files: { 'app.mjs': 'export const handler = (event, context) => event.headers' },
    target: 'app.mjs',
    options: { exportName: 'handler' },
    code: 'app-threw',
    exitCode: 3,
    says: /app\.mjs threw while it booted/,
    hints: /takes 2 more arguments: .* If it is none, export the app itself/,
  },
  'a server without a listener of requests': {
    files: { 'app.cjs': "require('http').createServer().listen(3000)" },
    options: { timeoutMs: 1500 },
    code: 'boot-timeout',
    exitCode: 3,
    says: /listens on 127\.0\.0\.1:\d+, where nothing takes HTTP requests yet\.$/m,
  },
  'a log line that never comes': {
    files: { 'app.cjs': "require('http').createServer((q, s) => s.end()).listen(3000)" },
    options: { timeoutMs: 1500, readyLog: /never/ },
    code: 'boot-timeout',
    exitCode: 3,
    says: /listens on 127\.0\.0\.1:\d+; no line of its output matches \/never\/\.$/m,
  },
  'a syntax error': {
    files: { 'app.cjs': 'const a = 1\nconst b = = 2' },
    code: 'app-syntax',
    exitCode: 3,
    says: /app\.cjs cannot be compiled, at app\.cjs:2: .*Unexpected token/,
  },
  'a syntax error in an ES module': {
    files: { 'lib.mjs': 'export const a = 1\nexport const = 2', 'app.mjs': "import './lib.mjs'" },
    target: 'app.mjs',
    code: 'app-syntax',
    exitCode: 3,
    says: /app\.mjs cannot be compiled, at lib\.mjs:2: .*Unexpected token/,
  },
  'a syntax error in TypeScript': {
    files: { 'tsconfig.json': '{}', 'app.ts': 'const a: number = 1\nconst b: = 2' },
    target: 'app.ts',
    code: 'app-syntax',
    exitCode: 3,
    says: /app\.ts cannot be compiled.*app\.ts:2(?!.*backtrace)/s,
  },
  ...(stripTypeScriptTypes !== undefined && {
    'TypeScript that Node only strips, in a command': {
      files: { 'app.mts': 'enum A { B }\nexport default () => A.B' },
      target: command('node', '--experimental-strip-types', 'app.mts'),
      code: 'app-syntax',
      exitCode: 3,
      says: /enum is not supported in strip-only mode/,
      hints:
        /^Node leaves types out there.*routeheap analyze main\.ts$.*--import tsx.*--experimental-transform-types/ms,
    },
  }),
  'a tsconfig that extends what is not there': {
    files: { 'tsconfig.json': '{"extends":"@nope/none"}', 'app.ts': 'export default () => {}' },
    target: 'app.ts',
    code: 'tsconfig-unresolved',
    exitCode: 3,
    says: /^\S+\/tsconfig\.json cannot be used: File '@nope\/none' not found\.$/,
    hints: /what it extends, or install the package/,
  },
  'a tsconfig that extends itself': {
    files: { 'tsconfig.json': '{"extends":"./tsconfig.json"}', 'app.ts': 'export default () => {}' },
    target: 'app.ts',
    code: 'tsconfig-unresolved',
    exitCode: 3,
    says: /^\S+\/tsconfig\.json cannot be used: Circularity detected/,
  },
  'await at the top of a TypeScript file that is CommonJS': {
    files: {
      'package.json': '{ "type": "commonjs" }',
      'app.ts': "import { sep } from 'node:path'\ninterface A { a: number }\nawait sep.length",
    },
    target: 'app.ts',
    code: 'app-syntax',
    exitCode: 3,
    says: /app\.ts cannot be compiled, at app\.ts:3: await is only valid/,
  },
  'a syntax error in a module that is required': {
    files: { 'lib.cjs': 'const a = 1\nconst b = = 2', 'app.cjs': "require('./lib.cjs')" },
    code: 'app-syntax',
    exitCode: 3,
    says: /app\.cjs cannot be compiled, at lib\.cjs:2: .*Unexpected token/,
  },
  'a syntax error in JSON that is required': {
    files: { 'config.json': '{"port": 3000,}', 'app.cjs': "\nrequire('./config.json')" },
    code: 'app-syntax',
    exitCode: 3,
    says: /app\.cjs cannot be compiled, at app\.cjs:2:1: .*config\.json: /,
  },
  'an export that is not there to import': {
    files: {
      'lib.mjs': 'export const a = 1',
      'use.mjs': "import { b } from './lib.mjs'",
      'app.mjs': "export default async () => {\n  await import('./use.mjs')\n}",
    },
    target: 'app.mjs',
    code: 'app-syntax',
    exitCode: 3,
    says: /app\.mjs cannot be compiled, at use\.mjs:1: .*does not provide an export named 'b'/,
  },
  'JSON that cannot be parsed': {
    files: { 'app.cjs': `const config = JSON.parse('{"port": 3000,}')` },
    code: 'app-threw',
    exitCode: 3,
    says: /app\.cjs threw .* at app\.cjs:1:21: SyntaxError: .*JSON/,
  },
  'JSON that cannot be parsed, in an ES module': {
    files: { 'app.mjs': `export default async () => JSON.parse('{"port": 3000,}')` },
    target: 'app.mjs',
    code: 'app-threw',
    exitCode: 3,
    says: /app\.mjs threw .* at app\.mjs:1:33: SyntaxError: .*JSON/,
  },
  'JSON that cannot be parsed, in TypeScript': {
    files: { 'tsconfig.json': '{}', 'app.ts': "interface A { a: 1 }\n\nexport const a = JSON.parse('{') as A" },
    target: 'app.ts',
    code: 'app-threw',
    exitCode: 3,
    says: /app\.ts threw .* at app\.ts:3:23: SyntaxError: .*JSON/,
  },
  'an answer that is no JSON': {
    files: { 'app.mjs': "await new Response('<html>').json()" },
    target: 'app.mjs',
    code: 'app-threw',
    exitCode: 3,
    // Since Node 24 the stack of such an error does not come back to who asked.
    says: /app\.mjs threw while it booted(?: at app\.mjs:1:\d+)?: SyntaxError: .*JSON/,
  },
  'a regular expression that is none': {
    files: { 'app.cjs': "\nnew RegExp('(')" },
    code: 'app-threw',
    exitCode: 3,
    says: /app\.cjs threw .* at app\.cjs:2:1: SyntaxError: Invalid regular expression/,
  },
  'generated code that is none': {
    files: { 'app.cjs': "\neval('a b c')" },
    code: 'app-threw',
    exitCode: 3,
    says: /app\.cjs threw .* at app\.cjs:2:1: SyntaxError: Unexpected identifier/,
  },
  'JSON that cannot be parsed, told by an app that ends itself': {
    files: { 'app.cjs': "try { JSON.parse('{') } catch (error) {\n  console.error(error)\n  process.exit(2)\n}" },
    code: 'app-exited',
    exitCode: 3,
    says: /exit code 2, called at app\.cjs:3:11\.\n {2}SyntaxError: .*JSON/,
  },
  'a dependency that is not installed': {
    files: { 'app.cjs': "require('left-pad-of-nobody')" },
    code: 'module-missing',
    exitCode: 3,
    says: /Cannot find module 'left-pad-of-nobody'/,
  },
  "a dependency that Yarn keeps, in Plug'n'Play": {
    files: { '.pnp.cjs': '', 'api/src/app.cjs': "require('left-pad-of-nobody')" },
    target: 'api/src/app.cjs',
    code: 'module-missing',
    exitCode: 3,
    says: /Cannot find module 'left-pad-of-nobody'/,
    hints: /start it with Yarn: routeheap analyze -- yarn node api\/src\/app\.cjs$/m,
  },
  'the same of a command that is run without Yarn': {
    files: { '.pnp.cjs': '', 'app.cjs': "require('left-pad-of-nobody')" },
    target: command('node', 'app.cjs'),
    code: 'module-missing',
    exitCode: 3,
    says: /Cannot find module 'left-pad-of-nobody'/,
    hints: /routeheap analyze -- yarn node app\.cjs$/m,
  },
  'an import that is not installed': {
    files: { 'app.mjs': "import 'left-pad-of-nobody'" },
    target: 'app.mjs',
    code: 'module-missing',
    exitCode: 3,
    says: /Cannot find package 'left-pad-of-nobody'/,
  },
  ...(process.features.require_module === true && {
    'a module that waits at its top, and is required': {
      files: { 'lib.mjs': 'await 1', 'app.cjs': "require('./lib.mjs')" },
      code: 'app-threw',
      exitCode: 3,
      says: /top-level await/,
      hints: /^Load that module with import\(\) instead of require\(\)/,
    },
  }),
  'a file of a kind that Node does not know': {
    files: { 'app.mjs': "import './page.css'", 'page.css': '' },
    target: 'app.mjs',
    code: 'app-threw',
    exitCode: 3,
    says: /Unknown file extension "\.css"/,
    hints: /^Node cannot load such files/,
  },
  'TypeScript that Node is to run, and cannot': {
    files: { 'package.json': '{ "type": "module" }', 'app.tsx': '' },
    target: command('node', 'app.tsx'),
    code: 'app-threw',
    exitCode: 3,
    says: /Unknown file extension "\.tsx"/,
    hints: /^Node cannot run TypeScript there\. Analyze the module itself/,
  },
  'a package.json that is damaged': {
    files: { 'in/package.json': '{ "type": "module",', 'in/app.mjs': "import 'fastify'" },
    target: 'in/app.mjs',
    code: 'app-threw',
    exitCode: 3,
    says: /Invalid package config/,
    hints: /^Correct that package\.json/,
  },
  'a package.json that is damaged, told by Node before the preload is there': {
    files: {
      'app.cjs': `const code = 'ERR_INVALID_PACKAGE_CONFIG'
        console.error(Object.assign(new Error('Invalid package config'), { code }))
        process.exit(1)`,
    },
    code: 'app-exited',
    exitCode: 3,
    says: /Invalid package config/,
    hints: /^Correct that package\.json/,
  },
  'an export that is no app': {
    files: { 'app.cjs': 'exports.one = 1; exports.two = () => {}' },
    options: { exportName: 'one' },
    code: 'export-not-an-app',
    exitCode: 3,
    says: /The export one of app\.cjs is no app\. It exports one, two\./,
  },
  'an export that is not there': {
    files: { 'app.mjs': 'export const one = 1' },
    target: 'app.mjs',
    options: { exportName: 'nope' },
    code: 'export-not-an-app',
    exitCode: 3,
    says: /The export nope of app\.mjs is no app\. It exports one\./,
  },
  'a factory that makes no app': {
    files: { 'app.cjs': 'exports.build = async () => 42' },
    code: 'factory-without-app',
    exitCode: 3,
    says: /The factory build of app\.cjs did not return an app/,
  },
  'an app that leaves the work to workers': {
    files: {
      'app.cjs': `const cluster = require('cluster')
        if (cluster.isPrimary) cluster.fork()
        else require('http').createServer((q, s) => s.end()).listen(3000)`,
    },
    code: 'app-in-workers',
    exitCode: 3,
    says: /app\.cjs starts worker processes/,
  },
  'an ES module that leaves the work to workers': {
    files: {
      'app.mjs': `import cluster from 'node:cluster'
        import { createServer } from 'node:http'
        if (cluster.isPrimary) cluster.fork()
        else createServer((q, s) => s.end()).listen(3000)`,
    },
    target: 'app.mjs',
    code: 'app-in-workers',
    exitCode: 3,
    says: /app\.mjs starts worker processes/,
    hints: /: routeheap analyze -- node app\.mjs$/,
  },
  'an app that serves from a thread': {
    files: {
      'app.cjs': `const { Worker } = require('worker_threads')
        new Worker(__dirname + '/thread.cjs')`,
      'thread.cjs': "require('http').createServer((q, s) => s.end()).listen(0, '0.0.0.0')",
    },
    options: { timeoutMs: 2_000 },
    code: 'app-in-workers',
    exitCode: 3,
    says: /app\.cjs starts worker threads/,
  },
  'a module with nothing to serve': {
    files: { 'app.cjs': 'exports.answer = 42' },
    code: 'app-never-listened',
    exitCode: 3,
    says: /neither listens nor exports an app \(it exports answer\)/,
  },
  'a module that exports a class': {
    files: { 'app.ts': 'export default class Server { start() {} }', 'tsconfig.json': '{}' },
    target: 'app.ts',
    code: 'app-never-listened',
    exitCode: 3,
    says: /exports an app \(it exports default\)/,
    hints: /not a class/,
  },
  'a module that is a number': {
    files: { 'app.cjs': 'module.exports = 42' },
    code: 'app-never-listened',
    exitCode: 3,
    says: /exports an app \(it exports a number\)/,
    hints: /^Export the app or a factory, or name/,
  },
  'a module that does nothing at all': {
    files: { 'app.mjs': '1 + 1' },
    target: 'app.mjs',
    code: 'app-never-listened',
    exitCode: 3,
    says: /it exports nothing/,
  },
  'a file that is not there': {
    files: {},
    target: 'nowhere.ts',
    code: 'file-not-found',
    exitCode: 2,
    says: /No such file: nowhere\.ts/,
  },
  'a folder instead of a file': {
    files: {},
    target: '.',
    code: 'file-not-found',
    exitCode: 2,
    says: /No such file: \./,
  },
  'a working folder that is not there': {
    files: {},
    options: { cwd: 'nope' },
    code: 'folder-not-found',
    exitCode: 2,
    says: /^No such folder: nope$/,
  },
  'a working folder that is a file': {
    files: {},
    target: command('node', 'app.cjs'),
    options: { cwd: 'package.json' },
    code: 'folder-not-found',
    exitCode: 2,
    says: /^No such folder: package\.json$/,
  },
  'an env file that is not there': {
    files: fine,
    options: { envFile: '.env.nowhere' },
    code: 'env-file-missing',
    exitCode: 2,
    says: /\.env\.nowhere/,
  },
  'an env file with a NUL byte in a value': {
    files: { ...fine, '.env.nul': 'A=1\nB=x\0y\n' },
    options: { envFile: '.env.nul' },
    code: 'env-file-missing',
    exitCode: 2,
    says: /\.env\.nul: a NUL byte is in B,/,
  },
  'a Node binary that is not there': {
    files: fine,
    options: { node: '/nowhere/node' },
    code: 'node-not-found',
    exitCode: 2,
    says: /No Node binary at \/nowhere\/node/,
  },
  'a Node binary that is a folder': {
    files: fine,
    options: { node: '/usr' },
    code: 'node-not-found',
    exitCode: 2,
    says: /No Node binary at \/usr/,
  },
  'a binary that is not Node': {
    files: fine,
    options: { node: '/bin/ls' },
    code: 'not-node',
    exitCode: 2,
    says: /^\/bin\/ls is not Node/,
  },
  'a command that is not there': {
    files: {},
    target: command('no-such-command-at-all'),
    code: 'command-not-found',
    exitCode: 2,
    says: /no-such-command-at-all/,
  },
  'v8-profiler-next that is not installed': {
    files: fine,
    options: { engine: 'v8-profiler-next' },
    code: 'engine-missing',
    exitCode: 4,
    says: /Cannot find module 'v8-profiler-next'/,
  },
  'a place for snapshots below a file': {
    files: fine,
    options: { keep: 'app.cjs/kept' },
    code: 'keep-not-writable',
    exitCode: 2,
    says: /app\.cjs\/kept: a part of its path is a file$/,
  },
  'a place for snapshots that is a file': {
    files: fine,
    options: { keep: 'app.cjs' },
    code: 'keep-not-writable',
    exitCode: 2,
    says: /^Cannot keep snapshots in \S+\/app\.cjs: it is a file$/,
  },
}

test.each(Object.entries(mistakes))('%s is explained, and nothing of the run is left', async (_, mistake) => {
  const { files, target = 'app.cjs', options, code, exitCode, says, hints = /./ } = mistake
  const cwd = app(files)
  const { left } = traces()
  const error = await failure(target, { cwd, timeoutMs: 20_000, ...options })
  explained(error, code, exitCode)
  expect((error as Error).message).toMatch(says)
  expect((error as RouteheapError).hint).toMatch(hints)
  expect(left()).toEqual([])
})

test('a Node that is too old is told by its version', async () => {
  // The preload says what it runs on; an old Node is played by one that lies about it.
  const cwd = app({
    ...fine,
    'lie.cjs': "Object.defineProperty(process.versions, 'node', { value: '18.20.4' })",
    node18: `#!/bin/sh\nexec ${process.execPath} --require ./lie.cjs "$@"\n`,
  })
  execFileSync('chmod', ['+x', join(cwd, 'node18')])
  const { left } = traces()
  const error = await failure('app.cjs', { cwd, node: './node18' })
  explained(error, 'node-too-old', 3)
  expect((error as Error).message).toContain('18.20.4')
  expect(left()).toEqual([])
})

test('a port that is taken is named before anything starts', async () => {
  const taken = createServer()
  const port = await new Promise<number>((resolve) =>
    taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port)),
  )
  onTestFinished(() => void taken.close())
  const { left } = traces()
  const error = await failure('app.cjs', { cwd: app(fine), port })
  explained(error, 'port-in-use', 3)
  expect((error as Error).message).toContain(`Port ${port}`)
  expect(left()).toEqual([])
})

test('a full disk ends the capture, and no part of a snapshot stays', async () => {
  const cwd = app(fine)
  const kept = join(cwd, 'kept')
  mkdirSync(kept)
  // What is written first goes to the file of Linux that is always full.
  symlinkSync('/dev/full', join(kept, `.declared.heapsnapshot.${process.pid}`))
  const { left } = traces()
  const error = await failure('app.cjs', { cwd, keep: 'kept' })
  explained(error, 'keep-disk-full', 4)
  expect(readdirSync(kept)).toEqual(['start.heapsnapshot'])
  expect(left()).toEqual([])
})

test('a folder that was made for snapshots goes again where none was kept, and one that was there stays', async () => {
  const cwd = app(fine)
  mkdirSync(join(cwd, 'there'))
  for (const keep of ['new/er/kept', 'there/kept', 'there'])
    explained(await failure(command('sh', '-c', 'exit 1'), { cwd, keep }), 'app-exited', 3)
  expect(readdirSync(cwd).sort()).toEqual(['app.cjs', 'package.json', 'there'])
  expect(readdirSync(join(cwd, 'there'))).toEqual([])
})

test('a temporary folder that cannot be written is named', async () => {
  const cwd = app(fine)
  const { folder } = traces()
  process.env.TMPDIR = join(folder, 'nowhere')
  const error = await failure('app.cjs', { cwd })
  explained(error, 'no-run-folder', 4)
  expect((error as Error).message).toContain(join(folder, 'nowhere'))
})

function explained(error: unknown, code: string, exitCode: number): void {
  if (!(error instanceof RouteheapError)) throw error
  expect(error.code).toBe(code)
  expect(error.exitCode).toBe(exitCode)
  expect(error.hint).not.toBe('')
}
