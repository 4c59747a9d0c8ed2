import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runCli } from './run.ts'

const server = `require('http').createServer((request, response) => {
  response.statusCode = request.url === '/a' ? 200 : 404
  response.end()
}).listen(0)`

function folderWithApp(): string {
  const cwd = mkdtempSync(join(tmpdir(), 'routeheap-capture-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  writeFileSync(join(cwd, 'app.cjs'), server)
  return cwd
}

test('capture says which requests failed, in the words of a report, and prints paths alone on stdout', async () => {
  const cwd = folderWithApp()
  const words = `capture ${join(cwd, 'app.cjs')} --quiet --warm /a /nope --out kept`
  const { code, stdout, stderr } = await runCli(words.split(' '), { cwd })
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'note  GET /nope answered 404\n' })
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(join(cwd, 'kept', 'warm.heapsnapshot'))
})

test('a snapshot of an earlier capture stays in the folder, and is told apart from those of this one', async () => {
  const cwd = folderWithApp()
  const app = join(cwd, 'app.cjs')
  const said = 'warm.heapsnapshot in the folder of the snapshots is of an earlier capture, not of this process'
  const first = await runCli(['capture', app, '--quiet', '--warm', '/a'], { cwd })
  const second = await runCli(['capture', app, '--quiet'], { cwd })
  const again = await runCli(['capture', app, '--quiet', '--warm', '/a'], { cwd })
  expect([first.stderr, again.stderr]).toEqual(['', ''])
  expect(second.stderr.replaceAll(/\s+/g, ' ')).toContain(said)
  expect(second.stdout).not.toContain('warm')
  const report = await runCli(['analyze', app, '--quiet', '--json', '--no-html', '--keep'], { cwd })
  expect(JSON.parse(report.stdout).notes).toContainEqual(expect.stringContaining(said))
  expect(report.stdout).not.toContain(cwd)
  expect(existsSync(join(cwd, '.routeheap', 'warm.heapsnapshot'))).toBe(true)
})
