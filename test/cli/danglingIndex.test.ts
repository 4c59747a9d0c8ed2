import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { DuplicateTree, Report, RouteEntry } from '../../src/report/report.ts'
import { finding, report, route } from '../diff/reports.ts'
import { runCli } from './run.ts'

const tree: DuplicateTree = {
  kind: 'dead',
  finding: null,
  router: null,
  prefix: '',
  otherPrefix: '',
  alike: 1,
  routes: [0],
  others: [null],
  bytes: 1,
  holder: null,
}
const one = (over: Partial<RouteEntry> = {}) => route('GET /', 1, 1, over)
const shared = (kind: 'route' | 'router') => ({ bytes: 1, owners: 2, others: [{ kind, index: 2 }] })

/** A report in which one index leads nowhere, and what is said of it. */
const damaged: Record<string, Partial<Report>> = {
  'routes[0] refers to number 1 of routers, of which there are 0': { routes: [one({ router: 1 })] },
  'routes[0] refers to number 9999 of validators, of which there are 0': { routes: [one({ validators: [9999] })] },
  'routes[0] refers to number 2 of routes, of which there are 1': { routes: [one({ sharedWith: [shared('route')] })] },
  'routes[0] refers to number 2 of routers, of which there are 0': {
    routes: [one({ sharedWith: [shared('router')] })],
  },
  'schemas[0] refers to number -1 of routes, of which there are 1': {
    routes: [one()],
    schemas: [{ library: 'zod', key: null, count: 2, nodeIds: [], routes: [-1] }],
  },
  'findings[0] refers to number 3 of holders, of which there are 0': {
    findings: [finding('head-twin', 1, 1, { holders: [3] })],
  },
  'duplicates[0] refers to number 4 of findings, of which there are 0': {
    routes: [one()],
    duplicates: [{ ...tree, finding: 4 }],
  },
  'duplicates[0] refers to number 0.5 of routes, of which there are 1': {
    routes: [one()],
    duplicates: [{ ...tree, others: [0.5] }],
  },
  'duplicates[0] refers to number 0 of holders, of which there are 0': {
    routes: [one()],
    duplicates: [{ ...tree, holder: 0 }],
  },
}

test.each(Object.entries(damaged))('a report is damaged where %s', async (words, over) => {
  const cwd = mkdtempSync(join(tmpdir(), 'routeheap-dangling-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  writeFileSync(join(cwd, 'report.json'), JSON.stringify(report(over)))
  const { code, stdout, stderr } = await runCli(['report', 'report.json'], { cwd })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(`report.json is not a report of routeheap: it is damaged: ${words}\n`)
})
