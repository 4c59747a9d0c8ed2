import { RouteheapError } from '../error.ts'
import { type EdgeColumns, type EdgeRecords, edgeRecords } from './edges.ts'
import { type Header, snapshotHeader } from './header.ts'
import { hasLocations, locationRecords } from './locations.ts'
import { type NodeRecords, nodeRecords } from './nodes.ts'
import { recordSection } from './records.ts'
import { closeBrace, closeBracket, colon, comma, isBlank, openBrace, quote, type Section } from './section.ts'
import { capturedSection, skippedSection } from './skipped.ts'
import type { LocationTable, Snapshot, SnapshotNodes } from './snapshot.ts'
import { damaged, fault, type Source, shown } from './source.ts'
import { type StringColumns, stringSection } from './strings.ts'
import { stringTable } from './stringTable.ts'

export interface Scan {
  /** Reads the next `end` bytes of the file from `bytes`, of which `bytes[end]` must exist and be 0. */
  feed(bytes: Uint8Array, end: number): void
  /** The nodes, as soon as all of them were fed; their names are not checked yet. */
  nodes(): SnapshotNodes | undefined
  /** The document is complete: behind it nothing but blanks may come. */
  ended(): boolean
  /** The snapshot, after the last byte was fed. */
  finish(): Snapshot
  /** What another thread needs to read from the end of the edges on, as soon as the header was fed. */
  front(): { header: Header; edges: EdgeColumns } | undefined
  /** What came behind the edges, of a scan that began there and is complete. */
  rest(): Rest | undefined
  /** Takes what another thread read, when all before it was fed: true if it is the rest of this file. */
  join(back: Back): boolean
}

/** The sections behind the edges. */
export interface Rest {
  readonly locations: LocationTable | undefined
  readonly strings: StringColumns | undefined
}

/** The end of a file, read by another thread. */
export interface Back {
  readonly rest: Rest
  /** The first edge that it stored; it stored all from there on. */
  readonly firstEdge: number
  readonly highest: Uint32Array
  /** The bytes before that edge which nobody has read, up to the comma before it. */
  readonly seam: Uint8Array
  readonly fileBytes: number
}

type Expected = 'object' | 'first key' | 'key' | 'in key' | 'colon' | 'value' | 'comma' | 'nothing'

const maxKeyLength = 256

/**
 * Reads a snapshot piece by piece, in one pass. The sections may come in any order behind the header, and unknown ones
 * may stand anywhere. With `behindEdges` the first byte is the one behind the edges of a file with that header.
 */
