import { heapNumbers } from '../../dist/graph/heapNumbers.js'
import { readSnapshot } from '../../dist/snapshot/read.js'
import { ready } from './ready.mjs'

await ready(async (file) => {
  const { graph, tree } = await heapNumbers(await readSnapshot(file))
  return { nodes: graph.nodeCount, retained: tree.retained[0] }
})
