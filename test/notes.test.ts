import { expect, test } from 'vitest'
import type { Finding } from '../src/findings/finding.ts'
import { leftOutNotes } from '../src/notes.ts'

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
