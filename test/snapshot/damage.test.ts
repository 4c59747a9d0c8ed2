import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { RouteheapError } from '../../src/error.ts'
import { readSnapshot, snapshotOfBytes } from '../../src/snapshot/read.ts'
import { below, randomFrom } from '../helpers/random.ts'
import { randomNodes } from '../helpers/random-heap.ts'
import { node20, node24, snapshotText } from '../helpers/snapshot-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'routeheap-damage-'))
afterAll(() => rmSync(folder, { recursive: true }))

const nodes = [
  { type: 'synthetic', name: '', edges: [{ type: 'property', name: 'app', to: 1 }] },
  { type: 'object', name: 'App "é"\n', selfSize: 32, edges: [{ type: 'element', name: 7, to: 0 }] },
  { type: 'closure', name: 'f', location: { scriptId: 3, line: 4, column: 5 } },
]
const whole = snapshotText(nodes, node20)

const failure = (bytes: string | Uint8Array): RouteheapError => {
  try {
    snapshotOfBytes(Buffer.from(bytes))
  } catch (error) {
    if (error instanceof RouteheapError) return error
    throw error
  }
  throw new Error('it was read')
}

async function* stream(...pieces: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece)
}

test('a file cut anywhere is called truncated, and the place is named', async () => {
  const header = whole.indexOf('"nodes"')
  for (let length = 0; length < whole.length - 2; length++) {
    const cut = Buffer.from(whole).subarray(0, length)
    const error = failure(cut)
    const streamed = await readSnapshot(stream(cut)).catch((error: unknown) => error)
    expect(streamed).toBeInstanceOf(RouteheapError)
    if (length > header) expect([error.code, length]).toEqual(['snapshot-truncated', length])
  }
  expect(failure(whole.slice(0, whole.indexOf('"edges":') + 12)).message).toMatch(/within "edges", after \d+ bytes/)
})

test('a changed byte gives an explained error or a snapshot, and its strings can be decoded', () => {
  for (let seed = 1; seed <= 6; seed++) {
    const random = randomFrom(seed)
    const text = snapshotText(randomNodes(random, 30), seed % 2 === 0 ? node20 : node24)
    const original = Buffer.from(text)
    for (let i = 0; i < 1000; i++) {
      const bytes = Buffer.from(original)
      const at = below(random, bytes.length)
      bytes[at] = i % 2 === 0 ? below(random, 256) : ',[]{}"\\0 9-'.charCodeAt(below(random, 11))
      try {
        const { strings } = snapshotOfBytes(bytes)
        for (let index = 0; index < strings.count; index++) strings.text(index)
      } catch (error) {
        if (!(error instanceof RouteheapError)) throw new Error(`seed ${seed}, byte ${at}: ${error}`)
      }
    }
  }
})

