import { execFileSync } from 'node:child_process'
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'heap-snapshot-toolkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attribute } from '../../src/attribute/attribute.ts'
import { recognisers as frameworkRecognisers } from '../../src/frameworks/recognisers.ts'
import { certifyDominators } from '../../src/graph/certifyDominators.ts'
import { distances } from '../../src/graph/distances.ts'
import { dominators } from '../../src/graph/dominators.ts'
import { reachable } from '../../src/graph/flood.ts'
import type { HeapGraph } from '../../src/graph/graph.ts'
import { shallowSize, shallowSizes } from '../../src/graph/shallowSizes.ts'
import { heapGraph } from '../../src/graph/strongEdges.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { recognise } from '../../src/recognise/recognise.ts'
import { readSnapshot, snapshotOfBytes } from '../../src/snapshot/read.ts'
import { type Snapshot, selfSize } from '../../src/snapshot/snapshot.ts'
import { recognisers as validatorRecognisers } from '../../src/validators/recognisers.ts'
import { nodeBinary } from '../helpers/nodes.ts'
import { randomFrom } from '../helpers/random.ts'
import { randomSnapshotText } from '../helpers/random-heap.ts'

/** The heap snapshot worker of Chrome DevTools, packed for Node.js, is the oracle: it answers for every node. */

let folder: string
const { warn } = console
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oracle-'))
  // The oracle warns of every field that Node.js does not write.
  console.warn = () => {}
})
afterAll(() => {
  console.warn = warn
  rmSync(folder, { recursive: true, force: true })
})

for (const major of [20, 22, 24, 26]) {
  test(`every number of a Fastify app on Node ${major} is the one that Chrome DevTools shows`, async () => {
    const file = join(folder, `node${major}.heapsnapshot`)
    execFileSync(await nodeBinary(major), ['test/oracle/smallApp.mjs', file], { env: plainEnvironment() })
    const snapshot = await readSnapshot(file)
    expect(await differences(snapshot, createReadStream(file, 'utf8'))).toEqual(none)
    lawHolds(heapGraph(snapshot), 80)
  }, 300_000)
}

test('every number of a file above 50 MB is the one that Chrome DevTools shows', async () => {
  const file = join(folder, 'large.heapsnapshot')
  execFileSync(process.execPath, ['bench/heap.mjs', '1300', '6500', file], { env: plainEnvironment() })
  expect(statSync(file).size).toBeGreaterThan(50e6)
  const snapshot = await readSnapshot(file)
  expect(await differences(snapshot, createReadStream(file, 'utf8'))).toEqual(none)
  lawHolds(heapGraph(snapshot), 1100)
}, 300_000)

test('every number of random heaps is the one that Chrome DevTools shows', async () => {
  let compared = 0
  for (let seed = 1; seed <= 70; seed++) {
    const text = randomSnapshotText(randomFrom(seed))
    const snapshot = snapshotOfBytes(Buffer.from(text), `seed ${seed}`)
    const found = await differences(snapshot, written(text)).catch(refused)
    if (found === undefined) continue
    compared++
    expect({ seed, ...found }).toEqual({ seed, ...none })
    lawHolds(heapGraph(snapshot), 0)
  }
  expect(compared).toBeGreaterThanOrEqual(60)
}, 120_000)

const none = { nodes: 0, shallow: 0, immediate: 0, retained: 0, distance: 0, violation: null }

const written = (text: string) =>
  new ReadableStream<string>({
    start(controller) {
      controller.enqueue(text)
      controller.close()
    },
  })

/** On how many nodes the two disagree, by number. */
async function differences(snapshot: Snapshot, stream: Parameters<typeof parse>[0]): Promise<typeof none> {
  const theirs = await parse(stream)
  const graph = heapGraph(snapshot)
  const sizes = shallowSizes(graph)
  const tree = dominators(graph, sizes)
  const distance = distances(graph)
  const found = {
    ...none,
    nodes: theirs.nodeCount - graph.nodeCount,
    violation: certifyDominators(graph, tree) as null,
  }
  for (let node = 0; node < graph.nodeCount; node++) {
    const theirSize = theirs.nodes.getValue(node * theirs.nodeFieldCount + theirs.nodeSelfSizeOffset)
    if (shallowSize(sizes, node) !== theirSize) found.shallow++
    if (tree.immediate[node] !== theirs.dominatorsTree[node]) found.immediate++
    if (tree.retained[node] !== theirs.retainedSizes[node]) found.retained++
    if (distance[node] !== theirs.nodeDistances[node]) found.distance++
  }
  return found
}

/** Shares of all marks and the background are all that the root reaches, to the byte. */
function lawHolds(graph: HeapGraph, leastRoutes: number): void {
  const marks = recognise(heapView(graph), [...frameworkRecognisers, ...validatorRecognisers])
  expect(marks.filter((mark) => mark.kind === 'route').length).toBeGreaterThanOrEqual(leastRoutes)
  const { share, backgroundBytes } = attribute(graph, marks)
  const reached = reachable(graph, [graph.root])
  let bytes = 0
  for (let node = 0; node < graph.nodeCount; node++)
    if (reached[node] === 1) bytes += selfSize(graph.snapshot.nodes, node)
  expect(share.reduce((sum, part) => sum + part, backgroundBytes)).toBe(bytes)
}

/** The oracle gives up on small heaps in which the root names a user root twice. */
function refused(error: Error): undefined {
  if (!error.message.includes('BFS failed')) throw error
}

const plainEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env, NODE_OPTIONS: '' })