export function snapshotScan(source: Source, behindEdges?: Header): Scan {
  let expected: Expected = behindEdges === undefined ? 'object' : 'comma'
  let key = ''
  let section: Section | undefined
  let header = behindEdges
  const begun = new Set(behindEdges === undefined ? [] : ['snapshot', 'nodes', 'edges'])
  let nodes: NodeRecords | undefined
  let edges: EdgeRecords | undefined
  let locations: { table(): LocationTable } | undefined
  let strings: { columns(): StringColumns } | undefined
  let afterSection: () => void = () => {}

  return { feed, nodes: nodesSoFar, ended: () => expected === 'nothing', finish, front, rest, join }

  function feed(bytes: Uint8Array, end: number): void {
    let at = 0
    while (at < end) {
      if (section === undefined) at = betweenSections(bytes, at)
      else {
        at = section.read(bytes, at, end)
        if (section.ended) endSection()
      }
    }
    source.base += end
  }

  function endSection(): void {
    afterSection()
    afterSection = () => {}
    section = undefined
    expected = 'comma'
  }

  /** Reads one byte of the top-level object itself. */
  function betweenSections(bytes: Uint8Array, at: number): number {
    const byte = bytes[at]
    if (expected === 'value' && !isBlank(byte)) {
      section = sectionOf(key, at)
      return at
    }
    if (expected === 'in key') {
      if (byte === quote) expected = 'colon'
      else if (key.length === maxKeyLength) throw unexpected('a key is too long', at)
      else key += String.fromCharCode(byte)
    } else if (isBlank(byte)) return at + 1
    else if (byte === openBrace && expected === 'object') expected = 'first key'
    else if (byte === quote && (expected === 'first key' || expected === 'key')) {
      expected = 'in key'
      key = ''
    } else if (byte === colon && expected === 'colon') expected = 'value'
    else if (byte === comma && expected === 'comma') expected = 'key'
    else if (byte === closeBrace && (expected === 'comma' || expected === 'first key')) expected = 'nothing'
    else if (expected === 'object') throw otherBeginning(source, byte, bytes[at + 1])
    else if (expected === 'first key' && byte === 0) throw otherBeginning(source, openBrace, byte)
    else throw unexpected(`${shown(byte)} cannot stand ${expected === 'nothing' ? 'behind the end' : 'there'}`, at)
    return at + 1
  }

  function unexpected(reason: string, at: number) {
    if (header !== undefined) return damaged(source, reason, at)
    return fault('not-a-snapshot', source, `${reason}, at byte ${source.base + at}`)
  }

  function sectionOf(name: string, at: number): Section {
    if (begun.has(name)) throw damaged(source, `there is a second "${name}"`, at)
    if (readSections.has(name)) begun.add(name)
    if (name === 'strings') {
      const section = stringSection(source)
      strings = section
      return section
    }
    if (name === 'snapshot') {
      const section = capturedSection(name, source)
      afterSection = () => {
        header = snapshotHeader(section.text(), source)
      }
      return section
    }
    if (name !== 'nodes' && name !== 'edges' && name !== 'locations') return skippedSection()
    if (header === undefined) throw fault('not-a-snapshot', source, `"${name}" comes before the header`)
    if (name === 'nodes') {
      nodes = nodeRecords(header, source)
      return recordSection(nodes, source)
    }
    if (name === 'edges') {
      edges ??= edgeRecords(header, source)
      return recordSection(edges, source)
    }
    if (!hasLocations(header)) return skippedSection()
    const records = locationRecords(header, source)
    locations = records
    return recordSection(records, source)
  }

  function nodesSoFar(): SnapshotNodes | undefined {
    if (header === undefined || nodes === undefined || (key === 'nodes' && section !== undefined)) return undefined
    return { nodes: nodes.table(Number.POSITIVE_INFINITY), edges: { count: header.edgeCount } }
  }

  function finish(): Snapshot {
    if (source.base === 0) throw fault('not-a-snapshot', source, 'it is empty')
    const began = header !== undefined || key === 'snapshot'
    if (expected !== 'nothing') {
      const place = section === undefined ? 'between two sections' : `within "${key}"`
      if (began) throw fault('snapshot-truncated', source, `it stops ${place}, after ${source.base} bytes`)
      throw fault('not-a-snapshot', source, `it stops after ${source.base} bytes, and there was no "snapshot" header`)
    }
    if (header === undefined) throw fault('not-a-snapshot', source, 'it is JSON, but without a "snapshot" header')
    const missing = ['nodes', 'edges', 'strings'].find((name) => !begun.has(name))
    if (nodes === undefined || edges === undefined || strings === undefined) {
      throw fault('snapshot-corrupted', source, `the section "${missing}" is missing`)
    }
    const table = stringTable(strings.columns())
    return {
      meta: {
        nodeTypes: header.nodeTypes,
        edgeTypes: header.edgeTypes,
        extraNativeBytes: header.extraNativeBytes,
        path: source.path,
        fileBytes: source.base,
      },
      nodes: nodes.table(table.count),
      edges: edges.table(table.count),
      strings: table,
      locations: locations === undefined ? noLocations : locations.table(),
    }
  }

  function front(): { header: Header; edges: EdgeColumns } | undefined {
    if (header === undefined || begun.has('edges')) return undefined
    edges = edgeRecords(header, source)
    return { header, edges: edges.columns() }
  }

  function rest(): Rest | undefined {
    return expected === 'nothing' ? { locations: locations?.table(), strings: strings?.columns() } : undefined
  }

  function join({ rest, firstEdge, highest, seam, fileBytes }: Back): boolean {
    const twice = (strings && rest.strings) ?? (locations && rest.locations)
    if (key !== 'edges' || section === undefined || edges === undefined || twice !== undefined) return false
    // The edges end here for this scan, which then checks that the last record is complete.
    const bytes = Uint8Array.of(...seam.subarray(0, -1), closeBracket, 0)
    feed(bytes, seam.length)
    if (section !== undefined || !edges.join(firstEdge, highest)) return false
    const { locations: located, strings: read } = rest
    if (located !== undefined) locations = { table: () => located }
    if (read !== undefined) {
      strings = { columns: () => read }
      begun.add('strings')
    }
    expected = 'nothing'
    source.base = fileBytes
    return true
  }
}

/** The sections that are read, of which there must not be two. */
const readSections = new Set(['snapshot', 'nodes', 'edges', 'locations', 'strings'])

/** A piece of one byte has 0 behind it. */
function otherBeginning({ path }: Source, first: number, second: number | undefined): RouteheapError {
  const begins = (one: number, other: number) => first === one && (second === other || second === 0)
  const fault = (reason: string, remedy?: string) => new RouteheapError('not-a-snapshot', { path, reason, remedy })
  if (begins(0x1f, 0x8b)) return fault('it is compressed with gzip', 'Unpack it first, as with gunzip.')
  if (begins(0xef, 0xbb)) return fault('it begins with the byte order mark of UTF-8', 'Save it again without the mark.')
  const isUnmarked = (first === openBrace && second === 0) || (first === 0 && second === openBrace)
  if (isUnmarked || begins(0xff, 0xfe) || begins(0xfe, 0xff))
    return fault(
      'it is in UTF-16, which `>` of PowerShell writes',
      'Save it again in UTF-8, without a byte order mark.',
    )
  return fault(`it begins with ${shown(first)}, not with "{"`)
}

const none = new Uint32Array(new SharedArrayBuffer(0))
const noLocations: LocationTable = { count: 0, node: none, scriptId: none, line: none, column: none }
