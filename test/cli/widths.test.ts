import { describe, expect, test } from 'vitest'
import { describeRoute } from '../../src/cli/routeText.ts'
import { columnsOf } from '../../src/report/printable.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { assembled, fixtureDifference, fixtureReport, hostileReport } from '../report/fixtures.ts'

const report = fixtureReport(120)
const hostile = hostileReport()

/** What a person reads, at one width. */
const texts = (width: number): Record<string, string> => {
  const look = { width, colour: false }
  return {
    summary: renderTerminal(report, look),
    'hostile summary': renderTerminal(hostile, look),
    'empty summary': renderTerminal(assembled([]), look),
    'summary without routes': renderTerminal({ ...report, routes: [] }, look),
    difference: renderTerminal(fixtureDifference(120), look),
    explanation: report.routes.map((route) => describeRoute(report, route, look)).join('\n'),
    'hostile explanation': hostile.routes.map((route) => describeRoute(hostile, route, look)).join('\n'),
  }
}

const widest = (text: string) => Math.max(...text.split('\n').map(columnsOf))

describe.each([40, 80, 160])('at %i columns', (width) => {
  const shown = texts(width)

  test.each(Object.keys(shown))('nothing of the %s is wider, and nothing moves the cursor', (name) => {
    expect(widest(shown[name])).toBeLessThanOrEqual(width)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(shown[name]).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
  })

  test.each(['summary', 'difference', 'explanation'])('the %s uses the width', (name) => {
    expect(widest(shown[name])).toBeGreaterThan(0.9 * width)
  })

  test('no id, no number of a size and no command is cut', () => {
    const route = report.routes.find(
      ({ retainingPath, validators }) => retainingPath !== null && validators.length > 0,
    )!
    const text = describeRoute(report, route, { width, colour: false })
    for (const { nodeId } of route.retainingPath!) expect(text).toMatch(new RegExp(`@${nodeId}\\b`))
    for (const index of route.validators) expect(text).toContain(`@${report.validators[index].nodeId}`)
    expect(text.replace(/\s+/g, ' ')).toContain('÷ 9 owners = 133 B')
    expect(text).toContain('source text')
    expect(shown.summary.replace(/\s+/g, ' ')).toContain(
      'routeheap explain "GET /path" <report> why its bytes are there',
    )
  })
})

test('a wide terminal shows where a route can be read in the repository, a narrow one leaves out what it would cut', () => {
  const route = report.routes.find(({ source }) => source !== null)!
  const link = `https://example.test/shop/blob/HEAD/${route.source!.split(':')[0]}#L${route.source!.split(':')[1]}`
  expect(describeRoute(report, route, { width: 160, colour: false })).toContain(link)
  expect(describeRoute(report, route, { width: 40, colour: false })).not.toContain('https://example.test/shop')
})

test('an explanation says where a row is middleware', () => {
  const route = { ...report.routes[0], framework: 'nest', middleware: true }
  expect(describeRoute(report, route, { width: 160, colour: false })).toContain('nest, as middleware, live: ')
})

test('an explanation in colour is the same text', () => {
  const [route] = report.routes
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what colours are made of
  const coloured = describeRoute(report, route, { width: 80, colour: true }).replace(/\u001b\[[\d;]*m/g, '')
  expect(coloured).toBe(describeRoute(report, route, { width: 80, colour: false }))
})

test('owners of one name are named once, with how many they are', () => {
  const outside = { kind: 'other', index: null } as const
  const shared = { bytes: 2_900, owners: 113, others: [outside, { kind: 'route', index: 1 } as const, outside] }
  const route = { ...report.routes[0], sharedBytes: 2_900, sharedWith: [shared] }
  const text = describeRoute(report, route, { width: 160, colour: false }).replace(/\s+/g, ' ')
  expect(text).toContain('with what is held outside of routes (2 owners), ')
  expect(text.match(/outside of routes/g)).toHaveLength(1)
  expect(text).toContain('and 109 more owners')
})
