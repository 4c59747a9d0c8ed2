import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkOutput, explained, saveFile } from '../../src/cli/savedFile.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'routeheap-save-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a file is replaced whole, and nothing stands beside it', async () => {
  const path = join(folder, 'a', 'report.html')
  await saveFile(path, 'one')
  await saveFile(path, 'two')
  expect(readFileSync(path, 'utf8')).toBe('two')
  expect(readdirSync(join(folder, 'a'))).toEqual(['report.html'])
})

test('an interrupted write keeps the old file and leaves no partial one', async () => {
  const path = join(folder, 'report.html')
  await saveFile(path, 'old')
  await expect(saveFile(path, 'new', AbortSignal.abort())).rejects.toThrow()
  expect(readFileSync(path, 'utf8')).toBe('old')
  expect(readdirSync(folder)).toEqual(['report.html'])
})

test('a folder of that name is refused and stays', async () => {
  const path = join(folder, 'report.html')
  mkdirSync(path)
  await expect(saveFile(path, 'x')).rejects.toMatchObject({ code: 'output-not-writable', exitCode: 2 })
  expect(statSync(path).isDirectory()).toBe(true)
  expect(readdirSync(folder)).toEqual(['report.html'])
})

test('checking a place leaves it as it was', async () => {
  const path = join(folder, 'report.html')
  writeFileSync(path, 'old')
  await checkOutput(path)
  expect(readdirSync(folder)).toEqual(['report.html'])
  expect(readFileSync(path, 'utf8')).toBe('old')
})

test('a folder that takes no file is told by the check', async () => {
  // root may write anywhere but where the kernel has no such file.
  const closed = process.getuid?.() === 0 ? '/proc/self' : folder
  chmodSync(folder, 0o500)
  await expect(checkOutput(join(closed, 'report.html'))).rejects.toMatchObject({ code: 'output-not-writable' })
  chmodSync(folder, 0o700)
})

test.each([
  ['ENOSPC', 'disk-full', 4],
  ['EDQUOT', 'disk-full', 4],
  ['EROFS', 'output-not-writable', 2],
  ['EACCES', 'output-not-writable', 2],
  ['EPERM', 'output-not-writable', 2],
])('%s of the file system is %s, exit code %i', (code, expected, exitCode) => {
  const error = Object.assign(new Error(code), { code })
  expect(explained('report.html', error)).toMatchObject({ code: expected, exitCode, cause: error })
})

test('an error of the file system that we cannot explain stays as it is', () => {
  const error = Object.assign(new Error('EIO'), { code: 'EIO' })
  expect(explained('report.html', error)).toBe(error)
})

test('a pipe or a device is written to and stays what it is', async () => {
  const pipe = join(folder, 'report.json')
  execFileSync('mkfifo', [pipe])
  await checkOutput(pipe)
  const read = readFile(pipe, 'utf8')
  await saveFile(pipe, 'all of it')
  expect(await read).toBe('all of it')
  expect(statSync(pipe).isFIFO()).toBe(true)
  expect(readdirSync(folder)).toEqual(['report.json'])
})
