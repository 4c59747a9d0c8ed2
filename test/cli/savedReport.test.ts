import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fixtureDifference, fixtureReport } from '../report/fixtures.ts'
import { fixtureComparison, fixtureFloor, fixtureProof } from '../report/measurements.ts'
import { runCli } from './run.ts'

const bare = fixtureReport(6)
const report = { ...bare, proof: fixtureProof(bare), floor: fixtureFloor() }
const price = { schema: 'routeheap/price@1', coldBytes: 1, calledBytes: 2, compileMs: 3, copies: 4 }
const check = { name: 'law', result: 'passed', detail: '1 = 1' }
const verification = { schema: 'routeheap/verification@1', path: 'x', passed: true, checks: [check] }
const documents: Record<string, object> = {
  report,
  difference: fixtureDifference(6),
  proof: fixtureProof(bare),
  floor: fixtureFloor(),
  comparison: fixtureComparison(),
  price,
  verification,
}

type Path = readonly (string | number)[]

/** The way to each field, and to the first entry of each list. */
function paths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const inside = Array.isArray(value) ? Object.entries(value).slice(0, 1) : Object.entries(value)
  const below = inside.flatMap(([name, one]) => paths(one, [...path, Array.isArray(value) ? Number(name) : name]))
  return path.length === 0 ? below : [path, ...below]
}

/** A document with another value at the end of the path; undefined takes the field away. */
function edited(document: object, path: Path, value: unknown): object {
  const copy = structuredClone(document) as Record<string, unknown>
  let at = copy
  for (const name of path.slice(0, -1)) at = at[name] as Record<string, unknown>
  at[path.at(-1)!] = value
  return copy
}

function folderWith(document: object): { cwd: string; put: (document: object) => void } {
  const cwd = mkdtempSync(join(tmpdir(), 'routeheap-saved-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  const put = (one: object) => writeFileSync(join(cwd, 'it.json'), JSON.stringify(one))
  put(document)
  return { cwd, put }
}

const values = [undefined, null, -1.5, 'zz', [], {}, [null]]

test.each(Object.keys(documents))('a %s in which a field is missing or of another type is damaged', async (name) => {
  const { cwd, put } = folderWith(documents[name])
  expect(await runCli(['report', 'it.json'], { cwd })).toMatchObject({ code: 0 })
  let damaged = 0
  for (const path of paths(documents[name])) {
    for (const value of values) {
      put(edited(documents[name], path, value))
      const { code, stdout, stderr } = await runCli(['report', 'it.json'], { cwd })
      const what = `${path.join('.')} = ${JSON.stringify(value)}`
      expect([0, 2], `${what}: ${stderr}`).toContain(code)
      expect(`${stdout}${stderr}`, what).not.toMatch(/\bNaN\b|undefined|\[object Object\]/)
      if (code === 2) damaged += 1
    }
  }
  // Most fields have one type, and null: five of the seven values are of another.
  expect(damaged).toBeGreaterThan(4 * paths(documents[name]).length)
})

test.each([
  ['totals', undefined, 'totals is missing'],
  ['totals', -1.5, 'totals is -1.5, not an object'],
  ['tool', -1.5, 'tool is -1.5, not an object'],
  ['routers.0', -1.5, 'routers[0] is -1.5, not an object'],
  ['routes.0.validators', null, 'routes[0].validators is null, not a list'],
  ['routes.0.parts', undefined, 'routes[0].parts is missing'],
  ['schemas', -1.5, 'schemas is -1.5, not a list'],
  ['schemas.0', 'zz', 'schemas[0] is "zz", not an object'],
  ['findings.0.title', [null], 'findings[0].title is a list, not a text'],
  ['findings.0.severity', 'zz', 'findings[0].severity is "zz", not error, warning, note'],
  ['coverage', 'zz', 'coverage is "zz", not an object'],
  ['floor', {}, 'floor is an object, not a document routeheap/floor@1 or routeheap/floor-comparison@1'],
  ['proof.measured.heapBytes', undefined, 'proof.measured.heapBytes is missing'],
])('every command says of %s = %j that %s', async (path, value, words) => {
  const names = path.split('.').map((name) => (/^\d/.test(name) ? Number(name) : name))
  const { cwd } = folderWith(edited(report, names, value))
  writeFileSync(join(cwd, 'whole.json'), JSON.stringify(report))
  for (const command of [
    ['report', 'it.json'],
    ['report', 'it.json', '--format', 'html'],
    ['report', 'it.json', '--format', 'markdown'],
    ['diff', 'it.json', 'whole.json'],
    ['diff', 'whole.json', 'it.json'],
    ['explain', report.routes[0].key, 'it.json'],
  ]) {
    const { code, stdout, stderr } = await runCli(command, { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`it.json is not a report of routeheap: it is damaged: ${words}\n`)
  }
})

test.each([
  ['1e999', /shareBytes is Infinity, not a whole number from 0 on/],
  ['-5', /shareBytes is -5, not a whole number from 0 on/],
  ['1.5', /shareBytes is 1\.5, not a whole number from 0 on/],
])('a share of %s bytes is none', async (text, says) => {
  const { cwd } = folderWith(report)
  const json = JSON.stringify(report).replace(/"shareBytes":\d+/, `"shareBytes":${text}`)
  writeFileSync(join(cwd, 'it.json'), json)
  expect(await runCli(['report', 'it.json'], { cwd })).toMatchObject({ code: 2, stderr: expect.stringMatching(says) })
})

test('a report that was written before there were all fields is read', async () => {
  const { schemas, holders, duplicates, coverage, repository, proof, floor, totals, ...old } = report
  const { retainedBytes, ...once } = totals
  const { cwd } = folderWith({
    ...old,
    totals: once,
    findings: old.findings.map(({ frame, holders, diff, ...finding }) => finding),
    routes: old.routes.map(({ handler, sharedWith, reached, ...route }) => route),
    validators: old.validators.map(({ parts, ...validator }) => validator),
  })
  for (const format of ['terminal', 'html', 'markdown', 'json'])
    expect(await runCli(['report', 'it.json', '--format', format], { cwd })).toMatchObject({ code: 0, stderr: '' })
})
