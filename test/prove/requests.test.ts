import { expect, test } from 'vitest'
import type { RequestsCheck } from '../../src/prove/proof.ts'
import { type Answer, compareAnswers, readRequest } from '../../src/prove/requests.ts'
import { answersInShort, routesInShort } from '../../src/report/proofWords.ts'
import { renderProof } from '../../src/report/terminalProof.ts'
import { fixtureReport } from '../report/fixtures.ts'
import { fixtureProof } from '../report/measurements.ts'

const [a, b] = ['GET /a', 'GET /b'].map(readRequest)
const good: Answer = { status: 200, headers: '', body: 'x' }
const hangUp = 'socket hang up'
const textOf = (requests: RequestsCheck) =>
  renderProof({ ...fixtureProof(fixtureReport(1)), requests }, { width: 100, colour: false })

test('requests that nobody answers are no equal answers: nothing is compared, and nothing is said to be the same', () => {
  const silent = [hangUp, hangUp]
  const found = compareAnswers([a, b], [silent, silent], [silent, ['read ECONNRESET', hangUp]])
  expect(found).toEqual({
    equal: null,
    sent: 2,
    different: [],
    varying: [],
    unanswered: [
      { request: 'GET /a', reason: hangUp },
      { request: 'GET /b', reason: hangUp },
    ],
  })
  expect(textOf(found)).toContain('  – 2 requests got no answer: socket hang up; they prove nothing\n    GET /a\n')
  expect(textOf(found)).not.toMatch(/✔ .*request/)
  expect(answersInShort(found)).toBe('answers of no request compared, 2 without an answer')
})

test('what is said of the answers is said of the answered requests only', () => {
  const found = compareAnswers([a, b], [[good, hangUp]], [[good, hangUp]])
  expect(found).toMatchObject({ equal: true, sent: 2, unanswered: [{ request: 'GET /b', reason: hangUp }] })
  expect(textOf(found)).toContain('✔ 1 request answered the same')
  expect(textOf(found)).toContain('– 1 of 2 requests got no answer: socket hang up; it proves nothing')
  expect(answersInShort(found)).toBe('answers of 1 request equal, 1 without an answer')
})

test('what is the same of routes is what probes saw, and is called so', () => {
  const routes = { equal: true, count: 27, removed: 13, missing: [], added: [] }
  const text = renderProof({ ...fixtureProof(fixtureReport(1)), routes }, { width: 60, colour: false })
  expect(text).toContain(
    '  ✔ 27 registrations of routes the same, but for 13 HEAD\n    routes that the remedy removes\n',
  )
  expect(routesInShort(routes)).toBe('27 registrations of routes equal')
  expect(routesInShort({ ...routes, equal: false })).toBe('registrations of routes differ')
})

test('a request that one side alone answers is a difference, whichever side it is', () => {
  const failed = { request: 'GET /a', what: 'failed', before: 'status 200', after: hangUp }
  expect(compareAnswers([a], [[good], [good]], [[good], [hangUp]])).toMatchObject({ equal: false, different: [failed] })
  expect(compareAnswers([a], [[hangUp]], [[good]])).toMatchObject({ equal: false, unanswered: [] })
  expect(compareAnswers([a], [[hangUp], [good]], [[hangUp]])).toMatchObject({ equal: null, varying: ['GET /a'] })
})
