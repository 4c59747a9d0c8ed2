import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
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

test('a file keeps its mode when it is written over, through a link as well', async () => {
  const path = join(folder, 'report.html')
  symlinkSync(path, join(folder, 'link.html'))
  for (const [mode, name] of [
    [0o640, 'report.html'],
    [0o666, 'report.html'],
    [0o600, 'link.html'],
  ] as const) {
    writeFileSync(path, 'old')
    chmodSync(path, mode)
    await saveFile(join(folder, name), 'new')
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(statSync(path).mode & 0o777).toBe(mode)
  }
})

test.runIf(process.platform !== 'win32')('a file that may not be written stays, and the check says so', async () => {
  const path = join(folder, 'report.html')
  writeFileSync(path, 'old', { mode: 0o444 })
  await asNobody(async () => {
    for (const write of [() => checkOutput(path), () => saveFile(path, 'new')])
      await expect(write()).rejects.toMatchObject({ code: 'output-not-writable', exitCode: 2 })
  })
  expect(readFileSync(path, 'utf8')).toBe('old')
  expect(readdirSync(folder)).toEqual(['report.html'])
})

/** root may write everything: what is to be refused is done as somebody to whom the folder belongs. */
async function asNobody(run: () => Promise<void>): Promise<void> {
  if (process.getuid!() !== 0) return run()
  const nobody = 65_534
  for (const path of [folder, ...readdirSync(folder).map((name) => join(folder, name))]) chownSync(path, nobody, nobody)
  process.seteuid!(nobody)
  try {
    await run()
  } finally {
    process.seteuid!(0)
  }
}

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
