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
