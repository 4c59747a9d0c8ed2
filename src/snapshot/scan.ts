import { RouteheapError } from '../error.ts'
import { type EdgeRecords, edgeRecords } from './edges.ts'
import { type Header, snapshotHeader } from './header.ts'
import { hasLocations, type LocationRecords, locationRecords } from './locations.ts'
import { type NodeRecords, nodeRecords } from './nodes.ts'
import { recordSection } from './records.ts'
import { closeBrace, colon, comma, isBlank, openBrace, quote, type Section } from './section.ts'
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
}

type Expected = 'object' | 'first key' | 'key' | 'in key' | 'colon' | 'value' | 'comma' | 'nothing'

const maxKeyLength = 256

/**
 * Reads a snapshot piece by piece, in one pass. The sections may come in any order behind the header, and unknown ones
 * may stand anywhere.
 */
export function snapshotScan(source: Source): Scan {
  let expected: Expected = 'object'
  let key = ''
  let section: Section | undefined
  let header: Header | undefined
  let nodes: NodeRecords | undefined
  let edges: EdgeRecords | undefined
  let locations: LocationRecords | undefined
  let strings: { columns(): StringColumns } | undefined
  let afterSection: () => void = () => {}

  return { feed, nodes: nodesSoFar, ended: () => expected === 'nothing', finish }

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
    else throw unexpected(`${shown(byte)} cannot stand ${expected === 'nothing' ? 'behind the end' : 'there'}`, at)
    return at + 1
  }

  function unexpected(reason: string, at: number) {
    if (header !== undefined) return damaged(source, reason, at)
    return fault('not-a-snapshot', source, `${reason}, at byte ${source.base + at}`)
  }

  function sectionOf(name: string, at: number): Section {
    const known = { snapshot: header, nodes, edges, locations, strings }[name]
    if (known !== undefined) throw damaged(source, `there is a second "${name}"`, at)
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
      edges = edgeRecords(header, source)
      return recordSection(edges, source)
    }
    if (!hasLocations(header)) return skippedSection()
    locations = locationRecords(header, source)
    return recordSection(locations, source)
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
    const missing = nodes === undefined ? 'nodes' : edges === undefined ? 'edges' : 'strings'
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
}

/** A piece of one byte has 0 behind it. */
function otherBeginning({ path }: Source, first: number, second: number | undefined): RouteheapError {
  const begins = (one: number, other: number) => first === one && (second === other || second === 0)
  const fault = (reason: string, remedy?: string) => new RouteheapError('not-a-snapshot', { path, reason, remedy })
  if (begins(0x1f, 0x8b)) return fault('it is compressed with gzip', 'Unpack it first, as with gunzip.')
  if (begins(0xef, 0xbb)) return fault('it begins with the byte order mark of UTF-8', 'Save it again without the mark.')
  if (begins(0xff, 0xfe) || begins(0xfe, 0xff))
    return fault(
      'it is in UTF-16, which `>` of PowerShell writes',
      'Save it again in UTF-8, without a byte order mark.',
    )
  return fault(`it begins with ${shown(first)}, not with "{"`)
}

const none = new Uint32Array(new SharedArrayBuffer(0))
const noLocations: LocationTable = { count: 0, node: none, scriptId: none, line: none, column: none }
