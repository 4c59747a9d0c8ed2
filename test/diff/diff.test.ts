import { expect, test } from 'vitest'
import { difference } from '../../src/diff/diff.ts'
import type { DeltaEntry } from '../../src/diff/difference.ts'
import type { Report } from '../../src/report/report.ts'
import { finding, fromSnapshot, report, route, validator } from './reports.ts'

const lines = (entries: readonly DeltaEntry[]) =>
  entries.map(
    ({ key, change, aBytes, bBytes, deltaBytes }) => `${key}: ${change} ${aBytes} -> ${bBytes} (${deltaBytes})`,
  )

test('a route on one side only is added or removed, and the delta is b - a', () => {
  const a = report({ routes: [route('GET /a', 100), route('GET /b', 200), route('GET /same', 5)] })
  const b = report({ routes: [route('GET /b', 150), route('GET /c', 300), route('GET /same', 5)] })

  expect(lines(difference(a, b, 'a', 'b').routes)).toEqual([
    'GET /c: added null -> 300 (300)',
    'GET /a: removed 100 -> null (-100)',
    'GET /b: shrank 200 -> 150 (-50)',
    'GET /same: same 5 -> 5 (0)',
  ])
})

test('equal changes are ordered by key, without regard to the locale', () => {
  const b = report({ routes: [route('GET /é', 1), route('GET /z', 1), route('GET /Z', 1), route('GET /a', 1)] })
  const keys = difference(report(), b, 'a', 'b').routes.map(({ key }) => key)
  expect(keys).toEqual(['GET /Z', 'GET /a', 'GET /z', 'GET /é'])
})

test('the deltas of all routes add up to the delta of the total', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = numbers(seed)
    const [a, b] = [randomReport(random), randomReport(random)]
    const { routes, totals } = difference(a, b, 'a', 'b')
    const sum = routes.reduce((total, { deltaBytes }) => total + deltaBytes, 0)
    expect(sum, `seed ${seed}`).toBe(totals.find(({ key }) => key === 'routes')!.deltaBytes)
  }
})

test('swapping the sides turns every delta around', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = numbers(seed)
    const [a, b] = [randomReport(random), randomReport(random)]
    const forth = difference(a, b, 'a', 'b').routes
    const back = difference(b, a, 'b', 'a').routes
    expect(back.map(turned), `seed ${seed}`).toEqual(forth)
  }
})

test('a report has no difference to itself', () => {
  const a = report({
    routes: [route('GET /a', 100)],
    validators: [validator('body', 50, ['GET /a'])],
    findings: [finding('head-twin', 2, 70)],
  })
  const { totals, routes, validators, findings, categories } = difference(a, a, 'a', 'b')
  const all = [...totals, ...routes, ...validators, ...findings, ...categories]
  expect(all.filter(({ change }) => change !== 'same')).toEqual([])
})

test('findings of one code are added up, bytes and counts', () => {
  const a = report({ findings: [finding('repeated-validator', 2, 100), finding('repeated-validator', 3, 10)] })
  const b = report({ findings: [finding('repeated-validator', 9, 500)] })
  expect(difference(a, b, 'a', 'b').findings).toEqual([
    {
      key: 'repeated-validator',
      change: 'grew',
      aBytes: 110,
      bBytes: 500,
      deltaBytes: 390,
      aCount: 5,
      bCount: 9,
    },
  ])
})

test('validators that the heap cannot tell apart are one entry with a count', () => {
  const one = validator('body', 50, ['POST /a'])
  const [entry] = difference(report({ validators: [one] }), report({ validators: [one, one] }), 'a', 'b').validators
  expect(entry).toMatchObject({ key: 'ajv validator body POST /a', aCount: 1, bCount: 2, deltaBytes: 50 })
})

test('two snapshots of one process are matched by node id, also where a key has moved', () => {
  const stable = Array.from({ length: 20 }, (_, i) => route(`GET /${i}`, 10, 100 + i))
  const a = fromSnapshot(report({ routes: [...stable, route('GET /x #2', 40, 7)] }))
  const b = fromSnapshot(report({ routes: [...stable, route('GET /x', 45, 7)] }))

  const result = difference(a, b, 'a', 'b')
  expect(result.matchedBy).toBe('node id')
  expect(result.notes[0]).toBe(
    'Matched by node id: 20 of 21 routes have the same key and the same node id on both sides, so both snapshots come from one process.',
  )
  expect(lines(result.routes)[0]).toBe('GET /x: grew 40 -> 45 (5)')
})

test('two snapshots of different processes are matched by route key', () => {
  const a = fromSnapshot(report({ routes: [route('GET /a', 10, 1), route('GET /b', 10, 2)] }))
  const b = fromSnapshot(report({ routes: [route('GET /a', 10, 2), route('GET /b', 10, 1)] }))
  const result = difference(a, b, 'a', 'b')
  expect(result.matchedBy).toBe('route key')
  expect(result.routes.every(({ change }) => change === 'same')).toBe(true)
})

