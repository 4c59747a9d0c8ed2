import { expect, test } from 'vitest'
import type { Finding } from '../../src/findings/finding.ts'
import { frameworkPhrases } from '../../src/frameworks/recognisers.ts'
import { findingWords } from '../../src/report/findingWords.ts'

/** The remedy of a finding of Fastify with these numbers. */
const remedyOf = (code: Finding['code'], facts: Finding['facts']): string => {
  const finding: Finding = {
    code,
    severity: 'note',
    count: 1,
    savingBytes: 0,
    removable: [],
    groups: [],
    routes: [],
    evidence: [],
    framework: 'fastify',
    facts,
  }
  return findingWords(finding, (name) => frameworkPhrases[name]).remedy
}

test('what must be done before the remedy is said where the finding has a reason for it', () => {
  const plain = remedyOf('alias-route', { cachedBytes: 0, written: 0 })
  expect(plain).toMatch(/^ignoreTrailingSlash: true/)
  expect(remedyOf('alias-route', { cachedBytes: 0, written: 2 })).toMatch(
    /take one of the two out first.+ignoreTrailingSlash: true/,
  )
})
