import { expect, test } from 'vitest'
import { findRegistryKeys } from '../../src/findings/registryKeys.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import type { RegistryMark } from '../../src/recognise/mark.ts'
import { heap } from '../helpers/heap.ts'

test('of the documents that a cache has as keys one stays, the largest, and a cache with one key has nothing to mend', () => {
  const { snapshot, node } = heap(`
    root -> pool single
    pool -> first second third
    first:string "{}"   3000
    second:string "{a}" 5000
    third:string "{b}"  4000
    single -> only
    only:string "{c}"   9000
  `)
  const { facts } = heapFacts(snapshot, null)
  const registry = (library: string, leading: number, ...keys: number[]): RegistryMark => ({
    kind: 'registry',
    leading: [leading],
    library,
    name: 'pool',
    keys,
  })
  const marks = [registry('a', node.pool, node.first, node.second, node.third), registry('b', node.single, node.only)]
  expect(findRegistryKeys({ ...facts, marks })).toMatchObject([
    { code: 'registry-keys', count: 2, savingBytes: 7000, framework: 'a', facts: { registries: 1 } },
  ])
})
