import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { findings } from '../../src/findings/findings.ts'
import { reclaimableBytes } from '../../src/findings/reclaimable.ts'
import { findRepeatedSchemas } from '../../src/findings/repeatedSchema.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import { markSources } from '../../src/recognise/sources.ts'
import { appHeap } from '../helpers/appHeap.ts'
import { heap } from '../helpers/heap.ts'
import { registry, route, schema, validator } from '../helpers/marks.ts'
import { schemaFacts } from '../helpers/schemaFacts.ts'

const fixture = 'test/findings/fixtures/zod-mounts.mjs'

test('schemas that are built for each mount weigh what the app gives back when they are built once', async () => {
  const app = await appHeap(fixture, 'zod')
  const mended = await appHeap(fixture, 'zod', { env: { MENDED: '1' } })
  const measured = Number(app.listed[0]) - Number(mended.listed[0])
  const { facts } = heapFacts(app.heap.graph.snapshot, null)
  const found = findings(facts).filter(({ code }) => code === 'repeated-schema')
  expect(found.map(({ framework, count, facts: { groups, total } }) => [framework, count, groups, total])).toEqual([
    // Twenty routes, mounted three times.
    ['zod', 40, 20, 60],
  ])
  const [{ savingBytes, severity, routes, removable }] = found
  expect(severity).toBe('error')
  expect(routes.length).toBe(60)
  const sourceOf = markSources(app.heap, facts.marks, undefined, (source) => source, process.cwd())
  // The handler that uses the schema, beside the call that builds it.
  expect(sourceOf(removable[0])).toMatch(/^test\/findings\/fixtures\/zod-mounts\.mjs:20:\d+$/)
  expect(Math.abs(savingBytes / measured - 1), `${savingBytes} of ${measured}`).toBeLessThan(0.15)

  const after = findings(heapFacts(mended.heap.graph.snapshot, null).facts)
  expect(after.filter(({ severity }) => severity !== 'note')).toEqual([])
}, 120_000)

test('what handlers build for each request has the place of the variable that keeps it', async () => {
  const file = 'test/findings/fixtures/per-request.mjs'
  const warm = Array.from({ length: 120 }, (_, at) => (at % 2 === 0 ? '/orders' : '/checks'))
  const report = await analyze({ kind: 'module', path: file }, { warm })
  const heldBy = report.findings.map(({ code, holders }) => [code, holders.map((index) => report.holders[index].name)])
  // Of objects of a library, of generated code, and of documents.
  expect(heldBy.sort()).toEqual([
    ['repeated-schema', ['ajv']],
    ['repeated-schema', ['answers']],
    ['repeated-validator', ['ajv']],
  ])
  for (const { count, routes, source } of report.findings) {
    // No route leads to them, and which function built them is in no heap.
    expect({ count, routes, source }).toEqual({ count: 59, routes: [], source: null })
  }
  const line = (name: string) => report.holders.find((holder) => holder.name === name)
  expect(line('answers')).toMatchObject({ source: `${file}:5:7`, frame: { file, line: 5 } })
  expect(line('ajv')).toMatchObject({ source: `${file}:6:7`, frame: { file, line: 6 } })
  expect(line('ajv')?.frame?.lines).toContain('const ajv = new Ajv()')
}, 120_000)

test('the heaviest of equal schemas stays, in whatever order the heap has them', () => {
  const lines = [
    'plain "Object" 32 -> type=object',
    'used "Object" 32 -> type=object internal.made=made',
    'text "Object" 32 -> type=string',
    'also "Object" 32 -> type=string internal.made=more',
  ]
  const savings = [lines, [...lines].reverse()].map((drawn) => {
    const { graph, node } = heap(`
      root -> plain used text also
      ${drawn.join('\n')}
      made "Object" 500
      more "Object" 900
      object:string "object"
      string:string "string"
      one:number "smi number" -> internal.value=digit
      digit:string "1"
    `)
    const marks = ['plain', 'used', 'text', 'also'].map((name) => schema(node[name]))
    return findRepeatedSchemas(schemaFacts(graph, marks)).map(({ savingBytes, groups, removable }) => ({
      savingBytes,
      stays: groups.map(([first]) => ['plain', 'used', 'text', 'also'].find((name) => node[name] === first.leading[0])),
      goes: removable.length,
    }))
  })
  expect(savings).toEqual([[{ savingBytes: 64, stays: ['also', 'used'], goes: 2 }], savings[0]])
})

test('of equal schemas the one stays that a cache has notes on, in whatever order the heap has them', () => {
  const lines = ['plain "Object" 32 -> type=object', 'noted "Object" 32 -> type=object']
  for (const drawn of [lines, [...lines].reverse()]) {
    const { graph, node } = heap(`
      root -> plain noted cache
      ${drawn.join('\n')}
      cache "Cache" 16 -> entry
      entry "Entry" 200 -> schema=noted note=note
      note "Note" 30
      object:string "object"
      one:number "smi number" -> internal.value=digit
      digit:string "1"
    `)
    const facts = schemaFacts(graph, [schema(node.plain), schema(node.noted), registry(node.cache)])
    // Whichever stays, the cache is given it.
    expect(findRepeatedSchemas(facts)).toMatchObject([{ savingBytes: 32, groups: [[{ leading: [node.noted] }, {}]] }])
  }
})

