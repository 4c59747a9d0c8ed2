import { expect, test } from 'vitest'
import { reclaimableBytes } from '../../src/findings/reclaimable.ts'
import { findRegistryKeys } from '../../src/findings/registryKeys.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import type { RegistryMark } from '../../src/recognise/mark.ts'
import { appHeap } from '../helpers/appHeap.ts'
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

test('an Ajv that Fastify makes for a plugin goes with its key, and weighs what adding the schemas at the root gives back', async () => {
  const fixture = 'test/findings/fixtures/schemas-in-plugins.mjs'
  const app = await appHeap(fixture, 'fastify')
  const mended = await appHeap(fixture, 'fastify', { env: { MENDED: '1' } })
  const { facts } = heapFacts(app.heap.graph.snapshot, null)
  const after = heapFacts(mended.heap.graph.snapshot, null).facts
  const measured = facts.attribution.reachableBytes - after.attribution.reachableBytes
  const [found, ...others] = findRegistryKeys(facts)
  expect(others).toEqual([])
  expect(found).toMatchObject({ count: 11, framework: 'ajv-compiler', facts: { registries: 1, instances: 11 } })
  expect(Math.abs(found!.savingBytes / measured - 1), `${found!.savingBytes} of ${measured}`).toBeLessThan(0.2)
  // Whatever else is mended: what is told of all findings has it once.
  const besides = { ...found!, removable: [], apartBytes: 0, savingBytes: 0 }
  expect(reclaimableBytes(facts, [found!, besides])).toBe(found!.savingBytes)
  expect(findRegistryKeys(after)).toEqual([])
}, 120_000)
