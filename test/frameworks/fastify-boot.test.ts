import { expect, test } from 'vitest'
import { attribute } from '../../src/attribute/attribute.ts'
import { owningMarks } from '../../src/attribute/owners.ts'
import { bootEntries } from '../../src/frameworks/fastify/bootEntries.ts'
import { listAt } from '../../src/graph/lists.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import type { RouterMark } from '../../src/recognise/mark.ts'
import { appHeap } from '../helpers/appHeap.ts'
import { heap as drawn } from '../helpers/heap.ts'

test('what a server keeps of its boot is of the server, and the law holds', async () => {
  const { heap, marks } = await appHeap('test/frameworks/fixtures/fastify.mjs', 'fastify')
  const { owners, fold } = owningMarks(heap.graph, marks)
  const { sets, setBytes, ownerSet, reachableBytes, backgroundBytes } = attribute(heap.graph, owners, fold)
  expect(setBytes.reduce((sum, bytes) => sum + bytes, 0)).toBe(reachableBytes)
  expect(setBytes[0]).toBe(backgroundBytes)

  const nodes = Array.from({ length: heap.graph.nodeCount }, (_, node) => node)
  const boot = nodes.filter(
    (node) => heap.property(node, 'pluginTree') !== undefined && heap.property(node, '_readyQ') !== undefined,
  )
  expect(boot).toHaveLength(1)
  const kept = [boot[0], heap.property(boot[0], 'pluginTree')!, heap.property(boot[0], '_readyQ')!]
  for (const node of kept) {
    const holders = [...listAt(sets, ownerSet[node])].map((owner) => owners[owner])
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

test('tasks of routes are taken from the longest list, wherever the other queues stand in the heap', () => {
  const { graph, node } = drawn(`
    root            -> boot a1 b1 c1
    a1              -> worked context=boot
    b1              -> worked context=boot next=b2
    b2              -> worked context=boot next=b3
    b3              -> worked context=boot
    c1              -> worked context=boot next=c2
    c2              -> worked context=boot
    boot            -> pluginTree
    pluginTree      -> root=tree
    tree            -> nodes=entries
    entries:object "Array" -> element.0=x element.1=y
    x               -> label=after
    y               -> label=after
    after:string "bound _after"
  `)
  const boot = { kind: 'router', framework: 'fastify', internal: true, leading: [node.boot] } as Partial<RouterMark>
  const [{ leading }] = bootEntries(heapView(graph), [boot as RouterMark], 2)
  expect(leading.slice(-2)).toEqual([node.b2, node.b3])
})
