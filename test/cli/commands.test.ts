import { spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Difference } from '../../src/diff/difference.ts'
import type { Report } from '../../src/report/report.ts'
import { openBrowser } from '../report/browser.ts'
import { fixtureComparison, fixtureFloor, fixtureProof } from '../report/measurements.ts'
import { type Run, runCli } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'routeheap-commands-'))
const app = 'samples/koa-nested/app.ts'
const at = (name: string) => join(folder, name)
let analyzed: Run
let before: Report

// One boot of the app as it is and one of it mended; what they left is read by the tests.
beforeAll(async () => {
  analyzed = await runCli(['analyze', app, '--json', '--out', at('before.json'), '--keep', at('kept')])
  before = JSON.parse(analyzed.stdout)
  await runCli(['analyze', 'samples/koa-nested/fixed.ts', '--quiet', '--out', at('after.json')])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('analyze prints one document, and nothing else, on stdout; progress goes to stderr', () => {
  expect(analyzed.code).toBe(0)
  expect(analyzed.stdout.endsWith('}\n')).toBe(true)
  expect(before.schema).toBe('routeheap/report@1')
  for (const step of ['load', 'boot', 'snapshot']) expect(analyzed.stderr).toContain(`✔ ${step}`)
  expect(readFileSync(at('before.json'), 'utf8')).toBe(analyzed.stdout)
})

test('the document names the app from the working folder, and holds no path of the machine', () => {
  expect(before.subject).toMatchObject({ kind: 'app', name: app, nodeVersion: process.versions.node })
  expect(analyzed.stdout).not.toContain(process.cwd())
  expect(analyzed.stdout).not.toContain(folder)
})

test('an app that is not below the working folder is named without its folder', async () => {
  const { stdout } = await runCli(['analyze', at('kept/composed.heapsnapshot'), '--json', '--no-html', '--quiet'])
  expect(JSON.parse(stdout).subject).toMatchObject({ kind: 'snapshot', name: 'composed.heapsnapshot' })
})

test('a kept snapshot gives the routes, states and bytes that the boot gave', async () => {
  const { stdout } = await runCli(['analyze', at('kept/composed.heapsnapshot'), '--json', '--no-html', '--quiet'])
  const numbers = ({ routes, totals }: Report) => ({
    routes: routes.map(({ key, state, shareBytes }) => ({ key, state, shareBytes })),
    totals: { ...totals, addedBytes: null },
  })
  expect(numbers(JSON.parse(stdout))).toEqual(numbers(before))
  expect(before.routes.length).toBeGreaterThan(100)
})

test('snapshots are kept one a phase, readable by their owner alone', () => {
  expect(readdirSync(at('kept')).sort()).toEqual(before.phases.map(({ name }) => `${name}.heapsnapshot`).sort())
  for (const name of readdirSync(at('kept'))) expect(statSync(at(`kept/${name}`)).mode & 0o777).toBe(0o600)
})

test('--fail-on error ends with 1 where routes are dead, and with 0 where the app is mended', async () => {
  const words = (path: string) => ['analyze', path, '--no-html', '--quiet', '--fail-on', 'error']
  expect((await runCli(words(at('kept/composed.heapsnapshot')))).code).toBe(1)
  expect((await runCli(words('samples/koa-nested/fixed.ts'))).code).toBe(0)
})

test('explain shows the parts, the state and what keeps a route', async () => {
  const dead = before.routes.find(({ state }) => state === 'dead')!
  const { code, stdout } = await runCli(['explain', dead.key, at('before.json')])
  expect(code).toBe(0)
  expect(stdout).toContain(dead.key)
  expect(stdout).toContain('dead')
  expect(stdout).toContain('dead-route-tree')
  expect(stdout).toContain(`@${dead.nodeId}`)
  const json = await runCli(['explain', dead.key, at('before.json'), '--json'])
  expect(JSON.parse(json.stdout)).toContainEqual(dead)
})

test('explain of a route that is not there names one that is', async () => {
  const { key } = before.routes[0]
  const { code, stdout, stderr } = await runCli(['explain', `${key}x`, at('before.json')])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(`Did you mean ${key}`)
})

test('explain cuts no sentence and no node id, however narrow', async () => {
  const dead = before.routes.find(({ state }) => state === 'dead')!
  const [finding] = before.findings.filter(({ routes }) => routes.includes(dead.key))
  const { stdout } = await runCli(['explain', dead.key, at('before.json')], { columns: 60 })
  expect(stdout.split('\n').filter((line) => line.length > 60)).toEqual([])
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(finding.remedy)
  for (const { nodeId } of dead.retainingPath!) expect(stdout).toMatch(new RegExp(`@${nodeId}\\b`))
})

async function isInView(what: Locator, height: number): Promise<boolean> {
  const box = await what.boundingBox()
  return box !== null && box.y >= -1 && box.y + box.height < height
}

test('a newcomer comes from the opened report to the line that keeps the dead tree alive, with one click', async () => {
  expect((await runCli(['report', at('before.json'), '--out', at('before.html')])).code).toBe(0)
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    await page.goto(String(pathToFileURL(at('before.html'))))
    await page.click('.sections a >> text=duplicates')
    const holder = page.locator('#duplicates .holder').first()
    await holder.waitFor()
    const [, name, file, line] = /^(\w+) keeps 20 dead trees alive([^:]+):(\d+)/.exec((await holder.textContent())!)!
    // Sections below may still be drawn.
    await expect.poll(() => isInView(holder, 900), { timeout: 10_000 }).toBe(true)
    const declaration = readFileSync(file, 'utf8').split('\n')[Number(line) - 1]
    expect(declaration).toMatch(new RegExp(`^export const ${name} = `))
    expect(await holder.locator('.code .at').textContent()).toContain(declaration)
  } finally {
    await browser.close()
  }
})

test('paths of dead routers begin at the module that holds them', () => {
  const paths = before.routers.flatMap(({ state, retainingPath }) => (state === 'dead' ? [retainingPath!] : []))
  expect(paths).toHaveLength(22)
  for (const [first, ...steps] of paths) {
    expect(first).toMatchObject({ edgeType: 'loader', name: 'ModuleWrap', source: app })
    expect(steps.find(({ edgeType }) => edgeType === 'export')?.edge).toMatch(/^(leaves|nested)$/)
  }
  expect(analyzed.stdout.length, 'the document, which was 958 kB with the way of the loader in each path').toBeLessThan(
    700_000,
  )
})

test('diff of two reports says that the finding went and how many bytes with it', async () => {
  const { code, stdout } = await runCli(['diff', at('before.json'), at('after.json'), '--json'])
  expect(code).toBe(0)
  const difference: Difference = JSON.parse(stdout)
  expect(difference.matchedBy).toBe('route key')
  const [finding] = before.findings.filter(({ code }) => code === 'dead-route-tree')
  const entry = difference.findings.find(({ key }) => key === 'dead-route-tree')
  expect(entry).toMatchObject({ change: 'removed', aBytes: finding.savingBytes, bBytes: null, aCount: finding.count })
})

test('diff of two snapshots of one process matches by node id, and its totals add up', async () => {
  const [a, b] = [at('kept/declared.heapsnapshot'), at('kept/composed.heapsnapshot')]
  const { code, stdout } = await runCli(['diff', a, b, '--json', '--quiet'])
  expect(code).toBe(0)
  const difference: Difference = JSON.parse(stdout)
  expect(difference.matchedBy).toBe('node id')
  for (const { aBytes, bBytes, deltaBytes } of difference.totals) expect(deltaBytes).toBe(bBytes! - aBytes!)
  expect(difference.totals.find(({ key }) => key === 'reachable')!.bBytes).toBe(before.totals.reachableBytes)
  // Every reachable byte is in one of these, so what they changed by is what the heap changed by.
  const kinds = ['routes', 'routers', 'validators outside routes', 'registries', 'routeheap itself', 'background']
  const sum = (keys: readonly string[]) =>
    difference.totals.reduce((bytes, { key, deltaBytes }) => bytes + (keys.includes(key) ? deltaBytes : 0), 0)
  expect(sum(kinds)).toBe(sum(['reachable']))
})

test.each([
  ['html', /^<!doctype html>/i],
  ['markdown', /^### routeheap: /],
  ['terminal', /dead-route-tree .*back/],
  ['json', /^\{/],
])('report shows a saved document again as %s', async (format, shape) => {
  const { code, stdout, stderr } = await runCli(['report', at('before.json'), '--format', format])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(shape)
  if (format === 'json') expect(stdout).toBe(analyzed.stdout)
})

test('report puts a proof and a floor into a report, and shows them alone as text', async () => {
  const save = (name: string, document: object) => writeFileSync(at(name), JSON.stringify(document))
  save('proof.json', fixtureProof(before))
  save('floor.json', fixtureFloor())
  save('floors.json', fixtureComparison())
  const words = ['report', at('before.json'), '--proof', at('proof.json'), '--floor', at('floors.json'), '--json']
  expect(JSON.parse((await runCli(words)).stdout)).toEqual({
    ...before,
    notes: [...before.notes, expect.stringContaining('The floor is of node server.js and npm start, the report of')],
    proof: fixtureProof(before),
    floor: fixtureComparison(),
  })
  for (const [name, shown] of [
    ['proof.json', 'koa-router-emptied'],
    ['floor.json', 'node server.js'],
    ['floors.json', 'npm start'],
  ]) {
    const { code, stdout } = await runCli(['report', at(name)], { columns: 80 })
    expect(code).toBe(0)
    expect(stdout).toContain(shown)
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(JSON.parse((await runCli(['report', at(name), '--json'])).stdout).schema).toMatch(
      /^routeheap\/(proof|floor)/,
    )
  }
  const refused = [
    [['--proof', at('floor.json')], 'floor.json is a routeheap/floor@1, and routeheap/proof@1 is expected.'],
    [['--floor', at('proof.json')], 'routeheap/floor@1 or routeheap/floor-comparison@1 is expected.'],
  ] as const
  for (const [given, problem] of refused) {
    const { code, stdout, stderr } = await runCli(['report', at('before.json'), ...given])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(problem)
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('Save one with --json of `routeheap prove` or `routeheap floor`.')
  }
  const page = await runCli(['report', at('proof.json'), '--out', at('proof.html')])
  expect(page.code).toBe(2)
  expect(page.stderr).toContain('has no page of its own')
})

test('the report says which variables keep the dead trees, on the lines that declare them', () => {
  const lines = readFileSync(app, 'utf8').split('\n')
  expect(before.holders.map(({ name }) => name).sort()).toEqual(['leaves', 'nested'])
  for (const { name, source, frame } of before.holders) {
    const line = lines.findIndex((text) => text.includes(`const ${name} =`)) + 1
    expect(source).toMatch(new RegExp(`^${app}:${line}:\\d+$`))
    expect(frame).toMatchObject({ file: app, line })
    expect(frame!.lines[line - frame!.first]).toBe(lines[line - 1])
  }
  const dead = before.duplicates.filter(({ kind }) => kind === 'dead')
  expect(dead.every(({ holder }) => holder !== null)).toBe(true)
  expect(dead.flatMap(({ others }) => others).filter((other) => other === null)).toEqual([])
  expect(dead.flatMap(({ routes }) => routes)).toHaveLength(before.totals.deadRoutes)
})

test('capture prints the path of each snapshot, and verify passes on them', async () => {
  const { code, stdout } = await runCli(['capture', app, '--out', at('captured'), '--quiet'])
  expect(code).toBe(0)
  const paths = stdout.trimEnd().split('\n')
  expect(paths).toEqual(before.phases.map(({ name }) => at(`captured/${name}.heapsnapshot`)))
  const verified = await runCli(['verify', paths.at(-1)!, '--quiet'])
  expect(verified).toMatchObject({ code: 0, stderr: '' })
  expect(verified.stdout).not.toContain('✖')
})

test.each([
  [['verify'], "missing required argument 'file'"],
  [['diff', 'a.json'], "missing required argument 'b'"],
  [['explain'], "missing required argument 'route'"],
  [['explain', 'GET /'], 'an app, and none is given.'],
  [['capture'], 'an app, and none is given.'],
  [['capture', '{kept}'], 'is a snapshot already'],
  [['report', '{kept}'], 'is not a report of routeheap'],
  [['verify', '{report}'], 'is a report that was saved before, not an app or a snapshot.'],
  [['verify', app], `${app} is an app, and a snapshot is read here.`],
  [['verify', 'src'], 'src is a folder, and a snapshot is read here.'],
  [['verify', 'package.json'], 'neither an app, a heap snapshot nor a saved report'],
  [['analyze', '{report}'], 'routeheap report'],
  [['analyze', 'gone.ts'], 'No such file'],
  [['analyze', 'README.md'], 'neither an app, a heap snapshot nor a saved report'],
  [['diff', 'package.json', 'package.json'], 'also a report that analyze --json printed'],
  [['explain', 'GET /', 'package.json'], 'also a report that analyze --json printed'],
  [['diff', 'gone.json', 'gone.json'], 'No such file'],
])('%j is refused with exit code 2 and a reason', async (words, reason) => {
  const names: Record<string, string> = { '{kept}': at('kept/composed.heapsnapshot'), '{report}': at('before.json') }
  const { code, stdout, stderr } = await runCli(words.map((word) => names[word] ?? word))
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(reason)
})

test('a place that takes no file is told, whether it is for the report or for snapshots', async () => {
  const report = await runCli(['analyze', app, '--quiet', '--out', join(at('before.json'), 'report.html')])
  expect(report).toMatchObject({ code: 2, stdout: '' })
  expect(report.stderr).toContain('a part of the path is not a folder')
  const keep = await runCli(['analyze', app, '--quiet', '--no-html', '--keep', join(at('before.json'), 'kept')])
  expect(keep).toMatchObject({ code: 2, stdout: '' })
  expect(keep.stderr).toContain('Cannot keep snapshots in')
  const captured = await runCli(['capture', app, '--quiet', '--out', at('before.json')])
  expect(captured).toMatchObject({ code: 2, stdout: '' })
  expect(captured.stderr).toContain('it is a file')
})

test('a full disk behind stdout ends with 4 and says so', async () => {
  const full = openSync('/dev/full', 'w')
  const { code, stderr } = await ended(started(['report', at('before.json'), '--format', 'json'], full))
  closeSync(full)
  expect(code).toBe(4)
  expect(stderr).toContain('Cannot write the result: ')
  expect(stderr).not.toContain('    at ')
})

test('Ctrl-C while the app boots ends with 130; no process and no temporary file is left', async () => {
  const pidFile = at('pid')
  const temporary = at('tmp')
  mkdirSync(temporary)
  writeFileSync(
    at('never.mjs'),
    `import { writeFileSync } from 'node:fs'
    writeFileSync(${JSON.stringify(pidFile)}, String(process.pid))
    setInterval(() => {}, 1000)
    await new Promise(() => {})`,
  )
  const run = started(['analyze', at('never.mjs'), '--out', at('never.html')], 'pipe', { TMPDIR: temporary })
  while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') await wait(20)
  expect(readdirSync(temporary)).not.toEqual([])
  run.kill('SIGINT')
  const { code, stderr } = await ended(run)
  expect(code).toBe(130)
  expect(stderr).toContain('routeheap: interrupted')
  const pid = Number(readFileSync(pidFile, 'utf8'))
  await expect.poll(() => isThere(pid)).toBe(false)
  expect(readdirSync(temporary)).toEqual([])
  expect(existsSync(at('never.html'))).toBe(false)
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('price ends at %s with %i, and prints nothing', async (signal, code) => {
  writeFileSync(at('priced.json'), '{"type":"object"}')
  const run = await runCli(['price', at('priced.json')], {
    started: (host) => setTimeout(() => host.emit(signal), 100),
  })
  expect(run).toMatchObject({ code, stdout: '', stderr: expect.stringContaining('routeheap: interrupted') })
})

test('an env file is where it was typed, also where the app runs in another folder', async () => {
  mkdirSync(at('elsewhere'))
  writeFileSync(at('.env'), 'SECRET=found\n')
  writeFileSync(
    at('elsewhere/server.mjs'),
    `import { createServer } from 'node:http'
    if (process.env.SECRET !== 'found') throw new Error('SECRET is ' + process.env.SECRET)
    createServer((_, answer) => answer.end()).listen(process.env.PORT)`,
  )
  const options = ['--quiet', '--no-html', '--cwd', at('elsewhere'), '--env-file', relative(process.cwd(), at('.env'))]
  const output = openSync('/dev/null', 'w')
  const run = await ended(started(['analyze', ...options, '--', process.execPath, 'server.mjs'], output))
  closeSync(output)
  expect(run).toEqual({ code: 0, stderr: '' })
})

/** The program as it is installed. */
function started(words: readonly string[], stdout: number | 'pipe', env: Record<string, string> = {}) {
  return spawn(process.execPath, ['bin/routeheap.js', ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', stdout, 'pipe'],
  })
}

async function ended(run: ReturnType<typeof started>): Promise<{ code: number | null; stderr: string }> {
  let stderr = ''
  run.stderr!.on('data', (chunk) => {
    stderr += chunk
  })
  const code = await new Promise<number | null>((resolve) => run.once('close', resolve))
  return { code, stderr }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
