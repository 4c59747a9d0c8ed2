import { expect, test } from 'vitest'
import { RouteheapError } from '../../src/error.ts'
import { version } from '../../src/installed.ts'
import { runCli } from './run.ts'

test('--version prints the version alone', async () => {
  expect(await runCli(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
})

test('--help lists the commands that exist and no other', async () => {
  const { code, stdout } = await runCli(['--help'])
  expect(code).toBe(0)
  const listed = [...stdout.matchAll(/^ {2}(\w+) .*[[<]/gm)].map(([, name]) => name)
  expect(listed).toEqual([
    'analyze',
    'diff',
    'explain',
    'report',
    'capture',
    'verify',
    'price',
    'floor',
    'prove',
    'help',
  ])
})

test('help for a command goes to stdout and fits 80 columns', async () => {
  for (const command of ['analyze', 'diff', 'explain', 'report', 'capture', 'verify', 'price', 'floor', 'prove']) {
    const { code, stdout, stderr } = await runCli([command, '--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([])
  }
})

test('a description is broken at the width of the terminal alone', async () => {
  for (const command of ['analyze', 'diff', 'explain', 'report', 'capture', 'verify', 'price', 'floor', 'prove']) {
    const { stdout } = await runCli([command, '--help'], { columns: 400 })
    const [, description] = stdout.split('\n\n')
    expect(description.split('\n')).toHaveLength(1)
  }
})

test('without a command the help is shown, and the exit code says that nothing was done', async () => {
  const { code, stdout, stderr } = await runCli([])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('Usage: routeheap')
})

test('a mistyped command gets a suggestion', async () => {
  const { code, stdout, stderr } = await runCli(['analyse', 'app.ts'])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain("unknown command 'analyse'")
  expect(stderr).toContain('Did you mean analyze?')
})

test('a mistyped option gets a suggestion', async () => {
  const { code, stderr } = await runCli(['analyze', 'app.ts', '--jsn'])
  expect(code).toBe(2)
  expect(stderr).toContain("unknown option '--jsn'")
  expect(stderr).toContain('Did you mean --json?')
})

test.each([
  ['--timeout', 'soon', 'number of seconds'],
  ['--timeout', '0', 'number of seconds'],
  ['--port', '70000', 'port from 0 to 65535'],
  ['--ready-log', '(', 'Invalid regular expression'],
  ['--args', '{', 'JSON is expected'],
  ['--args', '{"a":1}', `--args '[{"a":1}]'`],
  ['--args', '5', "--args '[5]'"],
  ['--out', '-', 'The path of a file is expected: --json'],
  ['--out', '', 'The path of a file is expected.'],
  ['--engine', 'magic', 'Allowed choices'],
  ['--fail-on', 'everything', 'Allowed choices'],
  ['--format', 'pdf', 'Allowed choices'],
])('%s %s is refused with a reason, before anything is booted', async (option, value, reason) => {
  const { code, stdout, stderr } = await runCli(['analyze', 'app.ts', option, value], { api: {} })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(option)
  expect(stderr).toContain(reason)
})

test.each([
  ['analyze', 'app.ts'],
  ['diff', 'a.json', 'b.json'],
  ['explain', 'GET /', 'a.json'],
  ['report', 'a.json'],
  ['capture', 'app.ts'],
  ['floor', 'app.ts'],
  ['prove', 'app.ts'],
])('an option is the value of no option that %s takes', async (...words) => {
  const { stdout: help } = await runCli([words[0], '--help'])
  const options = [...help.matchAll(/^ +(--[a-z-]+) </gm)].map(([, option]) => option)
  const next = help.includes('--json') ? '--json' : '--quiet'
  expect(options.length).toBeGreaterThan(2)
  for (const option of options) {
    const { code, stdout, stderr } = await runCli([...words, option, next], { api: {} })
    expect({ option, code, stdout }).toEqual({ option, code: 2, stdout: '' })
    expect(stderr).toMatch(/needs a value, and --\w+ follows it|argument '--\w+' is invalid/)
  }
})

test.each([
  [['analyze'], 'routeheap analyze app.ts --warm /users /orders'],
  [['capture'], 'routeheap capture app.ts --warm /users /orders'],
  [['prove'], 'routeheap prove app.ts --warm /users /orders'],
  [['floor'], 'routeheap floor app.ts\n'],
  [['explain', 'GET /users'], "routeheap explain 'GET /users' app.ts --warm /users /orders"],
])('%j without an app says how it is typed with one', async (words, example) => {
  const { code, stderr } = await runCli(words, { api: {} })
  expect(code).toBe(2)
  expect(stderr).toContain(`${words[0]} needs an app, and none is given.`)
  expect(stderr).toContain(example)
})

test('a mistake in the options of a command ends with the help of that command', async () => {
  for (const command of ['analyze', 'diff', 'explain', 'report', 'capture', 'verify', 'price', 'floor', 'prove'])
    expect((await runCli([command, '--nope'], { api: {} })).stderr).toContain(`(routeheap ${command} --help lists`)
  expect((await runCli(['--nope'], { api: {} })).stderr).toContain('(routeheap --help lists')
})

test('--warm takes several paths, and nothing that begins as an option does', async () => {
  for (const words of ['--warm -x', '--warm --jsn', '--warm=-x', '--warm --json /users']) {
    const { code, stderr } = await runCli(['analyze', 'app.ts', ...words.split(' ')], { api: {} })
    expect(code).toBe(2)
    expect(stderr).toContain('The path of a request is expected, like /users.')
  }
})

test('an empty argument is refused by every command', async () => {
  for (const words of [
    ['analyze', ''],
    ['report', ''],
    ['diff', 'a.json', ''],
    ['verify', ''],
    ['price', ''],
  ]) {
    const { code, stdout, stderr } = await runCli(words, { api: {} })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('An argument is empty.')
  }
})

test('an error of the table is printed with its hint and without a stack', async () => {
  const { code, stderr } = await runCli(['verify', 'x.heapsnapshot'], {
    api: {
      verifySnapshot: async () => {
        throw new RouteheapError('snapshot-truncated', { path: 'x.heapsnapshot', reason: 'no end' })
      },
    },
  })
  expect(code).toBe(4)
  expect(stderr).toMatch(/^routeheap: x\.heapsnapshot ends too early: no end\n {2}hint: .+\n$/m)
  expect(stderr).not.toContain('    at ')
})

test('what would steer the terminal is escaped in errors, and their lines and tabs stay', async () => {
  const { stderr } = await runCli(['verify', 'x.heapsnapshot'], {
    api: {
      verifySnapshot: async () => {
        const lines = ['\u001b[2J\ta', 'b\u0007 \u202eré']
        throw new RouteheapError('app-exited', { path: 'a.ts', place: null, lines, code: 1, signal: null })
      },
    },
  })
  expect(stderr).toContain('exit code 1.\n  \\u001b[2J\ta\n  b\\u0007 \\u202eré\n  hint: ')
})

test('any other error is called our bug and keeps its stack', async () => {
  const { code, stderr } = await runCli(['verify', 'x.heapsnapshot'], {
    api: {
      verifySnapshot: async () => {
        throw new TypeError('undefined is not a heap')
      },
    },
  })
  expect(code).toBe(4)
  expect(stderr).toContain('this is a bug in routeheap')
  expect(stderr).toContain('TypeError: undefined is not a heap')
  expect(stderr).toContain('    at ')
})
