import { join } from 'node:path'
import { writeHeapSnapshot } from 'node:v8'
import { expect, test } from 'vitest'
import { analyze } from '../src/analyze.ts'
import type { Finding } from '../src/findings/finding.ts'
import { leftOutNotes } from '../src/notes.ts'
import { app } from './capture/apps.ts'

const finding = (code: Finding['code'], framework: string, savingBytes: number): Finding => ({
  code,
  severity: 'note',
  count: 1,
  savingBytes,
  removable: [],
  groups: [],
  routes: [],
  evidence: [],
  framework,
  facts: {},
})

test('what is too small to be told is told to be there, with its bytes', () => {
  expect(leftOutNotes([])).toEqual([])
  expect(
    leftOutNotes([finding('repeated-schema', 'zod', 3_999), finding('repeated-validator', 'ajv', 11_736)]),
  ).toEqual([])
  const found = [finding('repeated-schema', 'zod', 16_904), finding('repeated-document', 'openapi', 4_000)]
  expect(leftOutNotes(found)).toEqual([
    'Too small to be a finding where no route has a part in it: repeated-schema of zod, 16904 bytes; repeated-document of openapi, 4000 bytes.',
  ])
})

test.each([
  [
    "import express from 'express'\nexport const app = express()",
    /^express was loaded, but it has no route, and no other/,
  ],
  [
    "import http from 'node:http'\nhttp.createServer(() => {}).listen(0, '127.0.0.1')",
    /^No router that routeheap knows was found, so no route/,
  ],
])('an app without routes is told what was loaded: %s', async (text, note) => {
  const cwd = app({ 'app.mjs': text })
  const { notes } = await analyze({ kind: 'module', path: `${cwd}/app.mjs` }, { cwd })
  expect(notes).toContainEqual(expect.stringMatching(note))
})

test('nothing is said of composition where a snapshot was read from a file', async () => {
  const folder = app({})
  const path = join(folder, 'plain.heapsnapshot')
  writeHeapSnapshot(path)
  const { notes } = await analyze({ kind: 'snapshot', path })
  expect(notes).toContain('No router that routeheap knows was found, so no route has a row.')
})

test('a thread that runs a file of the app is named, and one of a package is not', async () => {
  const cwd = app({
    'app.mjs': `
      import { Worker } from 'node:worker_threads'
      import express from 'express'
      for (const file of ['./own.mjs', './own.mjs', './node_modules/logger/thread.mjs', './short.mjs'])
        new Worker(new URL(file, import.meta.url))
      setTimeout(() => express().get('/a', (q, s) => s.end()).listen(0), 1500)`,
    'own.mjs': 'setInterval(() => {}, 1000)',
    'short.mjs': '',
    'node_modules/logger/thread.mjs': 'setInterval(() => {}, 1000)',
  })
  const { notes } = await analyze({ kind: 'module', path: `${cwd}/app.mjs` }, { cwd })
  expect(notes).toEqual([
    '2 worker threads of the app (own.mjs) run beside it: their heaps and what is served there are not looked at.',
  ])
}, 60_000)

test('a framework whose router is not known is named beside one that is, where its server was loaded', async () => {
  const cwd = app({
    'app.mjs': `
      import express from 'express'
      import 'moleculer-web'
      import 'next/link.js'
      import '@hattip/router'
      import 'fets'
      express().get('/a', (q, s) => s.end()).listen(0)`,
    'node_modules/moleculer-web/package.json': '{"name":"moleculer-web","version":"0.10.8","main":"index.js"}',
    'node_modules/moleculer-web/index.js': '',
    'node_modules/@hattip/router/package.json':
      '{"name":"@hattip/router","version":"0.0.49","exports":"./dist/index.js"}',
    'node_modules/@hattip/router/dist/index.js': '',
    'node_modules/fets/package.json': '{"name":"fets","version":"0.8.12","type":"module","main":"esm/index.js"}',
    'node_modules/fets/esm/index.js': '',
    'node_modules/next/package.json': '{"name":"next","version":"15.0.0"}',
    'node_modules/next/link.js': '',
  })
  const { notes, subject } = await analyze({ kind: 'module', path: `${cwd}/app.mjs` }, { cwd })
  expect(notes).toEqual([
    'moleculer-web 0.10.8, @hattip/router 0.0.49, fets 0.8.12 were loaded, and their routers are not known: what is registered there has no row.',
  ])
  expect(subject.frameworks.map(({ name }) => name)).toEqual(['express'])
}, 60_000)
