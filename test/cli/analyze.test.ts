import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Routeheap } from '../../src/cli/session.ts'
import type { Report } from '../../src/report/report.ts'
import { finding, report, route } from '../diff/reports.ts'
import { type FakeProcess, runCli } from './run.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'routeheap-cli-'))
  writeFileSync(join(folder, 'app.ts'), '')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

type Analyze = Routeheap['analyze']

/** The API with renderers that say which one ran, and `analyze` as given. */
function api(analyze: Analyze | Report = report({ routes: [route('GET /a', 10)] })): Partial<Routeheap> {
  return {
    analyze: typeof analyze === 'function' ? analyze : async () => analyze,
    renderTerminal: (_, { width, colour }) => `terminal ${width} ${colour}\n`,
    renderJson: (document) => `${JSON.stringify(document)}\n`,
    renderMarkdown: () => '# markdown\n',
    renderHtml: () => '<!doctype html>\n',
    renderHtmlFiles: (_, name) =>
      ['routeheap.js', 'routeheap.css', 'html'].map((end) => ({ name: `${name}.${end}`, text: end })),
  }
}

const run = (words: string[], around: Parameters<typeof runCli>[1] = {}) =>
  runCli(['analyze', ...words], { cwd: folder, api: api(), ...around })

test('prints the summary, writes the HTML report and says where it is', async () => {
  const { code, stdout, stderr } = await run(['app.ts'])
  const path = join(folder, '.routeheap', 'report.html')
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: `terminal 80 false\n\nReport  ${pathToFileURL(path).href}\n`,
    stderr: '',
  })
  expect(readFileSync(path, 'utf8')).toBe('<!doctype html>\n')
  expect(readdirSync(join(folder, '.routeheap'))).toEqual(['report.html'])
})

test('--json puts exactly one document on stdout', async () => {
  const { stdout, stderr } = await run(['app.ts', '--json'])
  expect(JSON.parse(stdout).schema).toBe('routeheap/report@1')
  expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  expect(stderr).toContain('Report  file://')
})

test('--json --quiet --no-html leaves stderr and the folder empty', async () => {
  const { stderr } = await run(['app.ts', '--json', '--quiet', '--no-html'], {
    api: api(async (_, options) => {
      options?.onProgress?.({ step: 'boot', detail: 'fastify' })
      return report()
    }),
  })
  expect(stderr).toBe('')
  expect(readdirSync(folder)).toEqual(['app.ts'])
})

test.each([
  ['r.html', '<!doctype html>\n'],
  ['deep/er/r.md', '# markdown\n'],
  ['r.txt', 'terminal 100 false\n'],
])('--out %s is written in the format of its ending', async (name, content) => {
  expect((await run(['app.ts', '--out', name])).code).toBe(0)
  expect(readFileSync(join(folder, name), 'utf8')).toBe(content)
})

test('--report-assets external writes the code beside the page, and is refused where there is no page', async () => {
  expect((await run(['app.ts', '--out', 'out/r.html', '--report-assets', 'external'])).code).toBe(0)
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['r.html', 'r.routeheap.css', 'r.routeheap.js'])
  expect(readFileSync(join(folder, 'out/r.html'), 'utf8')).toBe('html')
  for (const more of [['--out', 'r.md'], ['--no-html']]) {
    const { code, stderr } = await run(['app.ts', '--report-assets', 'external', ...more])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('Give --out a name that ends with .html.'),
    })
  }
})

test('all options reach the capture, in its own units', async () => {
  let seen: unknown
  const words = [
    'app.ts',
    '--export',
    'build',
    '--args',
    '[{"a":1}]',
    '--env-file',
    '.env',
    '--node',
    'bin/node',
    '--port',
    '0',
  ]
  const more = [
    '--timeout',
    '2.5',
    '--ready-log',
    '^up',
    '--engine',
    'v8',
    '--cwd',
    'x',
    '--warm',
    '/a',
    '/b',
    '--keep',
  ]
  await run([...words, ...more], {
    api: api(async (input, { signal, onProgress, ...options } = {}) => {
      seen = { input, options }
      return report()
    }),
  })
  expect(seen).toEqual({
    input: { kind: 'module', path: join(folder, 'app.ts') },
    options: {
      exportName: 'build',
      args: [{ a: 1 }],
      envFile: join(folder, '.env'),
      node: join(folder, 'bin/node'),
      port: 0,
      timeoutMs: 2500,
      readyLog: /^up/,
      engine: 'v8',
      cwd: 'x',
      warm: ['/a', '/b'],
      keep: join(folder, '.routeheap'),
    },
  })
})

test('an option that was not given is not passed on', async () => {
  let names: string[] = []
  await run(['app.ts'], {
    api: api(async (_, options = {}) => {
      names = Object.keys(options).sort()
      return report()
    }),
  })
  expect(names).toEqual(['onProgress', 'signal'])
})

test('what follows -- is the command, its options included', async () => {
  let seen: unknown
  await run(['--quiet', '--', 'node', 'server.js', '--json', '--', '-x'], {
    api: api(async (input) => {
      seen = input
      return report()
    }),
  })
  expect(seen).toEqual({ kind: 'command', command: ['node', 'server.js', '--json', '--', '-x'] })
})

