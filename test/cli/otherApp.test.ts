import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Floor } from '../../src/floor/result.ts'
import type { Report } from '../../src/report/report.ts'
import { fixtureReport } from '../report/fixtures.ts'
import { fixtureComparison, fixtureFloor, fixtureProof } from '../report/measurements.ts'
import { type Run, runCli } from './run.ts'

const bare = fixtureReport(6)
const [fastify, hono] = ['fastify', 'hono'].map((name) => ({ name, version: null, routes: 1 }))

const reportOf = (name: string, kind: Report['subject']['kind'] = 'app', framework = fastify): Report => ({
  ...bare,
  subject: { ...bare.subject, kind, name, frameworks: [framework] },
})
const floorOf = (name: string, kind: Floor['subject']['kind'] = 'app'): Floor => ({
  ...fixtureFloor(),
  subject: { kind, name },
})

/** Runs `report` with a measurement, and gives the notes of what it wrote. */
async function put(
  report: Report,
  option: '--proof' | '--floor',
  measurement: object,
): Promise<Run & { notes: string[] }> {
  const cwd = mkdtempSync(join(tmpdir(), 'routeheap-other-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  writeFileSync(join(cwd, 'report.json'), JSON.stringify(report))
  writeFileSync(join(cwd, 'measurement.json'), JSON.stringify(measurement))
  const run = await runCli(['report', 'report.json', option, 'measurement.json', '--out', 'out.json'], { cwd })
  const notes = run.code === 0 ? JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8')).notes : []
  return { ...run, notes: notes.filter((note: string) => !report.notes.includes(note)) }
}

test('a proof or a floor of another app is refused, and both apps are named', async () => {
  const report = reportOf('ho/app.mjs', 'app', hono)
  const proof = await put(report, '--proof', fixtureProof(reportOf('fa/app.mjs')))
  expect(proof.code).toBe(2)
  expect(proof.stderr).toContain(
    'The proof is of fa/app.mjs (fastify), the report of ho/app.mjs (hono): that is another',
  )
  expect(proof.stderr).toContain('hint: Measure the app of the report: routeheap prove ho/app.mjs --json > proof.json')
  const floor = await put(report, '--floor', floorOf('fa/app.mjs'))
  expect(floor.code).toBe(2)
  expect(floor.stderr).toContain('The floor is of fa/app.mjs, the report of ho/app.mjs (hono): that is another app.')
  const floors = { ...fixtureComparison(), a: floorOf('fa/app.mjs'), b: floorOf('ex/app.mjs'), remedies: null }
  expect((await put(report, '--floor', floors)).stderr).toContain(
    'The floor is of fa/app.mjs and ex/app.mjs, the report',
  )
})

test('a measurement of the same app says nothing, nor does a comparison of which it is one side', async () => {
  const report = reportOf('fa/app.mjs')
  const otherNode = { ...report, subject: { ...report.subject, nodeVersion: '24.0.0' } }
  for (const [option, measurement] of [
    ['--proof', fixtureProof(otherNode)],
    ['--floor', floorOf('fa/app.mjs')],
    ['--floor', { ...fixtureComparison(), a: floorOf('ho/app.mjs'), b: floorOf('fa/app.mjs'), remedies: null }],
  ] as const)
    expect(await put(report, option, measurement)).toMatchObject({ code: 0, stderr: '', notes: [] })
})

test.each([
  ['from another folder', reportOf('app.mjs'), '--floor', floorOf('../fa/app.mjs')],
  ['of what it is compiled to', reportOf('src/app.ts'), '--floor', floorOf('dist/app.js')],
  ['of a command', reportOf('fa/app.mjs'), '--floor', floorOf('npm start', 'command')],
  ['beside a snapshot', reportOf('composed.heapsnapshot', 'snapshot'), '--floor', floorOf('fa/app.mjs')],
  ['of two commands', reportOf('npm start', 'command'), '--floor', floorOf('node app.mjs', 'command')],
  [
    'of one name with another framework',
    reportOf('app.mjs'),
    '--proof',
    fixtureProof(reportOf('app.mjs', 'app', hono)),
  ],
] as const)('a measurement %s is put in, with a note that names both', async (_, report, option, measurement) => {
  const { code, stderr, notes } = await put(report, option, measurement)
  expect(code).toBe(0)
  const what = option === '--proof' ? 'proof' : 'floor'
  expect(notes).toEqual([
    expect.stringMatching(`^The ${what} is of .+, the report of .+: nothing says that it is the same`),
  ])
  expect(stderr.replaceAll(/\s+/g, ' ')).toBe(`note ${notes[0]} `)
})

test('a note that is there already is not put in again', async () => {
  const report = reportOf('fa/app.mjs')
  const { notes } = await put(report, '--floor', floorOf('npm start', 'command'))
  expect((await put({ ...report, notes }, '--floor', floorOf('npm start', 'command'))).notes).toEqual([])
})
