import { expect, test } from 'vitest'
import { dominators } from '../../src/graph/dominators.ts'
import { reachable } from '../../src/graph/flood.ts'
import { retainedSize } from '../../src/graph/retainedSize.ts'
import { rawSizes } from '../../src/graph/shallowSizes.ts'
import { heapGraph } from '../../src/graph/strongEdges.ts'
import { snapshotOfBytes } from '../../src/snapshot/read.ts'
import { selfSize } from '../../src/snapshot/snapshot.ts'
import { heap } from '../helpers/heap.ts'
import { oneOf, randomFrom } from '../helpers/random.ts'
import { randomSnapshotText } from '../helpers/random-heap.ts'
import { freed, reached } from './brute-force.ts'

test('two routes retain a shared schema together, and neither alone', () => {
  const { graph, node } = heap(`
    root         -> router
    router       -> getUser postUser
    getUser   64 -> schema
    postUser  64 -> schema
    schema  1000
  `)
  expect(retainedSize(graph, [node.getUser])).toBe(64)
  expect(retainedSize(graph, [node.getUser, node.postUser])).toBe(1128)
})

test('a member named twice, or held by another member, counts once', () => {
  const { graph, node } = heap(`
    root -> a
    a  1 -> b
    b  2 -> c
    c  4
  `)
  expect(retainedSize(graph, [node.a, node.b, node.a])).toBe(7)
})

test('the root cannot be removed', () => {
  const { graph } = heap('root -> a')
  expect(() => retainedSize(graph, [graph.root])).toThrow('root')
})

test('what only a blocked node leads to is not reachable, and the blocked node is not either', () => {
  const { graph, node } = heap(`
    root -> a b
    a -> c
    b -> d
  `)
  const seen = reachable(graph, [graph.root], [node.a])
  expect([node.a, node.b, node.c, node.d].map((at) => seen[at])).toEqual([0, 1, 0, 1])
})

test('agrees with removing the set and counting again, and with dominators for sets of one, on 300 random heaps', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = randomFrom(seed)
    const graph = heapGraph(snapshotOfBytes(Buffer.from(randomSnapshotText(random))))
    const live = [...reached(graph)].filter((node) => node !== graph.root)
    const set = new Set(Array.from({ length: 5 }, () => oneOf(random, live)))
    const bytes = freed(graph, set).reduce((sum, node) => sum + selfSize(graph.snapshot.nodes, node), 0)
    expect(retainedSize(graph, set), `seed ${seed}`).toBe(bytes)
    const [one] = set
    expect(retainedSize(graph, [one]), `seed ${seed}`).toBe(dominators(graph, rawSizes(graph)).retained[one])
  }
})
