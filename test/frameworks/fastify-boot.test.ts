import { expect, test } from 'vitest'
import { attribute } from '../../src/attribute/attribute.ts'
import { owningMarks } from '../../src/attribute/owners.ts'
import { bootEntries } from '../../src/frameworks/fastify/bootEntries.ts'
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

test.each(['fastify', 'fastify4'])('%s: routes that go take as many entries and tasks of the boot', async (name) => {
  const { heap, marks } = await appHeap('test/frameworks/fixtures/fastify.mjs', name)
  const [{ leading }, ...others] = bootEntries(heap, marks, 3)
  expect(others).toEqual([])
  expect(leading.slice(0, 3).map((node) => heap.stringProperty(node, 'label'))).toEqual(Array(3).fill('bound _after'))
  const tasks = leading.slice(3)
  expect(tasks).toHaveLength(3)
  // The last ones of the list: the end of it holds no other task.
  expect(tasks.map((task) => heap.property(task, 'next'))).toEqual([tasks[1], tasks[2], undefined])
  expect(bootEntries(heap, marks, 0)).toEqual([])
})
