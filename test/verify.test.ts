import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { secondReaderLimit } from '../src/snapshot/secondReader.ts'
import { type Verification, verifySnapshot } from '../src/verify.ts'
import { type FakeProcess, runCli } from './cli/run.ts'
import { sixFields, snapshotText } from './helpers/snapshot-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'routeheap-verify-'))
const real = join(folder, 'real.heapsnapshot')
let verification: Verification

/** A process with a few routes in it, as it is now. */
const program = `
  const app = require('fastify')()
  for (const name of ['a', 'b', 'c']) app.get('/' + name, async () => name)
  app.ready(() => setImmediate(() => require('node:v8').writeHeapSnapshot(process.argv[1])))
`

beforeAll(async () => {
  execFileSync(process.execPath, ['--eval', program, real], { env: { ...process.env, NODE_OPTIONS: '' } })
  verification = await verifySnapshot(real)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const detailOf = (name: string) => verification.checks.find((check) => check.name === name)!.detail

test('on a real snapshot all checks run and pass', () => {
  expect(statSync(real).size).toBeLessThan(secondReaderLimit)
  expect(verification).toMatchObject({ schema: 'routeheap/verification@1', path: real, passed: true })
  expect(verification.checks.map(({ name, result }) => `${name} ${result}`)).toEqual([
    'law passed',
    'dominators passed',
    'second reader passed',
  ])
})

test('the law: shares and background are the reachable bytes, and the file holds no fewer', () => {
  const [owned, background, reached, all] = detailOf('law').match(/\d+/g)!.map(Number)
  expect(owned).toBeGreaterThan(0)
  expect(owned + background).toBe(reached)
  const { snapshot, nodes } = JSON.parse(readFileSync(real, 'utf8'))
  const { node_fields: fields } = snapshot.meta
  let sum = 0
  for (let at = fields.indexOf('self_size'); at < nodes.length; at += fields.length) sum += nodes[at]
  expect(all).toBe(sum)
})

test('the second reader compares every node and edge of the file', () => {
  const { snapshot } = JSON.parse(readFileSync(real, 'utf8'))
  expect(detailOf('second reader')).toContain(`same ${snapshot.node_count} nodes and ${snapshot.edge_count} edges`)
})

test('a file that is too large for the second reader is checked by the others, and says so', async () => {
  const path = join(folder, 'large.heapsnapshot')
  // Spaces between two sections: a large file of a small heap.
  const spaces = ' '.repeat(secondReaderLimit)
  const nodes = [
    { type: 'synthetic', name: '', edges: [{ type: 'property', name: 'app', to: 1 }] },
    { type: 'object', name: 'App', selfSize: 64 },
  ]
  writeFileSync(path, snapshotText(nodes).replace(',\n"edges"', `,${spaces}"edges"`))
  const { passed, checks } = await verifySnapshot(path)
  expect(passed).toBe(true)
  expect(checks.map(({ result }) => result)).toEqual(['passed', 'passed', 'skipped'])
  expect(checks[2].detail).toBe('not run: file above 50 MB')
})

test.each([
  [
    'edges',
    { edgeFields: ['to_node', 'type', 'name_or_index'] },
    'skipped',
    'not run: it cannot read this order of fields',
  ],
  ['nodes', { nodeFields: [...sixFields.slice(1), 'type'] }, 'skipped', 'not run: it cannot read this order of fields'],
  ['nodes behind the type', { nodeFields: ['type', ...sixFields.slice(1).reverse()] }, 'passed', 'same 2 nodes'],
])(
  'another order of the fields of %s is read by us, and by the second reader where it can',
  async (_, format, result, detail) => {
    const path = join(folder, 'order.heapsnapshot')
    const nodes = [
      { type: 'synthetic', name: '', edges: [{ type: 'property', name: 'app', to: 1 }] },
      { type: 'object', name: 'App', selfSize: 64 },
    ]
    writeFileSync(path, snapshotText(nodes, format))
    const { passed, checks } = await verifySnapshot(path)
    expect(passed).toBe(true)
    expect(checks[2]).toMatchObject({ result, detail: expect.stringContaining(detail) })
  },
)

test('a file that was cut off is told from a damaged one', async () => {
  const text = readFileSync(real, 'utf8')
  const path = join(folder, 'cut.heapsnapshot')
  writeFileSync(path, text.slice(0, text.length / 2))
  await expect(verifySnapshot(path)).rejects.toMatchObject({ code: 'snapshot-truncated', exitCode: 4 })
  // The first edge points far behind the last node.
  writeFileSync(path, text.replace(/("edges":\[\d+,\d+,)\d+/, '$1999999999'))
  await expect(verifySnapshot(path)).rejects.toMatchObject({ code: 'snapshot-corrupted', exitCode: 4 })
  writeFileSync(path, 'hello')
  await expect(verifySnapshot(path)).rejects.toMatchObject({ code: 'not-a-snapshot', exitCode: 4 })
})

test('the command prints a line a check, and one document with --json', async () => {
  const table = await runCli(['verify', real, '--quiet'])
  expect(table).toMatchObject({ code: 0, stderr: '' })
  expect(table.stdout.match(/^✔ /gm)).toHaveLength(3)
  const json = await runCli(['verify', real, '--json', '--quiet'])
  expect(JSON.parse(json.stdout)).toEqual(verification)
})

test('the command ends with 4 and the reason when a file is cut off', async () => {
  const path = join(folder, 'cut.heapsnapshot')
  writeFileSync(path, readFileSync(real, 'utf8').slice(0, -2000))
  const { code, stdout, stderr } = await runCli(['verify', path, '--quiet'])
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' })
  expect(stderr).toContain(`${path} ends too early`)
})

test('a file that is no valid JSON fails the second reader, which says why', async () => {
  const path = join(folder, 'no.heapsnapshot')
  writeFileSync(path, readFileSync(real, 'utf8').replace('"<dummy>"', '"<dum\u0001my>"'))
  const { code, stdout, stderr } = await runCli(['verify', path, '--quiet'], { columns: 200 })
  expect({ code, stderr }).toEqual({ code: 4, stderr: '' })
  expect(stdout).toMatch(
    /^✔ law .*\n✔ dominators .*\n✖ second reader {2}the file is no valid JSON: Bad control character/,
  )
})

test('a signal ends it while the file is read and between the checks, and nothing is printed', async () => {
  for (const ms of [0, 150]) {
    const started = (host: FakeProcess) => void setTimeout(() => host.emit('SIGTERM'), ms)
    expect(await runCli(['verify', real, '--quiet'], { started })).toEqual({
      code: 143,
      stdout: '',
      stderr: 'routeheap: interrupted\n',
    })
  }
  // Whether it was asked for is looked at after the reading, and after each of the four steps that follow.
  for (const looks of [0, 1, 2, 3, 4]) {
    let left = looks
    const reads = new Error('interrupted')
    const throwIfAborted = () => {
      if (new Error().stack!.includes('readFile')) return
      if (left-- === 0) throw reads
    }
    await expect(verifySnapshot(real, { signal: { throwIfAborted } as AbortSignal })).rejects.toBe(reads)
  }
})

test('no line is wider than the terminal', async () => {
  const { code, stdout } = await runCli(['verify', real, '--quiet'], { columns: 60 })
  expect(code).toBe(0)
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60)
  expect(stdout.replace(/\s+/g, ' ')).toContain(detailOf('law'))
})
