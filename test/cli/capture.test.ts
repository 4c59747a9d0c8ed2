import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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