test.each([
  ['error', ['note', 'warning'], 0],
  ['error', ['error'], 1],
  ['warning', ['note'], 0],
  ['warning', ['warning'], 1],
  ['warning', ['error'], 1],
  ['none', ['error'], 0],
] as const)('--fail-on %s with findings of severity %j exits with %i', async (failOn, severities, expected) => {
  const found = report({ findings: severities.map((severity) => finding('head-twin', 1, 1, { severity })) })
  expect((await run(['app.ts', '--fail-on', failOn], { api: api(found) })).code).toBe(expected)
})

test('the width and colour of a terminal are used', async () => {
  const { stdout } = await run(['app.ts'], { tty: true, columns: 120 })
  expect(stdout).toContain('terminal 120 true')
})

test.each([
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ TERM: 'dumb' }, true, false],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ FORCE_COLOR: '0', CI: '1' }, true, false],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
  [{ CI: '1' }, false, false],
])('environment %j on a terminal %s: colour %s', async (env, tty, colour) => {
  expect((await run(['app.ts'], { env, tty })).stdout).toContain(`terminal 80 ${colour}`)
})

test('nothing given, both given, and an empty command are usage errors', async () => {
  expect(await run([])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('analyze needs an app, and none is given.'),
  })
  expect(await run(['app.ts', '--', 'node'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Both app.ts and'),
  })
  expect(await run(['--'])).toMatchObject({ code: 2, stderr: expect.stringContaining('No command follows') })
})

test.each([
  [['heap.heapsnapshot', '--warm', '/'], '--warm means nothing for a snapshot'],
  [['heap.heapsnapshot', '--keep'], '--keep means nothing for a snapshot'],
  [['heap.heapsnapshot', '--timeout', '60'], '--timeout means nothing for a snapshot'],
  [['--export', 'app', '--', 'node', 'app.js'], '--export means nothing for a command'],
  [['--args', '[]', '--', 'node', 'app.js'], '--args means nothing for a command'],
  [['app.ts', '--no-html', '--out', 'a.html'], '--out and --no-html contradict each other'],
  [['app.ts', '--no-html', '--open'], '--open and --no-html contradict each other'],
])('%j: an option that would change nothing is refused', async (words, problem) => {
  writeFileSync(join(folder, 'heap.heapsnapshot'), '{"snapshot":')
  const { code, stderr } = await run(words)
  expect(code).toBe(2)
  expect(stderr).toContain(problem)
})

test.each([
  [['heap.heapsnapshot', '--cwd', '.', '--no-code', '--out', 'a.html']],
  [['--node', 'node', '--warm', '/', '--keep', 'kept', '--', 'node', 'app.js']],
  [['app.ts', '--export', 'app', '--args', '[]', '--keep']],
])('%j: options that go together are taken', async (words) => {
  writeFileSync(join(folder, 'heap.heapsnapshot'), '{"snapshot":')
  expect((await run(words)).code).toBe(0)
})

test('an app that was taken for the value of an option is explained', async () => {
  const { code, stderr } = await run(['--warm', '/users', 'app.ts'])
  expect(code).toBe(2)
  expect(stderr).toContain('routeheap analyze app.ts --warm')
})

test('an output folder that cannot be is found out before the app is booted', async () => {
  let booted = false
  const boot: Analyze = async () => {
    booted = true
    return report()
  }
  mkdirSync(join(folder, 'taken'))
  for (const [out, reason] of [
    ['taken', 'a folder has this name'],
    ['app.ts/report.html', 'a part of the path is not a folder'],
  ]) {
    const { code, stdout, stderr } = await run(['app.ts', '--out', out], { api: api(boot) })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`Cannot write ${join(folder, out)}: ${reason}`)
  }
  expect(booted).toBe(false)
})

test('a reader that has gone is no error', async () => {
  expect(await run(['app.ts', '--json'], { stdoutFails: 'EPIPE' })).toMatchObject({ code: 0 })
})

test('a full disk behind stdout is one', async () => {
  const { code, stderr } = await run(['app.ts', '--json'], { stdoutFails: 'ENOSPC' })
  expect(code).toBe(4)
  expect(stderr).toContain('Cannot write the result: ENOSPC')
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s aborts, waits for the cleanup, writes no report and exits with %i', async (signal, expected) => {
  let process: FakeProcess | undefined
  let cleanedUp = false
  const { code, stdout, stderr } = await run(['app.ts'], {
    started: (host) => {
      process = host
    },
    api: api(
      (_, options) =>
        new Promise((_, reject) => {
          options?.signal?.addEventListener('abort', () => {
            setTimeout(() => {
              cleanedUp = true
              reject(options.signal?.reason)
            }, 20)
          })
          process?.emit(signal)
        }),
    ),
  })
  expect({ code, stdout, cleanedUp }).toEqual({ code: expected, stdout: '', cleanedUp: true })
  expect(stderr).toContain('routeheap: interrupted')
  expect(existsSync(join(folder, '.routeheap', 'report.html'))).toBe(false)
  expect(process!.exited).toBe(null)
  expect(process!.listenerCount(signal)).toBe(0)
})

test('a second signal ends at once', async () => {
  let process: FakeProcess | undefined
  await run(['app.ts'], {
    started: (host) => {
      process = host
    },
    api: api(async () => {
      process!.emit('SIGINT')
      process!.emit('SIGINT')
      throw new Error('aborted')
    }),
  })
  expect(process!.exited).toBe(130)
})

test('a signal that comes while the result is made still decides the exit code', async () => {
  let process: FakeProcess | undefined
  const { code } = await run(['app.ts', '--no-html'], {
    started: (host) => {
      process = host
    },
    api: api(async () => {
      process!.emit('SIGTERM')
      return report()
    }),
  })
  expect(code).toBe(143)
})
