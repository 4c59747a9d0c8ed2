import { expect, test } from 'vitest'
import { heapGraph } from '../../src/graph/strongEdges.ts'
import { leadingFrom, leadingTo } from '../../src/liveness/leadingTo.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { snapshotOfBytes } from '../../src/snapshot/read.ts'
import { below, randomFrom } from '../helpers/random.ts'
import { randomSnapshotText } from '../helpers/random-heap.ts'

test('objects asked one by one lead to what passes over all edges say', () => {
  const random = randomFrom(3)
  let found = 0
  for (let round = 0; round < 40; round++) {
    const heap = heapView(heapGraph(snapshotOfBytes(Buffer.from(randomSnapshotText(random)))))
    const { nodeCount } = heap.graph
    const goals = new Set([1, 2, 3].map(() => below(random, nodeCount)))
    const steps = below(random, 4)
    const [all, one] = [leadingTo(heap, [...goals], steps), leadingFrom(heap, goals, steps)]
    for (let node = 0; node < nodeCount; node++) {
      const own = [...one(node)].sort()
      expect(own).toEqual([...(all.get(node) ?? [])].sort())
      found += own.length
    }
  }
  expect(found).toBeGreaterThan(200)
})
