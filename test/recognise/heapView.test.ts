import { beforeAll, expect, test } from 'vitest'
import type { Heap } from '../../src/recognise/heap.ts'
import { recognise } from '../../src/recognise/recognise.ts'
import type { Recogniser } from '../../src/recognise/recogniser.ts'
import { heapRecord } from '../../src/recognise/record.ts'
import { appHeap } from '../helpers/appHeap.ts'

const fixture = 'test/recognise/fixtures/values.mjs'
let heap: Heap
let joined: string
let probe: number
const at = (name: string) => heap.property(probe, name)!
const texts = (nodes: readonly number[]) => nodes.map((node) => heap.string(node))

beforeAll(async () => {
  const app = await appHeap(fixture, 'node:process')
  heap = app.heap
  joined = app.listed[0]
  const finder: Recogniser = {
    name: 'test',
    shape: ['probeOfValues'],
    recognise: (view, node) => {
      probe = view.property(node, 'probeOfValues')!
      return undefined
    },
  }
  recognise(heap, [finder])
})

test('oddballs are no properties, but booleans can be asked for', () => {
  for (const name of ['yes', 'no', 'nothing', 'missing']) expect(heap.property(probe, name)).toBeUndefined()
  expect(heap.booleanProperty(probe, 'yes')).toBe(true)
  expect(heap.booleanProperty(probe, 'no')).toBe(false)
  expect(heap.booleanProperty(probe, 'nothing')).toBeUndefined()
  expect(heap.booleanProperty(probe, 'small')).toBeUndefined()
})

test('numbers are read, whole ones and others', () => {
  expect(heap.numberProperty(probe, 'small')).toBe(42)
  expect(heap.numberProperty(probe, 'double')).toBe(3.25)
  expect(heap.numberProperty(probe, 'text')).toBeUndefined()
})

test('strings are read whole or not at all', () => {
  expect(heap.stringProperty(probe, 'text')).toBe('a"\\\n\u1234')
  expect(heap.stringProperty(probe, 'empty')).toBe('')
  expect(heap.stringProperty(probe, 'joined')).toBe(joined)
  expect(heap.stringProperty(probe, 'long')).toBeUndefined()
  expect(heap.stringProperty(probe, '<symbol of.test>')).toBe('symbolic')
})

test('elements come in index order, without holes', () => {
  expect(texts(heap.elements(at('array')))).toEqual(['a1', 'c3'])
  expect(texts(heap.elements(at('sparse')))).toEqual(['near', 'far'])
})

test('entries of a map and a set come in order, without deleted ones', () => {
  expect(texts(heap.mapEntries(at('map')).map(({ key }) => key))).toEqual(['second', 'third', 'fourth'])
  expect(heap.string(heap.mapEntries(at('map'))[2].value)).toBe('four')
  expect(texts(heap.mapEntries(at('set')).map(({ value }) => value))).toEqual(['s1', 's2'])
})

test('a function is followed through its bindings, and located in its file', () => {
  const inner = heap.unbound(at('bound'))
  expect(heap.name(inner)).toBe('inner')
  expect(heap.location(inner)).toMatch(/fixtures\/values\.mjs:\d+:\d+$/)
})

test('a proxy around a function is read as the function, and one around an object as itself', () => {
  expect(heap.name(at('proxied'))).toBe('called')
  expect(heap.elements(at('proxies')).map((node) => heap.type(node))).toEqual(['closure', 'hidden'])
})

test('a generated function names the function that made it, and has its source', () => {
  expect(heap.name(heap.generatedBy(at('generated'))!)).toBe('makeFunction')
  expect(heap.string(heap.source(at('generated'))!)).toContain('return a + 1')
  expect(heap.generatedBy(heap.unbound(at('bound')))).toBeUndefined()
})

test('the record of the preload is found, with the nodes behind its weak references', () => {
  const record = heapRecord(heap)!
  expect(record).toMatchObject({ phase: 'composed', frameworks: [{ name: 'f', version: '1.2.3' }] })
  expect(record.routes).toEqual([
    {
      framework: 'f',
      method: 'GET',
      path: '/r',
      source: 'app.js:1:2',
      packages: [],
      nodes: [heap.property(record.node, 'target')],
    },
  ])
  expect(record.routers[0].nodes).toEqual([])
  expect(record.app).toBe(heap.property(record.node, 'target'))
})
