import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Routeheap } from '../../src/cli/session.ts'
import * as api from '../../src/index.ts'
import { report } from '../diff/reports.ts'
import { type FakeProcess, runCli } from './run.ts'

/** A folder with a named pipe in it that nobody writes into. */
function folderWithPipe(): { cwd: string; pipe: string } {
  const cwd = mkdtempSync(join(tmpdir(), 'routeheap-pipes-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  const pipe = join(cwd, 'pipe.heapsnapshot')
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0)
  writeFileSync(join(cwd, 'report.json'), JSON.stringify(report()))
  return { cwd, pipe }
}

async function written(pipe: string, text: string): Promise<void> {
  const file = await open(pipe, 'w')
  await file.writeFile(text)
  await file.close()
}

test.each([
  ['analyze', 'pipe.heapsnapshot', '--no-html'],
  ['report', 'pipe.heapsnapshot'],
  ['diff', 'report.json', 'pipe.heapsnapshot'],
  ['explain', 'GET /', 'pipe.heapsnapshot'],
  ['price', 'pipe.heapsnapshot'],
])('%s waits for the writer of a pipe, and a signal ends that', async (...words) => {
  const { cwd } = folderWithPipe()
  const started = (host: FakeProcess) => void setTimeout(() => host.emit('SIGTERM'), 100)
  expect(await runCli(words, { cwd, started })).toMatchObject({ code: 143, stdout: '' })
})

test('what comes through a pipe is a snapshot for `analyze`, read once', async () => {
  const { cwd, pipe } = folderWithPipe()
  const analyze: Routeheap['analyze'] = async (input, options) => {
    expect(input).toEqual({ kind: 'snapshot', path: pipe })
    return api.analyze(input, options)
  }
  const running = runCli(['analyze', 'pipe.heapsnapshot', '--no-html', '--quiet'], { cwd, api: { ...api, analyze } })
  await written(pipe, '{"name":"x"}')
  expect(await running).toMatchObject({ code: 4, stderr: expect.stringContaining('it is JSON, but without') })
})

test('a saved report can come through a pipe', async () => {
  const { cwd, pipe } = folderWithPipe()
  const running = runCli(['report', 'pipe.heapsnapshot', '--json'], { cwd })
  await written(pipe, JSON.stringify(report()))
  expect(await running).toMatchObject({ code: 0, stderr: '' })
})

test.each([
  ['diff', 'pipe.heapsnapshot', 'report.json'],
  ['explain', 'GET /', 'pipe.heapsnapshot'],
])('%s, which takes a pipe for a snapshot, says so where a saved report comes', async (...words) => {
  const { cwd, pipe } = folderWithPipe()
  const running = runCli(words, { cwd })
  await written(pipe, JSON.stringify(report()))
  expect(await running).toMatchObject({ code: 2, stderr: expect.stringContaining('write it into a file first') })
})

test('verify, which reads a file more than once, refuses a pipe', async () => {
  const { cwd } = folderWithPipe()
  const { code, stderr } = await runCli(['verify', 'pipe.heapsnapshot'], { cwd })
  expect(code).toBe(2)
  expect(stderr).toContain('pipe.heapsnapshot is a pipe')
})

test('what is neither a file nor a pipe is refused', async () => {
  for (const command of ['analyze', 'verify']) {
    const { code, stderr } = await runCli([command, '/dev/tty'])
    expect(code).toBe(2)
    expect(stderr).toContain('/dev/tty is neither a file nor a pipe')
  }
})
