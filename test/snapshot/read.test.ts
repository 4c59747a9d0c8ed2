import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeHeapSnapshot } from 'node:v8'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readNodes, readSnapshot, snapshotOfBytes } from '../../src/snapshot/read.ts'
import { edgeTarget, edgeType, type Snapshot, selfSize } from '../../src/snapshot/snapshot.ts'
import { randomFrom } from '../helpers/random.ts'
import { randomNodes } from '../helpers/random-heap.ts'
import { node20, node24, sevenFields, sixFields, snapshotText, type TextFormat } from '../helpers/snapshot-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'routeheap-read-'))
const real = join(folder, 'real.heapsnapshot')
beforeAll(() => void writeHeapSnapshot(real))
afterAll(() => rmSync(folder, { recursive: true }))

async function* cut(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

/** Everything that a snapshot holds, as plain values. */
function contents({ nodes, edges, strings, locations, meta }: Snapshot) {
  return {
    types: [meta.nodeTypes, meta.edgeTypes, meta.extraNativeBytes, meta.fileBytes],
    nodes: [nodes.type, nodes.name, nodes.id, nodes.selfSize, nodes.detachedness, nodes.firstEdge].map(hashed),
    big: [...nodes.bigSelfSizes],
    edges: [edges.word, edges.nameOrIndex].map(hashed),
    locations: [locations.node, locations.scriptId, locations.line, locations.column].map(hashed),
    strings: digest(Array.from({ length: strings.count }, (_, index) => strings.text(index))),
  }
}

const hashed = (column: Uint8Array | Uint32Array | null) => {
  if (column === null) return null
  let hash = 7
  for (const value of column) hash = (Math.imul(hash, 31) + value) | 0
  return [column.length, hash]
}

/** The same with JSON.parse, a field at a time: slow, and obviously right. */
function oracle(bytes: Buffer) {
  const { snapshot, nodes, edges, locations, strings } = JSON.parse(bytes.toString())
  const { node_fields, edge_fields, location_fields, node_types, edge_types } = snapshot.meta
  const column = (table: number[], fields: string[], field: string) => {
    const at = fields.indexOf(field)
    return at < 0
      ? null
      : Uint32Array.from({ length: table.length / fields.length }, (_, r) => table[r * fields.length + at]!)
  }
  const node = (field: string) => column(nodes, node_fields, field)
  const edge = (field: string) => column(edges, edge_fields, field)!
  const location = (field: string) => {
    const nodeOf = column(locations, location_fields, 'object_index')!
    const order = [...nodeOf.keys()].sort((a, b) => nodeOf[a]! - nodeOf[b]!)
    const values = column(locations, location_fields, field)!
    return Uint32Array.from(order, (row) => values[row]!)
  }
  const width = node_fields.length
  const edgeTypes = edge('type')
  const first = [0]
  for (const count of node('edge_count')!) first.push(first.at(-1)! + count)
  return {
    types: [
      node_types[node_fields.indexOf('type')],
      edge_types[edge_fields.indexOf('type')],
      snapshot.extra_native_bytes ?? 0,
      bytes.length,
    ],
    nodes: [
      node('type'),
      node('name'),
      node('id'),
      node('self_size'),
      node('detachedness'),
      Uint32Array.from(first),
    ].map(hashed),
    big: [],
    edges: [edge('to_node').map((to, e) => to / width + edgeTypes[e]! * 2 ** 28), edge('name_or_index')].map(hashed),
    locations: [location('object_index').map((at) => at / width), ...['script_id', 'line', 'column'].map(location)].map(
      hashed,
    ),
    strings: digest(strings),
  }
}

/** One value for all strings: a difference among half a million of them should fail, not be drawn. */
const digest = (strings: string[]) => [
  strings.length,
  createHash('sha256').update(JSON.stringify(strings)).digest('hex'),
]

test('a snapshot of this process is read as JSON.parse reads it', async () => {
  const bytes = readFileSync(real)
  expect(contents(await readSnapshot(real))).toEqual(oracle(bytes))
})

test('a file and a stream cut into 1, 7 and 65536 bytes give equal columns', async () => {
  const bytes = readFileSync(real)
  const whole = contents(await readSnapshot(real))
  for (const length of [7, 65536, bytes.length]) {
    expect(contents(await readSnapshot(cut(bytes, length)))).toEqual(whole)
  }
  const small = Buffer.from(snapshotText(randomNodes(randomFrom(1)), node20))
  expect(contents(await readSnapshot(cut(small, 1)))).toEqual(oracle(small))
})

test('tables of several windows stay whole at every border', async () => {
  const nodes = Array.from({ length: 60_000 }, (_, i) => ({
    type: 'object',
    name: `name ${i % 5000}`,
    selfSize: i * 16,
    edges: [{ type: 'property', name: `edge ${i % 7000}`, to: (i * 7919) % 60_000 }],
  }))
  for (const format of [node20, node24]) {
    const bytes = Buffer.from(snapshotText(nodes, format))
    expect(bytes.length).toBeGreaterThan(2 ** 21)
    expect(contents(snapshotOfBytes(bytes))).toEqual(oracle(bytes))
  }
})

const formats: Record<string, TextFormat> = {
  'seven node fields and newlines, as Node 20': node20,
  'six node fields on one line, as Node 24': node24,
  'node types listed longer than the node fields': { ...node24, moreNodeTypes: ['wasm object', 'something new'] },
  'five node fields': { nodeFields: sixFields.slice(0, 5) },
  'six node fields without detachedness, as Node 14': { nodeFields: sevenFields.slice(0, 6), newlines: true },
  'node fields in another order': { nodeFields: [...sevenFields].reverse() },
  'edge fields in another order': { edgeFields: ['to_node', 'type', 'name_or_index'] },
  'unknown fields in every table': {
    nodeFields: ['colour', ...sixFields, 'shape'],
    edgeFields: ['type', 'name_or_index', 'to_node', 'weight'],
    locationFields: ['object_index', 'script_id', 'line', 'column', 'script_object_index'],
  },
  'location fields in another order': { locationFields: ['line', 'column', 'object_index', 'script_id'] },
  'sections in another order': { order: ['strings', 'locations', 'edges', 'samples', 'nodes'] },
  'unknown sections anywhere': {
    unknown: {
      scopes: '[1,[2,{"a":"]}\\""}],3]',
      comment: '"a \\"quoted\\" [text"',
      version: '12',
      nothing: 'null',
      tree: '{"a":{"b":[{},[],"}"]}}',
    },
    order: ['comment', 'nodes', 'scopes', 'edges', 'version', 'trace_tree', 'nothing', 'locations', 'tree', 'strings'],
  },
  'a nested trace tree': { unknown: { trace_tree: '[1,0,2,3,[2,1,4,5,[],3,1,1,1,[4,0,0,0,[]]]]' }, ...node20 },
}

test.each(Object.entries(formats))('reads %s', async (_, format) => {
  for (let seed = 1; seed <= 20; seed++) {
    const nodes = randomNodes(randomFrom(seed), 60).map((node, i) =>
      i % 3 === 0 ? { ...node, location: { scriptId: i, line: i * 2, column: i * 3 } } : node,
    )
    const bytes = Buffer.from(snapshotText(nodes, format))
    expect(contents(await readSnapshot(cut(bytes, 1 + seed * 3))), `seed ${seed}`).toEqual(oracle(bytes))
    expect(contents(snapshotOfBytes(bytes)), `seed ${seed}`).toEqual(oracle(bytes))
  }
})

test('white space between values, tabs and CRLF included, changes nothing', () => {
  const text = snapshotText(randomNodes(randomFrom(5), 40), node24)
  const spaced = JSON.stringify(JSON.parse(text), null, '\t').replaceAll('\n', '\r\n')
  const { types: _, ...plain } = contents(snapshotOfBytes(Buffer.from(text)))
  expect(contents(snapshotOfBytes(Buffer.from(spaced)))).toMatchObject(plain)
})

test('edges have the types and targets that the drawing gives them', () => {
  const nodes = [
    {
      type: 'synthetic',
      name: '',
      edges: [
        { type: 'weak', name: 'w', to: 2 },
        { type: 'element', name: 9, to: 1 },
      ],
    },
    { type: 'object', name: 'a', edges: [{ type: 'shortcut', name: 's', to: 0 }] },
    { type: 'object', name: 'b' },
  ]
  const { edges, meta } = snapshotOfBytes(Buffer.from(snapshotText(nodes)))
  const drawn = [...edges.word].map((word) => [meta.edgeTypes[edgeType(word)], edgeTarget(word)])
  expect(drawn).toEqual([
    ['weak', 2],
    ['element', 1],
    ['shortcut', 0],
  ])
})

test('a self size above 4 GiB is exact', () => {
  const sizes = [0, 0xfffffffe, 0xffffffff, 2 ** 32, 5_000_000_001, 2 ** 50 + 1]
  const nodes = sizes.map((size) => ({ type: 'native', name: 'buffer', selfSize: size }))
  for (const format of [node20, node24]) {
    const snapshot = snapshotOfBytes(Buffer.from(snapshotText(nodes, format)))
    expect(sizes.map((_, node) => selfSize(snapshot.nodes, node))).toEqual(sizes)
    expect(snapshot.nodes.bigSelfSizes.size).toBe(4)
  }
})

test('ids and offsets of ten digits are read like shorter ones', () => {
  const nodes = [4_294_967_295, 1_000_000_000, 999_999_999].map((id) => ({ type: 'object', name: 'x', id }))
  const snapshot = snapshotOfBytes(Buffer.from(snapshotText(nodes)))
  expect([...snapshot.nodes.id]).toEqual([4_294_967_295, 1_000_000_000, 999_999_999])
})

test('an element index from 2^31 on, which V8 writes as a negative number, is read as what it is', () => {
  const text = snapshotText([
    { type: 'synthetic', name: '', edges: [2 ** 31, 2 ** 32 - 2].map((name) => ({ type: 'element', name, to: 1 })) },
    { type: 'object', name: 'sparse' },
  ])
  const signed = text.replace(String(2 ** 31), String(-(2 ** 31))).replace(String(2 ** 32 - 2), '-2')
  expect(signed).not.toBe(text)
  expect([...snapshotOfBytes(Buffer.from(signed)).edges.nameOrIndex]).toEqual([2 ** 31, 2 ** 32 - 2])
})

test('a line that V8 does not know, which it writes as -1, is read', () => {
  const location = { scriptId: 4, line: 77, column: 88 }
  const text = snapshotText([
    { type: 'synthetic', name: '' },
    { type: 'closure', name: 'f', location },
  ])
  const unknown = snapshotOfBytes(Buffer.from(text.replace('77', '-1').replace('88', '-1'))).locations
  expect([...unknown.line, ...unknown.column].slice(0, 2)).toEqual([0xffffffff, 0xffffffff])
})

test('locations come out sorted by node, whatever their order in the file', () => {
  const nodes = [3, 1, 2].map((line) => ({ type: 'closure', name: 'f', location: { scriptId: 1, line, column: line } }))
  const text = snapshotText(nodes, { nodeFields: sixFields }).replace(
    '[0,1,3,3,6,1,1,1,12,1,2,2]',
    '[12,1,2,2,0,1,3,3,6,1,1,1]',
  )
  const { locations } = snapshotOfBytes(Buffer.from(text))
  expect([[...locations.node], [...locations.line]]).toEqual([
    [0, 1, 2],
    [3, 1, 2],
  ])
})

test('a snapshot stays usable after its file is gone, and no descriptor stays open', async () => {
  const path = join(folder, 'gone.heapsnapshot')
  writeFileSync(path, snapshotText([{ type: 'synthetic', name: 'still here' }]))
  const open = () => readdirSync('/proc/self/fd').length
  const before = process.platform === 'linux' ? open() : 0
  const snapshot = await readSnapshot(path)
  if (process.platform === 'linux') expect(open()).toBe(before)
  rmSync(path)
  expect(snapshot.strings.text(snapshot.nodes.name[0]!)).toBe('still here')
})

test('a pipe at a path is read as it comes', async () => {
  if (process.platform === 'win32') return
  const path = join(folder, 'pipe')
  expect(spawnSync('mkfifo', [path]).status).toBe(0)
  const reading = readSnapshot(path)
  const { open } = await import('node:fs/promises')
  const pipe = await open(path, 'w')
  await pipe.writeFile(snapshotText([{ type: 'synthetic', name: 'piped' }]))
  await pipe.close()
  const snapshot = await reading
  expect(snapshot.strings.text(snapshot.nodes.name[0]!)).toBe('piped')
  expect(snapshot.meta.path).toBe(path)
})

test('columns lie on shared memory', () => {
  const { nodes, edges } = snapshotOfBytes(Buffer.from(snapshotText(randomNodes(randomFrom(3)))))
  for (const column of [nodes.type, nodes.id, nodes.firstEdge, edges.word]) {
    expect(column.buffer).toBeInstanceOf(SharedArrayBuffer)
  }
})

test('of a snapshot only the nodes can be read, and they are the same; one that stops is refused all the same', async () => {
  const bytes = readFileSync(real)
  const whole = snapshotOfBytes(bytes)
  for (const length of [7_919, 1 << 16, 1 << 20]) {
    const { nodes, edges } = await readNodes(cut(bytes, length))
    expect([nodes.type, nodes.id, nodes.selfSize].map(hashed)).toEqual(
      [whole.nodes.type, whole.nodes.id, whole.nodes.selfSize].map(hashed),
    )
    expect(edges.count).toBe(whole.edges.count)
  }
  for (const share of [0.0001, 0.01, 0.3, 0.7, 0.999]) {
    const part = bytes.subarray(0, bytes.length * share)
    await expect(readNodes(cut(part, 1 << 16))).rejects.toMatchObject({ code: 'snapshot-truncated' })
  }
})

test('a stream is left where its document ends, if that is wanted, before its writer closes it', async () => {
  const bytes = readFileSync(real)
  let closed = false
  async function* unclosed(): AsyncGenerator<Uint8Array> {
    try {
      yield* cut(bytes, 1 << 16)
      await new Promise(() => {})
    } finally {
      closed = true
    }
  }
  const snapshot = await readSnapshot(unclosed(), { leaveAtEnd: true })
  expect(contents(snapshot)).toEqual(contents(snapshotOfBytes(bytes)))
  expect(closed).toBe(true)
})
