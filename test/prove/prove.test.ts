import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { prove } from '../../src/prove.ts'
import { renderProof } from '../../src/report/terminalProof.ts'

const sample = (name: string) => fileURLToPath(new URL(`../../samples/${name}/app.ts`, import.meta.url))
const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url))

/** How many processes run this file. */
const running = (file: string) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0').includes(file)
      } catch {
        return false
      }
    }).length

test.each([
  ['fastify-versions', ['shared-compilers']],
  ['fastify-refs', ['shared-compilers']],
  ['fastify-head-twins', ['shared-compilers', 'head-routes-off']],
  ['koa-nested', ['koa-router-emptied']],
  ['hono-subapps', ['hono-emptied']],
])('%s: what was predicted is measured, and everything answers the same', async (name, remedies) => {
  const proof = await prove({ kind: 'module', path: sample(name) }, { runs: 2, plainGets: true })
  expect(proof.remedies.map((remedy) => remedy.name)).toEqual(remedies)
  for (const { places } of proof.remedies) expect(places).toBeGreaterThan(0)
  // 5 % is the rule on a quiet machine; a boot under load is off by some kB, which is much of a small saving.
  const slackPercent = 5 + (100 * 12_000) / proof.predictedBytes
  expect(Math.abs(proof.deviationPercent ?? Number.NaN), `${proof.deviationPercent} %`).toBeLessThan(slackPercent)
  // Boots of one side are alike: a page of V8's that is counted or not would be 230 kB.
  const { before, after } = proof.measured!.heapBytes
  for (const { least, most } of [before, after]) expect(most - least).toBeLessThan(100_000)
  expect(proof.measured).toMatchObject({ runs: 2 })
  expect(proof.routes).toMatchObject({ equal: true, missing: [], added: [] })
  expect(proof.routes?.removed).toBe(name === 'fastify-head-twins' ? 24 : 0)
  if (proof.requests !== null) expect(proof.requests).toMatchObject({ equal: true, varying: [] })
})

test('answers that a remedy changes are told, and those that change by themselves are left out', async () => {
  const proof = await prove(
    { kind: 'module', path: fixture('reads-its-sub-app.mjs') },
    {
      runs: 2,
      requests: ['GET /count', 'GET /v1/books/0', 'GET /random', 'HEAD /v1/books/0'],
      openapi: '/openapi.json',
    },
  )
  expect(proof.requests).toMatchObject({
    equal: false,
    sent: 5,
    different: [{ request: 'GET /count', what: 'status', before: '200', after: '500' }],
    varying: ['GET /random'],
  })
  expect(proof.notes).toContain('Operations of /openapi.json that were not sent, since they lack an example: 1.')
})

test('an app that speaks HTTP/2 only is asked over HTTP/2', async () => {
  const proof = await prove({ kind: 'module', path: fixture('over-http2.mjs') }, { runs: 1, plainGets: true })
  expect(proof.requests).toEqual({ equal: true, sent: 30, different: [], varying: [], unanswered: [] })
})

test('where nothing can be mended in memory, it is said and nothing is booted again', async () => {
  const proof = await prove({ kind: 'module', path: sample('clean-fastify') })
  expect(proof).toMatchObject({
    remedies: [],
    byHand: [],
    measured: null,
    routes: null,
    requests: null,
    predictedBytes: 0,
  })
  expect(renderProof(proof, { width: 80, colour: false })).toContain('Nothing was found that is worth mending.')
})

test('only the remedies that are named are applied, the rest is told to be done by hand', async () => {
  const proof = await prove(
    { kind: 'module', path: sample('fastify-head-twins') },
    { runs: 1, only: ['shared-compilers'] },
  )
  expect(proof.remedies.map(({ name }) => name)).toEqual(['shared-compilers'])
  expect(proof.byHand).toMatchObject([{ code: 'head-twin', leftOut: 'head-routes-off' }])
  expect(proof.byHand[0].diff).toContain('exposeHeadRoutes: false')
  expect(proof.routes).toMatchObject({ equal: true, removed: 0 })
})

test('a remedy or a request that does not exist is refused before anything is booted', async () => {
  const target = { kind: 'module', path: sample('clean-fastify') } as const
  await expect(prove(target, { only: ['magic'] })).rejects.toMatchObject({ code: 'wrong-usage' })
  await expect(prove(target, { requests: ['what'] })).rejects.toMatchObject({ code: 'wrong-usage' })
  await expect(prove(target, { openapi: 'no.json' })).rejects.toMatchObject({ code: 'file-not-found' })
  await expect(prove(target, { openapi: sample('clean-fastify') })).rejects.toMatchObject({ code: 'wrong-usage' })
})

test('an app that does not boot is told as in an analysis, and no process stays behind', async () => {
  const file = fixture('throws.mjs')
  await expect(prove({ kind: 'module', path: file })).rejects.toMatchObject({ code: 'app-threw' })
  await expect.poll(() => running(file)).toBe(0)
})
