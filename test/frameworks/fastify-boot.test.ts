import { expect, test } from 'vitest'
import { attribute } from '../../src/attribute/attribute.ts'
import { owningMarks } from '../../src/attribute/owners.ts'
import { appHeap } from '../helpers/appHeap.ts'

test('what a server keeps of its boot is of the server, and the law holds', async () => {
  const { heap, marks } = await appHeap('test/frameworks/fixtures/fastify.mjs', 'fastify')
  const { owners, reach } = owningMarks(heap.graph, marks)
  const { sets, setBytes, ownerSet, reachableBytes, backgroundBytes } = attribute(heap.graph, owners, reach)
  expect(setBytes.reduce((sum, bytes) => sum + bytes, 0)).toBe(reachableBytes)
  expect(setBytes[0]).toBe(backgroundBytes)

  const nodes = Array.from({ length: heap.graph.nodeCount }, (_, node) => node)
  const boot = nodes.filter(
    (node) => heap.property(node, 'pluginTree') !== undefined && heap.property(node, '_readyQ') !== undefined,
  )
  expect(boot).toHaveLength(1)
  const kept = [boot[0], heap.property(boot[0], 'pluginTree')!, heap.property(boot[0], '_readyQ')!]
  for (const node of kept) {
    const holders = [...sets[ownerSet[node]]].map((owner) => owners[owner])
    expect(holders.map(({ kind }) => kind)).toEqual(['router'])
  }
})