test('a side without routes shows nothing about processes, and the note says so', () => {
  const declared = fromSnapshot(report())
  const composed = fromSnapshot(report({ routes: [route('GET /a', 10, 1)] }))
  const first = (a: Report, b: Report) => difference(a, b, 'a', 'b').notes[0]
  const none = 'so nothing shows whether both come from one process.'
  expect(first(declared, composed)).toBe(`Matched by route key: a has no routes, ${none}`)
  expect(first(composed, declared)).toBe(`Matched by route key: b has no routes, ${none}`)
  const later = { ...declared, notes: ['Another one.'] }
  expect(first(declared, later)).toBe(`Matched by route key: neither a nor b has routes, ${none}`)
  const many = fromSnapshot(report({ routes: Array.from({ length: 1_360 }, (_, i) => route(`GET /${i}`, 10, i)) }))
  expect(first(many, { ...many, notes: ['Another one.'] })).toContain('1,360 of 1,360 routes have the same key')
})

test('two boots of one app are matched by route key even where all node ids agree', () => {
  const a = report({ routes: [route('GET /a', 10, 1)] })
  expect(difference(a, a, 'a', 'b').matchedBy).toBe('route key')
})

test('of equal documents no more is said than that they are equal', () => {
  const a = report({ routes: [route('GET /a', 10, 1), route('GET /b', 10, 3)] })
  const copy: Report = JSON.parse(JSON.stringify(a))
  expect(difference(a, copy, 'a', 'b').notes).toEqual(['The two documents are equal: nothing in b differs from a.'])
  const later = { ...copy, notes: ['Another one.'] }
  expect(difference(a, later, 'a', 'b').notes).toEqual([
    'Matched by route key: 2 of 2 routes have the same key and the same node id on both sides, which does not show that both come from one process.',
  ])
})

test('two apps are told by their names and by what is in both, and a file by its name alone is none', () => {
  const named = (name: string, keys: string[], kind: Report['subject']['kind'] = 'app') => {
    const base = report({ routes: keys.map((key, at) => route(key, 10, at)) })
    return { ...base, subject: { ...base.subject, kind, name } }
  }
  const keys = (count: number, prefix: string) => Array.from({ length: count }, (_, at) => `GET /${prefix}/${at}`)
  const told = (a: Report, b: Report) => difference(a, b, 'a', 'b').notes.slice(1)
  const [shop, blog] = [keys(20, 'shop'), keys(40, 'blog')]
  const words = (both: string) =>
    `a is of shop.ts, b of blog.ts, and ${both} in both: these look like two different apps.`
  expect(told(named('shop.ts', shop), named('blog.ts', blog))).toEqual([words('no route is')])
  expect(told(named('shop.ts', shop), named('blog.ts', []))).toEqual([words('no route is')])
  expect(told(named('shop.ts', shop), named('blog.ts', [shop[0], ...blog]))).toEqual([words('only 1 route is')])
  expect(told(named('shop.ts', shop), named('blog.ts', [...shop.slice(3), ...blog]))).toEqual([])
  expect(told(named('app.ts', shop), named('app.ts', blog))).toEqual([])
  expect(told(named('shop.ts', []), named('blog.ts', []))).toEqual([])
  const [before, after] = [named('1.heapsnapshot', [], 'snapshot'), named('2.heapsnapshot', shop, 'snapshot')]
  expect(told(before, after)).toEqual([])
})

test('different versions of Node are pointed out', () => {
  const a = report()
  const b: Report = { ...a, subject: { ...a.subject, nodeVersion: '24.0.0' } }
  expect(difference(a, b, 'a', 'b').notes.join('\n')).toContain('a ran on Node 20.20.2, b on Node 24.0.0')
  expect(difference(a, a, 'a', 'b').notes.join('\n')).not.toContain('versions of V8')
})

function randomReport(random: () => number): Report {
  const keys = Array.from({ length: 30 }, (_, i) => `GET /${i}`).filter(() => random() < 0.5)
  return report({ routes: keys.map((key) => route(key, Math.floor(random() * 5))) })
}

/** mulberry32: the same numbers for the same seed, everywhere. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const opposite = { added: 'removed', removed: 'added', grew: 'shrank', shrank: 'grew', same: 'same' } as const

function turned(entry: DeltaEntry): DeltaEntry {
  const { key, change, aBytes, bBytes, deltaBytes, aCount, bCount } = entry
  return {
    key,
    change: opposite[change],
    aBytes: bBytes,
    bBytes: aBytes,
    deltaBytes: 0 - deltaBytes,
    aCount: bCount,
    bCount: aCount,
  }
}
