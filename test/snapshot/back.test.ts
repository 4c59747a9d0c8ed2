import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { afterAll, expect, test } from 'vitest'
import { type BackOrder, readBack } from '../../src/snapshot/back.ts'
import type { BackThread } from '../../src/snapshot/backThread.ts'
import { claim } from '../../src/snapshot/claims.ts'
import { readSnapshot, snapshotOfBytes } from '../../src/snapshot/read.ts'
import { readFromBothEnds } from '../../src/snapshot/readFile.ts'
import type { Snapshot } from '../../src/snapshot/snapshot.ts'
import { below, oneOf, type Random, randomFrom } from '../helpers/random.ts'
import { node20, node24, snapshotText, type TextFormat, type TextNode } from '../helpers/snapshot-text.ts'
import { snapshotDigest } from './fixtures/snapshotDigest.mjs'

const folder = mkdtempSync(join(tmpdir(), 'routeheap-back-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Nodes and edges about as long as V8 writes them in a large file, so that the end of the edges is found. */
function heap(random: Random): TextNode[] {
  const count = 700 + below(random, 1500)
  return Array.from({ length: count }, (_, ordinal) => ({
    type: ordinal === 0 ? 'synthetic' : oneOf(random, ['object', 'closure', 'array']),
    name: `name ${below(random, 400)}`,
    id: 2_000_001 + 2 * ordinal,
    selfSize: below(random, 100_000),
    edges: Array.from({ length: 2 + below(random, 4) }, () => ({
      type: oneOf(random, ['property', 'element', 'hidden', 'weak']),
      name: 900_000 + below(random, 90_000),
      to: below(random, count),
    })).map((edge) => (edge.type === 'property' || edge.type === 'weak' ? { ...edge, name: `e${edge.name}` } : edge)),
    ...(random() < 0.1 ? { location: { scriptId: below(random, 90), line: below(random, 900), column: 3 } } : {}),
  }))
}

/** Both ends in one thread: the end is read when the beginning has got to a window. */
async function bothEnds(bytes: Uint8Array, windowBytes: number, begins: number) {
  const path = join(folder, 'small.heapsnapshot')
  writeFileSync(path, bytes)
  const handle = await open(path)
  let fits: boolean | undefined
  const startThread = (order: BackOrder): BackThread => {
    let back: ReturnType<typeof readBack>
    const begin = () => {
      back = readBack(order)
      fits = back !== undefined
    }
    return {
      claim: (window) => {
        if (window === begins) begin()
        return claim(order.claims, window, 'front')
      },
      back: async () => back,
      end: async () => undefined,
    }
  }
  try {
    const file = { handle, path: '<bytes>', fileBytes: bytes.length, windowBytes, signal: undefined }
    return { snapshot: await readFromBothEnds(file, startThread), fits }
  } finally {
    await (handle as FileHandle).close()
  }
}

const formats: TextFormat[] = [node20, node24, { ...node24, unknown: { scope_uses: '[[1],"]"]' }, order: ['nodes'] }]

test('a file read from both ends is what is read from one, wherever the ends meet', async () => {
  const random = randomFrom(5)
  let joined = 0
  for (let round = 0; round < 60; round++) {
    const bytes = Buffer.from(snapshotText(heap(random), oneOf(random, formats)))
    const windowBytes = oneOf(random, [1 << 11, 3001, 1 << 13])
    const windowCount = bytes.length / windowBytes
    const { snapshot, fits } = await bothEnds(bytes, windowBytes, Math.floor(random() * windowCount))
    if (fits) joined++
    expect(snapshotDigest(snapshot as Snapshot)).toBe(snapshotDigest(snapshotOfBytes(bytes)))
  }
  expect(joined).toBeGreaterThan(30)
})

test('a damaged file is never taken for a whole one', async () => {
  const random = randomFrom(6)
  let refused = 0
  for (let round = 0; round < 300; round++) {
    const bytes = Buffer.from(snapshotText(heap(random), oneOf(random, formats)))
    for (let times = 1 + below(random, 2); times > 0; times--) {
      bytes[below(random, bytes.length)] = oneOf(random, [...Buffer.from('0159,]["{}: \n-a')])
    }
    const whole = outcome(() => snapshotOfBytes(bytes))
    const read = await bothEnds(bytes, 1 << 11, below(random, 20)).catch((error: Error) => error)
    if (read instanceof Error) expect(read.message).toBe(whole)
    else if (read.snapshot === undefined) refused++
    else expect(snapshotDigest(read.snapshot)).toBe(whole)
  }
  expect(refused).toBeGreaterThan(0)
}, 60_000)

const outcome = (read: () => Snapshot): string => {
  try {
    return snapshotDigest(read())
  } catch (error) {
    return (error as Error).message
  }
}

test('what is built reads a large file on two threads, and says of a damaged one what one thread says', async () => {
  const path = join(folder, 'large.heapsnapshot')
  await writeLarge(path)
  const built = () =>
    execFileSync(process.execPath, ['test/snapshot/fixtures/readBuilt.mjs', path], { encoding: 'utf8' })
  // From TypeScript there is no second thread.
  const alone = () => readSnapshot(path).then(snapshotDigest, (error: Error) => error.message)
  expect(built()).toBe(`1 ${await alone()}`)

  const handle = await open(path, 'r+')
  const { size } = await handle.stat()
  const place = Math.floor(size * 0.7)
  const { buffer: before } = await handle.read(Buffer.alloc(1), 0, 1, place)
  await handle.write('x', place)
  expect(await alone()).toContain('"x" cannot stand there')
  expect(built()).toBe(`1 ${await alone()}`)
  await handle.write(before, 0, 1, place)
  await handle.truncate(size - 1000)
  expect(await alone()).toContain('stops within "strings"')
  expect(built()).toBe(`1 ${await alone()}`)
  await handle.close()
}, 120_000)

/** Some 120 MB. */
async function writeLarge(path: string): Promise<void> {
  const [nodes, edges, strings] = [900_000, 5_400_000, 200_000]
  const [header] = snapshotText([{ type: 'synthetic', name: '' }], node20).split('"nodes":')
  const out = createWriteStream(path)
  const piece = async (count: number, line: (row: number) => string) => {
    for (let row = 0; row < count; ) {
      let text = ''
      for (const end = Math.min(count, row + 100_000); row < end; row++) text += `${row === 0 ? '' : ','}${line(row)}\n`
      if (!out.write(text)) await once(out, 'drain')
    }
  }
  out.write(
    (header as string)
      .replace('"node_count":1', `"node_count":${nodes}`)
      .replace('"edge_count":0', `"edge_count":${edges}`),
  )
  out.write('"nodes":[')
  await piece(nodes, (row) => `3,${(row * 7) % strings},${2_000_001 + row * 2},${row % 4096},6,0,0`)
  out.write('],\n"edges":[')
  await piece(edges, (row) => `2,${(row * 13) % strings},${((row * 7919) % nodes) * 7}`)
  out.write('],\n"trace_function_infos":[],\n"trace_tree":[],\n"samples":[],\n"locations":[')
  await piece(1000, (row) => `${row * 7},1,${row},3`)
  out.write('],\n"strings":[')
  await piece(strings, (row) => `"string \\u00e9 ${row}"`)
  out.end(']}\n')
  await finished(out)
}
