import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInput, describeSubject } from '../../src/cli/input.ts'
import { report } from '../diff/reports.ts'
import { runCli } from './run.ts'

let folder: string
const files: Record<string, string | Uint8Array> = {
  'app.ts': '',
  'plain/app.mjs': '',
  'heap.heapsnapshot': 'anything: the reader tells what is wrong with it',
  heap: '{"snapshot":{"meta":{}}}',
  'heap.heapsnapshot.gz': gzipSync('{"snapshot":{"meta":{}}}'),
  'report.json.gz': gzipSync(JSON.stringify(report())),
  'heap.json': '\n { "snapshot": {} }',
  'report.json': JSON.stringify(report()),
  'marked.json': `\ufeff${JSON.stringify(report())}`,
  'powershell.json': Buffer.from(`\ufeff${JSON.stringify(report(), null, 2)}`, 'utf16le'),
  'pretty.json': JSON.stringify(report(), null, 2),
  'other.json': '{"name":"x"}',
  'empty.json': '',
  'main/package.json': '{"main":"lib/server.js","scripts":{"start":"node lib/server.js"}}',
  'main/lib/server.js': '',
  'start/package.json': '{"main":"gone.js","scripts":{"start":"node build/x.js"}}',
  'odd/package.json': '{"main":7}',
  'cut/package.json': '{"main":"app.js",',
  'built/package.json': '{"main":"dist/app.js"}',
  'short/package.json': '{"main":"./lib/server"}',
  'short/lib/server.js': '',
  'index/package.json': '\ufeff{"main":"lib"}',
  'index/lib/index.js': '',
  'bare/readme.txt': '',
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'routeheap-input-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each([
  ['app.ts', 'module', 'app.ts'],
  ['plain/app.mjs', 'module', 'plain/app.mjs'],
  ['heap.heapsnapshot', 'snapshot', 'heap.heapsnapshot'],
  ['heap', 'snapshot', 'heap'],
  ['heap.json', 'snapshot', 'heap.json'],
  ['report.json', 'report', 'report.json'],
  ['pretty.json', 'report', 'pretty.json'],
  ['marked.json', 'report', 'marked.json'],
  ['powershell.json', 'report', 'powershell.json'],
  ['main', 'module', 'main/lib/server.js'],
  ['short', 'module', 'short/lib/server.js'],
  ['index', 'module', 'index/lib/index.js'],
])('%s is a %s', async (name, kind, path) => {
  expect(await describeInput(name, folder)).toEqual({ kind, path: join(folder, path) })
})

test.each([
  ['gone.ts', 'file-not-found', ''],
  ['other.json', 'unknown-input', ''],
  ['empty.json', 'unknown-input', ''],
  ['heap.heapsnapshot.gz', 'wrong-usage', 'Unpack it first'],
  ['report.json.gz', 'wrong-usage', 'Unpack it first'],
  ['start', 'folder-given', 'routeheap analyze --cwd start -- node build/x.js'],
  ['built', 'folder-given', join('built', 'app.ts')],
  ['cut', 'manifest-damaged', 'name the module'],
  ['odd', 'folder-given', join('odd', 'app.ts')],
  ['bare', 'folder-given', join('bare', 'app.ts')],
])('%s is refused as %s', async (name, code, hint) => {
  const error = await describeInput(name, folder).catch((error) => error)
  expect(error).toMatchObject({ code, exitCode: 2 })
  expect(error.hint).toContain(hint)
})

test('a saved report is sent to the command that shows it', async () => {
  const error = await describeSubject('report.json', folder).catch((error) => error)
  expect(error).toMatchObject({ code: 'report-given', hint: 'To show it again: routeheap report report.json' })
})

test('a folder says what its package.json names in vain, and that it is damaged', async () => {
  const built = await describeInput('built', folder).catch((error) => error)
  expect(built.message).toBe('built is a folder, and its package.json names dist/app.js, which is not there.')
  expect(built.hint).toBe('Build it first, if a build makes it.\nName the module: routeheap analyze built/app.ts')
  const cut = await describeInput('cut', folder).catch((error) => error)
  expect(cut.message).toMatch(/^cut\/package\.json cannot be read: .*JSON/)
})

test('a compressed file is called so', async () => {
  const error = await describeInput('heap.heapsnapshot.gz', folder).catch((error) => error)
  expect(error.message).toBe('heap.heapsnapshot.gz is compressed with gzip.')
})

test('a file that the system does not let us read is called so, by every command', async () => {
  // Its first bytes are at address 0, which nobody can read, whoever asks.
  for (const name of ['closed.heapsnapshot', 'closed.json']) symlinkSync('/proc/self/mem', join(folder, name))
  for (const words of [
    'analyze closed.heapsnapshot',
    'analyze closed.json',
    'explain /a closed.json',
    'diff report.json closed.json',
    'report closed.json',
    'report report.json --proof closed.json',
  ]) {
    const { code, stdout, stderr } = await runCli(words.split(' '), { cwd: folder })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/closed\.\w+ cannot be read: EIO$/m)
  }
  for (const name of ['closed.heapsnapshot', 'closed.json']) rmSync(join(folder, name))
})

test.each(['marked.json', 'powershell.json'])('a report with a byte order mark, %s, is read', async (name) => {
  expect(await runCli(['report', name, '--json'], { cwd: folder })).toMatchObject({ code: 0, stderr: '' })
  expect(await runCli(['diff', name, 'report.json', '--json'], { cwd: folder })).toMatchObject({ code: 0 })
})

test('a path that goes around in a circle is no missing file', async () => {
  symlinkSync('circle.json', join(folder, 'circle.json'))
  const error = await describeInput('circle.json', folder).catch((error) => error)
  expect(error).toMatchObject({
    code: 'link-loop',
    message: 'circle.json cannot be read: its symbolic links lead around in a circle.',
  })
})

test('an app that is below --cwd, and not where the command is typed, is told how to be named', async () => {
  for (const words of ['analyze', 'capture', 'prove', 'floor', 'explain /a']) {
    const run = async (app: string, cwd: string) =>
      await runCli([...words.split(' '), app, '--cwd', cwd, '--quiet'], { cwd: folder })
    const { code, stderr } = await run('lib/server.js', 'main')
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'routeheap: No such file: lib/server.js\n' +
        '  hint: It is below --cwd, and paths begin where the command is typed: name it as main/lib/server.js\n',
    })
    expect((await run('lib/server.js', 'bare')).stderr).toContain('Check the path')
  }
})
