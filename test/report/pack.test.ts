import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packed } from '../../src/report/pack/pack.ts'
import { unpacked } from '../../src/report/page/unpack.ts'
import { fixtureDifference, fixtureReport, hostileReport } from './fixtures.ts'

/** The JSON text of what the page reads out of what was packed. */
async function thereAndBack(json: string, least = 0): Promise<string> {
  const { text, bytes } = packed(json, least)
  expect(text).toMatch(/^[!-%'-;=?-~]*$/)
  return JSON.stringify(await unpacked(text, bytes))
}

const hostile = [
  '\ud800',
  'a\udc00',
  '\u0000',
  '</script><script>',
  '__proto__',
  'constructor',
  '=',
  '==',
  '\u2028',
  '',
]
const anyText = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 12 }))
const anyNumber = fc.oneof(
  fc.constantFrom(0, 2 ** 50, -(2 ** 50), 2 ** 53, -(2 ** 60), 1e308, 5e-324, -0.5, 255, 256),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const anyKey = fc.oneof(fc.constantFrom('__proto__', '10', '2', '-a', 'a', 'constructor'), anyText)
const objectOf = (entries: readonly (readonly [string, unknown])[]) => Object.fromEntries(entries)

const anyJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    anyText,
    anyNumber,
    fc.constantFrom(null, true, false),
    fc.array(tie('value'), { maxLength: 12 }),
    fc.array(fc.tuple(anyKey, tie('value')), { maxLength: 6 }).map(objectOf),
  ),
})).value

/** Tables of 64 rows and more, of few values, so that rows, sums, joins, lists and orders are often taken for each other. */
const anyTables = fc
  .record({
    rows: fc.integer({ min: 60, max: 140 }),
    seed: fc.integer({ min: 1, max: 2 ** 20 }),
    different: fc.integer({ min: 1, max: 200 }),
    odd: anyJson,
    key: anyKey,
  })
  .map(({ rows, seed, different, odd, key }) => {
    let state = seed
    const next = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      return (state >>> 8) % below
    }
    const ids = Array.from({ length: rows }, (_, at) => at).sort((a, b) => ((a * seed) % 97) - ((b * seed) % 97))
    const names = ids.map((id) => `n${id}`)
    const a = ids.map((id) => {
      const [whole, part] = [next(1_000) + different, next(different)]
      const [method, path] = [hostile[next(hostile.length)], `/${next(different)}`]
      const held = names.filter(() => next(20) === 0)
      return {
        id,
        name: `n${id}`,
        whole,
        part,
        rest: whole - part,
        method,
        path,
        both: `${method} ${path}`,
        held,
        users: [],
      }
    })
    const b = ids.map((id) => ({ name: `m${id}`, list: names.filter(() => next(9) === 0), same: next(2) === 0 }))
    const places = (name: string) => b.flatMap(({ list }, place) => (list.includes(name) ? [place] : []))
    const sorted = [...b].sort((x, y) => (x.list.length < y.list.length ? 1 : -1))
    const users = a.map((row) => ({ ...row, users: places(row.name) }))
    return objectOf([
      ['a', users],
      ['b', b],
      ['sorted', sorted],
      ['mixed', [...a, odd, ...b]],
      [key, [...b, odd]],
    ])
  })

test('any JSON comes back as the same text, and packs to the same text each time', async () => {
  const anyDocument = fc.oneof({ weight: 3, arbitrary: anyJson }, { weight: 1, arbitrary: anyTables })
  await fc.assert(
    fc.asyncProperty(anyDocument, async (document) => {
      const json = JSON.stringify(document)
      expect(await thereAndBack(json)).toBe(json)
      expect(packed(json, 0)).toEqual(packed(json, 0))
      expect(await thereAndBack(json, json.length + 1)).toBe(json)
    }),
    { numRuns: 200 },
  )
})

test('reports and differences come back as the same text', async () => {
  for (const document of [fixtureReport(0), fixtureReport(700), hostileReport(), fixtureDifference(300)]) {
    const json = JSON.stringify(document)
    expect(await thereAndBack(json)).toBe(json)
  }
})
