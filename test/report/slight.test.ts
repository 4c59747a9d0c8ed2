import { expect, test } from 'vitest'
import { difference } from '../../src/diff/diff.ts'
import type { DeltaEntry } from '../../src/diff/difference.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { differenceLines } from '../../src/report/terminalDifference.ts'
import { differenceVerdict } from '../../src/report/words.ts'
import { fromSnapshot, report, route } from '../diff/reports.ts'

const sizes = (large: number, small: number, other: number) => [
  route('GET /large', large, 1),
  route('GET /small', small, 2),
  route('GET /other', other, 3),
]
const before = report({ routes: sizes(100_000, 500, 2_000) })
const after = report({ routes: sizes(100_900, 400, 2_130) })
const printed = (of: ReturnType<typeof difference>) => differenceLines(of, { width: 80, colour: false }).join('\n')

test('what two boots differ by is summed up, what is more is listed', () => {
  const found = difference(before, after, 'a', 'b')
  expect(differenceVerdict(found)).toBe('Routes: 1 grew, 0 the same, 2 nearly (by less than 128 B or 1 %).')
  const text = printed(found)
  expect(text).toMatch(/Routes up 1, \+130 B\n.*GET \/other/)
  expect(text).not.toContain('GET /large')
  expect(text).not.toContain('Routes down')
  expect(text.replace(/\s+/g, ' ')).toContain(', 2 routes +800 B.')
  expect(renderMarkdown(found)).toContain('Routes up: 1, +130 B')
})

test('of one process every byte is listed', () => {
  const sides = [before, after].map((side) => fromSnapshot(side))
  const found = difference(sides[0], sides[1], 'a', 'b')
  expect(found.matchedBy).toBe('node id')
  expect(differenceVerdict(found)).toBe('Routes: 2 grew, 1 shrank, 0 the same.')
  expect(printed(found)).toContain('GET /large')
})

test('findings save some of the same bytes and are not added up', () => {
  const saved = (key: string, aBytes: number, bBytes: number | null): DeltaEntry => ({
    key,
    change: bBytes === null ? 'removed' : 'shrank',
    aBytes,
    bBytes,
    deltaBytes: (bBytes ?? 0) - aBytes,
    aCount: 1,
    bCount: 1,
  })
  const findings = [
    saved('repeated-validator', 3_000, null),
    saved('repeated-schema', 2_000, null),
    saved('head-twin', 1_000, 960),
    saved('alias-route', 1_000, 960),
  ]
  const found = { ...difference(before, after, 'a', 'b'), findings }
  expect(printed(found)).toMatch(/^ {2}Findings 2$/m)
  expect(printed(found).replace(/\s+/g, ' ')).toContain(' 2 findings, 2 routes +800 B.')
  expect(renderMarkdown(found)).toContain('<summary>Findings: 2</summary>')
})
