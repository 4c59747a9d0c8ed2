import { expect, test } from 'vitest'
import { structureKeys } from '../../src/findings/structureKey.ts'
import { appHeap } from '../helpers/appHeap.ts'
import { kept } from '../validators/kept.ts'

test('objects with their properties in hash tables are equal in whatever order V8 has them there', async () => {
  const { heap } = await appHeap('test/findings/fixtures/tables.mjs', 'node:fs')
  const tables = kept(heap, 'routeheapTestTables')
  const structureKey = structureKeys(heap, new Set())
  const [small, large, other] = ['small', 'large', 'other'].map((name) => {
    const root = heap.property(tables, name)!
    return { key: structureKey({ root, outlines: [] }), names: heap.propertyNames(root).join() }
  })
  expect(small.names).not.toBe(large.names)
  expect(small.key).toEqual(expect.any(String))
  expect(large.key).toBe(small.key)
  expect(other.key).not.toBe(small.key)
})
