import { expect, test } from 'vitest'
import { siblingsOf } from '../../src/report/siblings.ts'
import { contentGroups } from '../../src/report/validatorGroups.ts'
import { assembled, fixtureReport } from './fixtures.ts'

test('each validator is in one content, and bytes and parts of all contents add up to those of all validators', () => {
  const report = fixtureReport(300)
  const groups = contentGroups(report)
  const members = groups.flatMap((group) => group.members)
  expect([...members].sort((a, b) => a - b)).toEqual(report.validators.map((_, index) => index))
  const sum = (sizes: readonly number[]) => sizes.reduce((total, bytes) => total + bytes, 0)
  expect(sum(groups.map(({ shareBytes }) => shareBytes ?? 0))).toBe(sum(report.validators.map((v) => v.shareBytes)))
  for (const { shareBytes, parts, times, nodeIds, routes, members } of groups) {
    if (parts === null) continue
    expect(sum(Object.values(parts))).toBe(shareBytes)
    expect(times).toBe(nodeIds.length)
    const keys = new Set(members.flatMap((index) => report.validators[index].routes))
    expect(routes.map((index) => report.routes[index].key).sort()).toEqual([...keys].sort())
  }
  expect(groups.filter(({ kind }) => kind === 'schema')).toHaveLength(report.schemas.length)
  expect(contentGroups(assembled([]))).toEqual([])
})

test('siblings of a route are the others that its handler, validators and schemas are found in', () => {
  const report = fixtureReport(300)
  const at = report.routes.findIndex(
    ({ handler, validators }) =>
      handler !== null && validators.some((index) => report.validators[index].group !== null),
  )
  const route = report.routes[at]
  const { byHandler, equal, holding } = siblingsOf(report, route)
  expect(byHandler).not.toContain(at)
  expect(byHandler).toHaveLength(report.routes.filter(({ handler }) => handler === route.handler).length - 1)
  const validator = report.validators[route.validators[0]]
  const same = report.validators.filter(({ group }) => group === validator.group)
  expect(equal(validator).copies).toBe(same.length - 1)
  const keys = equal(validator).routes.map((index) => report.routes[index].key)
  expect(keys.sort()).toEqual(
    [...new Set(same.flatMap(({ routes }) => routes))].filter((key) => key !== route.key).sort(),
  )
  expect(holding(validator)).toEqual([])
  expect(siblingsOf(report, report.routes[4]).bySchema).toEqual([
    { schema: 0, routes: [0, 1, 2, 3, 5] },
    { schema: 1, routes: [0] },
  ])
})