test.each([
  ['most', 'firstInner', 'first', 9542],
  // What the second made when it was used is more than that.
  ['a little', 'firstNote', 'second', 9032],
  ['nothing', '', 'second', 9042],
])('which of two equal schemas stays where something else keeps %s of one', (_, kept, stays, savingBytes) => {
  const lines = ['first', 'second'].map(
    (name) => `
      ${name} "Object" 32 -> inner=${name}Inner note=${name}Note ${name === 'second' ? 'internal.made=made' : ''}
      ${name}Inner "Object" 9000 -> type=text
      ${name}Note "Object" 10 -> type=text`,
  )
  for (const drawn of [lines, [...lines].reverse()]) {
    const { graph, node } = heap(`
      root -> first second keeper texts
      ${drawn.join('')}
      keeper "Scope" 16 -> ${kept}
      texts "Scope" 16 -> text
      made "Object" 500
      text:string "string" 20
      one:number "smi number" -> internal.value=digit
      digit:string "1"
    `)
    const facts = schemaFacts(graph, [schema(node.first), schema(node.second)])
    const [found, ...others] = findRepeatedSchemas(facts)
    expect(others).toEqual([])
    expect(found).toMatchObject({ savingBytes, groups: [[{ leading: [node[stays]] }, {}]] })
  }
})

test('a schema weighs what the function that its library generated for it leads to as well', () => {
  const { graph, node } = heap(`
    root -> plain used texts
    plain "Object" 32 -> inner=plainInner
    used "Object" 32 -> inner=usedInner internal.made=made
    plainInner "Object" 9000 -> type=text
    usedInner "Object" 9000 -> type=text
    made:closure "parse" 64 -> internal.context=usedInner
    texts "Scope" 16 -> text
    text:string "string" 20
    one:number "smi number" -> internal.value=digit
    digit:string "1"
  `)
  const facts = schemaFacts(graph, [schema(node.plain), schema(node.used), validator(node.made, null)])
  const [found] = findRepeatedSchemas(facts)
  expect(found).toMatchObject({ savingBytes: 9032, groups: [[{ leading: [node.used] }, {}]] })
})

test('equal parts of schemas that differ weigh what the app gives back when they are made once', async () => {
  const parts = 'test/findings/fixtures/schema-parts.mjs'
  const app = await appHeap(parts, 'zod')
  const mended = await appHeap(parts, 'zod', { env: { MENDED: '1' } })
  const { facts } = heapFacts(app.heap.graph.snapshot, null)
  const after = heapFacts(mended.heap.graph.snapshot, null).facts
  const measured = facts.attribution.reachableBytes - after.attribution.reachableBytes
  const found = findRepeatedSchemas(facts)
  const told = found.map(({ framework, count, groups, parts }) => [framework, count, groups.length, parts?.length])
  expect(told.sort()).toEqual([
    ['json-schema', 59, 0, 1],
    // With the one at module scope there are 61; the other one is in no schema.
    ['zod', 60, 0, 1],
  ])
  const bytes = found.reduce((sum, { savingBytes }) => sum + savingBytes, 0)
  expect(Math.abs(bytes / measured - 1), `${bytes} of ${measured}`).toBeLessThan(0.1)
  expect(findRepeatedSchemas(after)).toEqual([])
}, 120_000)

test('parts of documents that differ are told once, what is inside them with them, and what a whole document equals', () => {
  const parts = ['one', 'two', 'three', 'kept']
  const { graph, node } = heap(`
    root -> a b c whole keeper
    a "Object" 40 -> properties=one first=number
    b "Object" 40 -> properties=two second=number
    c "Object" 40 -> properties=three third=number
    whole "Object" 15000 -> inner=kept
    keeper "Scope" 16 -> text
    ${parts.map((name) => `${name} "Object" 15000 -> inner=${name}Inner`).join('\n')}
    ${parts.map((name) => `${name}Inner "Object" 9000 -> type=${name === 'kept' ? 'number' : 'text'}`).join('\n')}
    text:string "string" 500
    number:number "smi number" -> internal.value=digit
    digit:string "1"
  `)
  const marks = ['a', 'b', 'c', 'whole'].map((name) => schema(node[name]))
  const facts = schemaFacts(graph, marks)
  const [found, ...others] = findRepeatedSchemas(facts)
  expect(others).toEqual([])
  // Of three the second and the third, each with what is inside: the text stays with the first.
  expect(found).toMatchObject({ count: 2, savingBytes: 48_000, removable: [], groups: [], facts: { parts: 2 } })
  expect(found.parts?.map((group) => group.map(({ bytes }) => bytes))).toEqual([[0, 24_000, 24_000]])
  expect(reclaimableBytes(facts, [found])).toBe(48_000)
})

test('a part that something else holds as well gives back only what is behind it alone', () => {
  const { graph, node } = heap(`
    root -> a b holder
    a "Object" 40 -> properties=one first=number
    b "Object" 40 -> properties=two second=number
    holder "Scope" 16 -> c
    c "Route" 40 -> oneInner twoInner
    one "Object" 30000 -> inner=oneInner
    two "Object" 30000 -> inner=twoInner
    oneInner "Object" 9000 -> type=number
    twoInner "Object" 9000 -> type=number
    number:number "smi number" -> internal.value=digit
    digit:string "1"
  `)
  const facts = schemaFacts(graph, [schema(node.a), schema(node.b), route(node.c)])
  expect(findRepeatedSchemas(facts)).toMatchObject([{ count: 1, savingBytes: 30_000 }])
})
