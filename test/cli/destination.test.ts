import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import * as api from '../../src/index.ts'
import { report } from '../diff/reports.ts'
import { fixtureProof } from '../report/measurements.ts'
import { runCli } from './run.ts'

/** A folder with one file of each kind that commands read, and a link to the app. */
function folderOfInputs(): string {
  const cwd = mkdtempSync(join(tmpdir(), 'routeheap-destination-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  const files = {
    'app.ts': 'export {}',
    'x.heapsnapshot': '{"snapshot":',
    'heap.json': '{"snapshot":',
    'a.json': JSON.stringify(report()),
    'b.json': JSON.stringify(report()),
    'proof.json': JSON.stringify(fixtureProof(report())),
    'openapi.json': '{}',
    'env.txt': 'A=1',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
  symlinkSync('app.ts', join(cwd, 'link.html'))
  symlinkSync('a.json', join(cwd, 'again.json'))
  symlinkSync('a.json', join(cwd, 'again.md'))
  return cwd
}

/** Nothing may be booted or read. */
const boots = () => Promise.reject(new Error('booted'))
const idle = { ...api, analyze: boots, provenReport: boots, reportWithFloor: boots, difference: boots as never }

const contents = (cwd: string) =>
  Object.fromEntries(readdirSync(cwd).map((name) => [name, readFileSync(join(cwd, name), 'utf8')]))

const isRead = 'is a file that is read, and would be replaced.'

test.each([
  ['analyze app.ts --out app.ts', isRead],
  ['analyze app.ts --out ./link.html', isRead],
  ['analyze x.heapsnapshot --out x.heapsnapshot', isRead],
  ['analyze heap.json --out heap.json', isRead],
  ['analyze app.ts --env-file env.txt --out env.txt', isRead],
  ['analyze --out heap.json -- node server heap.json', isRead],
  ['diff a.json b.json --out a.json', isRead],
  ['diff a.json again.json --out ./a.json', isRead],
  ['diff heap.json b.json --out b.json', isRead],
  ['report a.json --json --out again.md', isRead],
  ['report a.json --proof proof.json --out proof.json', isRead],
  ['prove app.ts --out app.ts', isRead],
  ['prove app.ts --openapi openapi.json --out openapi.json', isRead],
  ['floor app.ts --with-remedies --out app.ts', isRead],
  ['analyze app.ts --out other.ts', '.ts is not the ending of a report.'],
  ['analyze app.ts --out Other.MJS', '.mjs is not the ending of a report.'],
  ['diff a.json b.json --out x.heapsnapshot', '.heapsnapshot is not the ending of a report.'],
  ['diff a.json b.json --out link.html', '.ts is not the ending of a report.'],
  ['report a.json --json --out other.cjs', '.cjs is not the ending of a report.'],
  ['analyze app.ts --out x.pdf', 'no format has the ending .pdf.'],
  ['report a.json --json --out x', 'it has no ending to say the format.'],
  ['report a.json --out x', 'it has no ending to say the format.'],
  ['prove app.ts --out new/', 'it has no ending to say the format.'],
  ['floor app.ts --with-remedies --out x.xml', 'no format has the ending .xml.'],
])('%s is refused before anything is done', async (words, problem) => {
  const cwd = folderOfInputs()
  const before = contents(cwd)
  const { code, stdout, stderr } = await runCli(words.split(' '), { cwd, api: idle })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(problem)
  expect(stderr).toContain('.html, .json, .md or .txt')
  expect(contents(cwd)).toEqual(before)
})

test('a report may be written over itself, with a measurement in it', async () => {
  const cwd = folderOfInputs()
  expect(await runCli('report a.json --proof proof.json --out a.json'.split(' '), { cwd })).toMatchObject({ code: 0 })
  expect(JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8')).proof.schema).toBe('routeheap/proof@1')
})

test.each([
  ['--format html', /^<!doctype html>/i, 'x.md', /^### routeheap/],
  ['--format markdown', /^### routeheap/, 'x.json', /^\{\s*"schema": ?"routeheap\/report@1"/],
  ['--json', /^\{\s*"schema": ?"routeheap\/report@1"/, 'x.html', /^<!doctype html>/i],
  ['', /^$/, 'x.txt', /^app\.ts\nrouteheap /],
])(
  'report %s prints what is asked for, and the ending of --out says what is in the file',
  async (asked, printed, name, written) => {
    const cwd = folderOfInputs()
    const words = `report a.json ${asked} --out ${name}`.split(/ +/)
    const { code, stdout, stderr } = await runCli(words, { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(printed)
    expect(readFileSync(join(cwd, name), 'utf8')).toMatch(written)
  },
)

test('a measurement that cannot be printed as asked is not written either', async () => {
  const cwd = folderOfInputs()
  const { code, stdout, stderr } = await runCli('report proof.json --format html --out x.md'.split(' '), { cwd })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('has no page of its own')
  expect(existsSync(join(cwd, 'x.md'))).toBe(false)
})

test('a pipe may have any name', async () => {
  const cwd = folderOfInputs()
  spawnSync('mkfifo', [join(cwd, 'pipe')])
  const read = readFile(join(cwd, 'pipe'), 'utf8')
  expect(await runCli('report a.json --out pipe'.split(' '), { cwd })).toMatchObject({ code: 0 })
  expect(await read).toMatch(/^<!doctype html>/i)
})

test('a reader that goes before the end is no error', async () => {
  const cwd = folderOfInputs()
  spawnSync('mkfifo', [join(cwd, 'pipe')])
  const closed = once(spawn('head', ['-c', '10', join(cwd, 'pipe')], { stdio: 'ignore' }), 'close')
  expect(await runCli('report a.json --out pipe'.split(' '), { cwd })).toMatchObject({ code: 0, stderr: '' })
  await closed
})

test('a link stays a link, and the file behind it is replaced or made', async () => {
  const cwd = folderOfInputs()
  for (const [link, target] of [
    ['old.md', 'there.md'],
    ['new.md', 'made/there.md'],
  ]) {
    if (link === 'old.md') copyFileSync(join(cwd, 'a.json'), join(cwd, target))
    symlinkSync(target, join(cwd, link))
    expect(await runCli(['report', 'a.json', '--out', link], { cwd })).toMatchObject({ code: 0 })
    expect(
      readdirSync(cwd, { withFileTypes: true })
        .find(({ name }) => name === link)
        ?.isSymbolicLink(),
    ).toBe(true)
    expect(readFileSync(join(cwd, target), 'utf8')).toMatch(/^### routeheap/)
  }
  expect(existsSync(join(cwd, 'made'))).toBe(true)
})
