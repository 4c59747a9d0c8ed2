import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'

test('a document that is held again is reclaimed with whatever else goes', async () => {
  const path = 'test/findings/fixtures/documents.mjs'
  const { findings, totals } = await analyze({ kind: 'module', path }, { exportName: 'buildLargeApp' })
  const mendable = findings.filter(({ severity }) => severity !== 'note')
  expect(mendable.map(({ code }) => code).sort()).toEqual(['head-twin', 'repeated-document'])
  // They have nothing in common.
  expect(totals.reclaimableBytes).toBe(mendable.reduce((sum, { savingBytes }) => sum + savingBytes, 0))
})
