import { expect, test } from 'vitest'
import { type HeapGraph, isStrong } from '../../src/graph/graph.ts'
import { edgeSource, retainers } from '../../src/graph/retainers.ts'
import { pathTo, pathTree, retainingPath } from '../../src/graph/retainingPath.ts'
import { heapGraph } from '../../src/graph/strongEdges.ts'
import { snapshotOfBytes } from '../../src/snapshot/read.ts'
import { edgeTarget, type NodeIndex } from '../../src/snapshot/snapshot.ts'
import { heap } from '../helpers/heap.ts'
import { randomFrom } from '../helpers/random.ts'
import { randomSnapshotText } from '../helpers/random-heap.ts'

const names = (graph: HeapGraph, steps: ReturnType<typeof retainingPath>) =>
  steps.map(({ edge }) => graph.snapshot.strings.text(graph.edges.nameOrIndex[edge]))

test('the path is the shortest one over strong edges', () => {
  const { graph, node } = heap(`
    root -> module weak.cache=schema
    module -> app routes
    app -> router
    router -> route
    routes -> route
    route -> schema
  `)
  expect(names(graph, retainingPath(graph, node.schema))).toEqual(['module', 'routes', 'route', 'schema'])
  expect(retainingPath(graph, graph.root)).toEqual([])
})

test('a path that avoids a node shows who else holds the target', () => {
  const { graph, node } = heap(`
    root -> a b
    a -> c
    b -> b2
    b2 -> c
  `)
  expect(names(graph, pathTo(graph, pathTree(graph, [node.a]), node.c))).toEqual(['b', 'b2', 'c'])
})

test('paths are connected, strong, and no longer than a search node by node finds, on 100 random heaps', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const graph = heapGraph(snapshotOfBytes(Buffer.from(randomSnapshotText(randomFrom(seed)))))
    const tree = pathTree(graph)
    const depth = depths(graph)
    for (const [node, expected] of depth) {
      const steps = pathTo(graph, tree, node)
      expect(steps.length, `seed ${seed}, node ${node}`).toBe(expected)
      let at = graph.root
      for (const { source, edge } of steps) {
        expect(source).toBe(at)
        expect(isStrong(graph, edge)).toBe(true)
        at = edgeTarget(graph.edges.word[edge])
      }
      expect(at).toBe(node)
    }
  }
})

function depths(graph: HeapGraph): Map<NodeIndex, number> {
  const depth = new Map<NodeIndex, number>([[graph.root, 0]])
  for (const [node, steps] of depth) {
    for (let edge = graph.firstEdge[node]; edge < graph.firstEdge[node + 1]; edge++) {
      const target = edgeTarget(graph.edges.word[edge])
      if (isStrong(graph, edge) && !depth.has(target)) depth.set(target, steps + 1)
    }
  }
  return depth
}

test('retainers are the strong edges by target, on 100 random heaps', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const graph = heapGraph(snapshotOfBytes(Buffer.from(randomSnapshotText(randomFrom(seed)))))
    const { first, edge } = retainers(graph)
    const found: number[][] = Array.from({ length: graph.nodeCount }, () => [])
    for (let at = 0; at < graph.edgeCount; at++) {
      if (isStrong(graph, at)) found[edgeTarget(graph.edges.word[at])].push(at)
    }
    for (let node = 0; node < graph.nodeCount; node++) {
      expect([...edge.subarray(first[node], first[node + 1])], `seed ${seed}, node ${node}`).toEqual(found[node])
      expect(graph.retainerCount[node]).toBe(Math.min(2, found[node].length))
    }
    for (const at of edge) {
      const source = edgeSource(graph, at)
      expect(graph.firstEdge[source] <= at && at < graph.firstEdge[source + 1]).toBe(true)
    }
  }
})
