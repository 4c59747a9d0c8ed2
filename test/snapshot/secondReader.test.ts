import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readSnapshot, snapshotOfBytes } from '../../src/snapshot/read.ts'
import { compareWithHeapsnapshotParser, secondReaderLimit } from '../../src/snapshot/secondReader.ts'
import { randomFrom } from '../helpers/random.ts'
import { randomNodes } from '../helpers/random-heap.ts'
import { node20, node24, snapshotText } from '../helpers/snapshot-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'routeheap-second-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'heap.heapsnapshot')

test('two readers agree on every node and edge of random heaps of both formats', async () => {
  for (let seed = 1; seed <= 30; seed++) {
    const nodes = randomNodes(randomFrom(seed))
    writeFileSync(path, snapshotText(nodes, seed % 2 === 0 ? node20 : node24))
    const comparison = await compareWithHeapsnapshotParser(await readSnapshot(path), path)
    expect(comparison, `seed ${seed}`).toEqual({
      nodesCompared: nodes.length,
      edgesCompared: nodes.reduce((sum, node) => sum + node.edges!.length, 0),
      differenceCount: 0,
      differences: [],
    })
  }
})

test('a node that reads differently is named by its id', async () => {
  const heap = (size: number, type: string) => [
    { type: 'synthetic', name: '', edges: [{ type, name: 'app', to: 1 }] },
    { type: 'object', name: 'App', id: 77, selfSize: size },
  ]
  writeFileSync(path, snapshotText(heap(32, 'property')))
  const other = snapshotOfBytes(Buffer.from(snapshotText(heap(40, 'internal'))))
  expect(await compareWithHeapsnapshotParser(other, path)).toMatchObject({
    differenceCount: 2,
    differences: [
      { nodeId: 1, what: 'edge type', here: 'internal', there: 'property' },
      { nodeId: 77, what: 'self size', here: 40, there: 32 },
    ],
  })
})

test('a large file is not given to the second reader', async () => {
  writeFileSync(path, snapshotText([{ type: 'synthetic', name: '' }]))
  const snapshot = await readSnapshot(path)
  truncateSync(path, secondReaderLimit + 1)
  expect(await compareWithHeapsnapshotParser(snapshot, path)).toEqual({ notRun: 'file above 50 MB' })
})

test.each([
  ['a control character in a string', /App/, 'A\u0001p', /^Bad control character/],
  ['an escape that there is not', /App/, String.raw`A\q`, /^Bad escaped character/],
  ['an escape that is too short', /App/, String.raw`A\u12`, /^Bad (escaped character|Unicode escape)/],
  ['a number that begins with 0', /"nodes":\[/, '"nodes":[0', /^Unexpected number/],
  ['a value that is missing', /"samples":\[/, '"samples":[1,,"secret"', /^Unexpected token ','$/],
])('%s is told, which the other reader does not take', async (_, what, instead, reason) => {
  writeFileSync(
    path,
    snapshotText([
      { type: 'synthetic', name: '', edges: [{ type: 'property', name: 'app', to: 1 }] },
      { type: 'object', name: 'App' },
    ]).replace(what, instead),
  )
  const compared = await compareWithHeapsnapshotParser(await readSnapshot(path), path)
  expect(compared).toEqual({ notJson: expect.stringMatching(reason) })
})
