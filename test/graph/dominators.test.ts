import { expect, test } from 'vitest'
import { certifyDominators } from '../../src/graph/certifyDominators.ts'
import { dominators } from '../../src/graph/dominators.ts'
import type { HeapGraph } from '../../src/graph/graph.ts'
import { shallowSize, shallowSizes } from '../../src/graph/shallowSizes.ts'
import { heapGraph } from '../../src/graph/strongEdges.ts'
import { snapshotOfBytes } from '../../src/snapshot/read.ts'
import { heap } from '../helpers/heap.ts'
import { randomFrom } from '../helpers/random.ts'
import { randomSnapshotText } from '../helpers/random-heap.ts'
import { node24, snapshotText, type TextNode } from '../helpers/snapshot-text.ts'
import { freed, reached } from './brute-force.ts'

const tree = (graph: HeapGraph) => dominators(graph, shallowSizes(graph))

test('what two nodes hold together is dominated by the node that holds both', () => {
  const { graph, node } = heap(`
    root          -> router
    router     10 -> get post
    get        64 -> schema
    post       64 -> schema
    schema   1000 -> keyword
    keyword     5
  `)
  const { immediate, retained } = tree(graph)
  expect(immediate[node.schema]).toBe(node.router)
  expect(immediate[node.keyword]).toBe(node.schema)
  expect([node.router, node.get, node.schema].map((at) => retained[at])).toEqual([1143, 64, 1005])
})

test('an edge back to an ancestor and an edge across change no dominator of what lies below both', () => {
  const { graph, node } = heap(`
    root  -> a
    a   1 -> b c
    b   2 -> d
    c   4 -> d a
    d   8 -> e
    e  16 -> b d
  `)
  const { immediate, retained } = tree(graph)
  expect([node.b, node.c, node.d, node.e].map((at) => immediate[at])).toEqual([node.a, node.a, node.a, node.d])
  expect([node.a, node.b, node.d].map((at) => retained[at])).toEqual([31, 2, 24])
})

test('a cycle that nothing reaches counts as held by the root, and takes nothing from others', () => {
  const { graph, node } = heap(`
    root -> live
    live 1
    left 10 -> right live
    right 20 -> left
  `)
  const { immediate, retained } = tree(graph)
  expect([node.left, node.right, node.live].map((at) => immediate[at])).toEqual([0, 0, 0])
  expect([node.left, node.right, node.live, 0].map((at) => retained[at])).toEqual([10, 20, 1, 31])
})

test('retained sizes are what removing each node frees, on 300 random heaps', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const graph = heapGraph(snapshotOfBytes(Buffer.from(randomSnapshotText(randomFrom(seed), 120))))
    const sizes = shallowSizes(graph)
    const { immediate, retained } = dominators(graph, sizes)
    const live = reached(graph)
    for (const node of live) {
      if (node === graph.root) continue
      const gone = freed(graph, new Set([node]))
      const bytes = gone.reduce((sum, each) => sum + shallowSize(sizes, each), 0)
      expect(retained[node], `seed ${seed}, node ${node}`).toBe(bytes)
      const others = gone.filter((each) => each !== node)
      const below = others.every((each) => immediate[each] === node || gone.includes(immediate[each]))
      expect(below, `seed ${seed}, node ${node}`).toBe(true)
    }
    expect(certifyDominators(graph, { immediate, retained }), `seed ${seed}`).toBeNull()
  }
})

test('a wrong immediate dominator is refused by the certificate', () => {
  const { graph, node } = heap(`
    root -> a b
    a -> c
    b -> c
  `)
  const right = tree(graph)
  expect(certifyDominators(graph, right)).toBeNull()
  const immediate = right.immediate.slice()
  immediate[node.c] = node.a
  expect(certifyDominators(graph, { ...right, immediate })).toMatchObject({ target: node.c, source: node.b })
})

test('a list of 200,000 nodes is no deeper than the machine can go', () => {
  const length = 200_000
  const nodes: TextNode[] = Array.from({ length }, (_, index) => ({
    type: index === 0 ? 'synthetic' : 'object',
    name: 'link',
    selfSize: 1,
    // Back edges from every tenth link to the one nine before it.
    edges: [
      ...(index + 1 < length ? [{ type: 'property', name: 'next', to: index + 1 }] : []),
      ...(index % 10 === 9 ? [{ type: 'property', name: 'back', to: index - 9 }] : []),
    ],
  }))
  const graph = heapGraph(snapshotOfBytes(Buffer.from(snapshotText(nodes, node24))))
  const { immediate, retained } = tree(graph)
  expect(retained[0]).toBe(length)
  expect(retained[length / 2]).toBe(length / 2)
  expect(immediate[length - 1]).toBe(length - 2)
})
