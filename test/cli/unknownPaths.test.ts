import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Report } from '../../src/report/report.ts'
import { app } from '../capture/apps.ts'
import { runCli } from './run.ts'

/** V8 keeps a piece of 13 characters or more as a slice of the whole, and a snapshot does not say where it begins. */
const sliced = `
  import Koa from 'koa'
  import Router from '@koa/router'
  const all = '/users/:id/orders/teams/:id/members' + 'x'.repeat(2000)
  const router = new Router()
  for (const path of [all.slice(0, 17), all.slice(17, 35), '/plain']) router.get(path, (ctx) => (ctx.body = path))
  export default new Koa().use(router.routes())
`

test('a path that cannot be read says so, in the document, in the terminal and when it is asked for', async () => {
  const cwd = app({ 'app.mjs': sliced })
  const { stdout } = await runCli(['analyze', 'app.mjs', '--json', '--no-html', '--quiet'], { cwd })
  const { routes, findings, notes } = JSON.parse(stdout) as Report
  const note = 'The paths of 2 routes are not in the snapshot: the text is a slice of a longer one, or was cut.'
  expect(routes.map(({ key }) => key).sort()).toEqual(['GET (path unknown)', 'GET (path unknown) #2', 'GET /plain'])
  expect(routes.filter(({ path }) => path === null).map(({ state }) => state)).toEqual(['live', 'live'])
  for (const { source } of routes) expect(source).toMatch(/app\.mjs:6:78$/)
  // Unknown is not the same: none of them shadows the other.
  expect(findings).toEqual([])
  expect(notes).toEqual([note])

  writeFileSync(join(cwd, 'report.json'), stdout)
  const shown = await runCli(['report', 'report.json'], { cwd, columns: 120 })
  expect(shown.stdout).toMatch(/^ {2}GET \(path unknown\) {3,} .*app\.mjs:6:78$/m)
  expect(shown.stdout).toMatch(/^ {2}GET \(path unknown\) #2 .*app\.mjs:6:78$/m)
  expect(shown.stdout).toContain(note)
  const explained = await runCli(['explain', 'GET (path unknown) #2', 'report.json'], { cwd })
  expect(explained).toMatchObject({ code: 0, stderr: '' })
  expect(explained.stdout).toMatch(/^GET \(path unknown\) #2\n {2}\S+app\.mjs:6:78\n/)
})
