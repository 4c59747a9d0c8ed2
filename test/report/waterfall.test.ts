import { expect, test } from 'vitest'
import type { Phase } from '../../src/report/report.ts'
import { waterfalls } from '../../src/report/waterfall.ts'

const phase = (name: Phase['name'], snapshotBytes: number, over: Partial<Phase> = {}): Phase => ({
  name,
  heapUsedBytes: snapshotBytes + 5,
  externalBytes: 20,
  rssBytes: 1_000,
  snapshotBytes,
  nodeCount: 1,
  edgeCount: 1,
  atMs: 0,
  insideComposition: false,
  ...over,
})

test('each bar begins where the one before it ended, and sums begin at nothing', () => {
  const falls = waterfalls([phase('start', 100), phase('declared', 130), phase('composed', 200), phase('warm', 190)])
  expect(falls.phases.map(({ name, from, to }) => [name, from, to])).toEqual([
    ['start', 0, 100],
    ['declared', 100, 130],
    ['composed', 130, 200],
    ['warm', 200, 190],
    ['snapshot', 0, 190],
  ])
  expect(falls.process.map(({ name, from, to }) => [name, from, to])).toEqual([
    ['snapshot', 0, 190],
    ['difference', 190, 195],
    ['heapUsed', 0, 195],
    ['external', 195, 215],
    ['rest of the process', 215, 1_000],
    ['RSS', 0, 1_000],
  ])
})

test('a file that was read is one bar, and says nothing of its process', () => {
  const absent = { heapUsedBytes: null, externalBytes: null, rssBytes: null, atMs: null }
  const { phases, process } = waterfalls([phase('snapshot', 70, absent)])
  expect(phases.map(({ from, to }) => [from, to])).toEqual([[0, 70]])
  expect(process).toEqual([])
  expect(waterfalls([])).toEqual({ phases: [], process: [] })
})