test.each([
  ['an empty file', '', 'it is empty'],
  ['a JSON array', '[1, 2]', 'begins with "["'],
  ['JSON without a header', '{"name": "x", "version": [1, {"a": 2}]}', 'without a "snapshot" header'],
  ['a header without meta', '{"snapshot": {}}', '"meta" is missing'],
  ['a header that is no object', '{"snapshot": 12, "nodes": []}', '"meta" is missing'],
  ['a CPU profile', '{"nodes":[{"id":1}],"startTime":1}', '"nodes" comes before the header'],
  ['binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0]), 'begins with 0x7f'],
  ['text', 'hello', 'begins with "h"'],
  ['a field that is missing', whole.replace('"self_size"', '"size"'), 'the field "self_size" is missing'],
])('%s is not a snapshot', (_, bytes, reason) => {
  const error = failure(bytes)
  expect([error.code, error.message]).toEqual(['not-a-snapshot', expect.stringContaining(reason)])
})

test.each([
  ['a negative count', ['"node_count":3', '"node_count":-3'], 'in its header, "node_count" is not a count'],
  ['a count with a fraction', ['"node_count":3', '"node_count":3.5'], 'in its header, "node_count" is not a count'],
  ['a count that is text', ['"node_count":3', '"node_count":"3"'], 'in its header, "node_count" is not a count'],
  [
    'a count of edges that is none',
    ['"edge_count":2', '"edge_count":null'],
    'in its header, "edge_count" is not a count',
  ],
  ['more nodes than announced', ['"node_count":3', '"node_count":2'], 'behind the last node|more nodes than the 2'],
  ['fewer nodes than announced', ['"node_count":3', '"node_count":4'], '"nodes" holds 3 nodes, the header says 4'],
  ['fewer edges than announced', ['"edge_count":2', '"edge_count":3'], 'claim 2 edges in all, the header says 3'],
  ['an edge count that does not add up', ['9,1,1,0,1', '9,1,1,0,2'], 'claim 3 edges in all, the header says 2'],
  ['an edge into the middle of a node', ['2,4,7', '2,4,8'], 'edge 0 points to 8, which is within a node, at byte'],
  ['an edge behind the last node', ['2,4,7', '2,4,70'], 'edge 0 points to 70, which is behind the last node'],
  ['a name that is no string', ['9,1,1,0,1', '9,99,1,0,1'], 'node 0 has the name 99, but there are'],
  ['an edge name that is no string', ['2,4,7', '2,88,7'], 'edge 0 has the name 88, but there are'],
  ['an unknown node type', ['9,1,1,0,1', '77,1,1,0,1'], 'node 0 has the type 77'],
  ['an unknown edge type', ['2,4,7', '8,4,7'], 'edge 0 has the type 8'],
  ['a number of 30 digits', ['2,4,7', `2,4,${'7'.repeat(30)}`], 'a number in "edges" is too long'],
  ['a number that a double cannot hold', ['9,1,1,0,1', '9,1,1,9007199254740993,1'], 'a number in "nodes" is too large'],
  ['a negative number below 32 bits', ['2,4,7', '2,-4294967300,7'], 'a number in "edges" is too large'],
  ['a negative number', ['2,4,7', '2,4,-7'], '"-" cannot stand there in "edges", at byte'],
  ['a missing number', ['2,4,7', '2,,7'], '"," cannot stand there in "edges"'],
  ['two numbers without a comma', ['2,4,7', '2,4 2,7'], '"2" cannot stand there in "edges"'],
  ['an incomplete record', ['1,7,0', '1,7'], 'the last record of "edges" is incomplete'],
  ['a section that is missing', ['"strings"', '"string"'], 'the section "strings" is missing'],
  ['a section that comes twice', ['"samples"', '"nodes"'], 'there is a second "nodes"'],
  ['a section that is no array', ['"locations":[', '"locations":{'], '"{" cannot stand there in "locations"'],
  ['a number among the strings', ['"<dummy>"', '12'], '"1" cannot stand there in "strings"'],
  ['a location of no node', ['[14,3,4,5', '[15,3,4,5'], 'location 0 is of 15'],
])('%s is damage', (_, [from, to], reason) => {
  expect(whole).toContain(from)
  const error = failure(whole.replace(from!, to!))
  expect([error.code, error.message]).toEqual(['snapshot-corrupted', expect.stringMatching(reason)])
})

test('something behind the end is damage', () => {
  expect(failure(whole + whole).message).toMatch(/"{" cannot stand behind the end, at byte \d+/)
})

test('a header that announces more than the file can hold is refused before memory is taken', async () => {
  const lying = whole
    .replace('"node_count":3', '"node_count":200000000')
    .replace('"edge_count":2', '"edge_count":4000000000')
  expect(failure(lying).message).toContain('200000000 nodes and 4000000000 edges')
  const before = process.memoryUsage.rss()
  const error = await readSnapshot(stream(lying)).catch((error: unknown) => error)
  expect(error).toMatchObject({ code: expect.stringMatching(/^snapshot-(corrupted|too-large)$/) })
  expect(process.memoryUsage.rss() - before).toBeLessThan(200e6)
  expect(failure(whole.replace('"node_count":3', '"node_count":900000000')).message).toContain('at most')
})

test('a path that is no readable file is explained', async () => {
  const code = (path: string) => readSnapshot(path).catch((error: RouteheapError) => `${error.code}: ${error.message}`)
  expect(await code(join(folder, 'none'))).toMatch(/^file-not-found/)
  expect(await code(folder)).toMatch(/^not-a-snapshot: .* it is a directory/)
  expect(await code(join(folder, 'x'.repeat(300)))).toMatch(/^file-not-found/)
  const locked = join(folder, 'locked')
  writeFileSync(locked, whole)
  chmodSync(locked, 0)
  if (process.getuid?.() !== 0) expect(await code(locked)).toMatch(/^file-unreadable: .*EACCES/)
})

test('byte order marks are named', () => {
  const text = whole.toString()
  expect(failure(Buffer.from(`\ufeff${text}`)).message).toContain('byte order mark of UTF-8')
  expect(failure(Buffer.from(`\ufeff${text}`, 'utf16le')).message).toContain('UTF-16')
  expect(failure(Buffer.from(`\ufeff${text}`, 'utf16le').swap16()).message).toContain('UTF-16')
})

test('UTF-16 is named without a mark as well', () => {
  const text = Buffer.from(whole.toString(), 'utf16le')
  expect(failure(text).message).toContain('UTF-16')
  expect(failure(text.swap16()).message).toContain('UTF-16')
  expect(failure(Buffer.alloc(64)).message).toContain('begins with 0x00')
})

test('gzip is named in what is given as bytes', () => {
  expect(failure(gzipSync(whole)).message).toContain('gzip')
})

test('what a snapshot is packed or written in is followed by how to mend that, anything else by how to write one', () => {
  const text = whole.toString()
  expect(failure(gzipSync(whole)).hint).toBe('Unpack it first, as with gunzip.')
  expect(failure(Buffer.from(`\ufeff${text}`)).hint).toBe('Save it again without the mark.')
  expect(failure(Buffer.from(`\ufeff${text}`, 'utf16le')).hint).toContain('in UTF-8')
  expect(failure(Buffer.from('hello')).hint).toMatch(/^Write one with v8\.writeHeapSnapshot/)
})
