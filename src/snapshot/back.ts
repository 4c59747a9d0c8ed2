import { readSync } from 'node:fs'
import { backwardEdges } from './backwardEdges.ts'
import { type Claims, claim } from './claims.ts'
import type { EdgeColumns } from './edges.ts'
import type { Header } from './header.ts'
import { type Back, snapshotScan } from './scan.ts'
import { closeBracket } from './section.ts'

/** What the second thread is told of a file of which the first one has read the header. */
export interface BackOrder {
  /** Open for reading, and kept open. */
  readonly file: number
  readonly path: string
  readonly fileBytes: number
  readonly header: Header
  readonly edges: EdgeColumns
  readonly claims: Claims
}

/** A byte of a record's number and its separator. */
const leastRecordBytes = 6
/** Less than what nodes and edges take in a file of V8, by a few bytes each: in the last third of the edges. */
const nodeBytes = 24
const edgeBytes = 10

/**
 * The end of a file: first what comes behind the edges, then edges from the last one on, window by window, until the one
 * below is taken by the thread that reads from the beginning. Undefined where anything is unusual: then that thread reads
 * on alone, and says what is wrong.
 */
export function readBack(order: BackOrder): Back | undefined {
  try {
    const end = edgesEnd(order)
    return end === undefined || !claimedFrom(order, end) ? undefined : readFrom(order, end)
  } catch {
    return undefined
  }
}

/** Where the edges' closing bracket stands: the first one behind a place which is likely to be within the edges. */
function edgesEnd({ file, fileBytes, header, claims }: BackOrder): number | undefined {
  const bytes = Buffer.alloc(claims.windowBytes)
  let from = header.nodeCount * nodeBytes + header.edgeCount * edgeBytes
  while (from < fileBytes) {
    const size = readSync(file, bytes, 0, bytes.length, from)
    const found = bytes.subarray(0, size).indexOf(closeBracket)
    if (found >= 0) return from + found
    if (size === 0) return undefined
    from += size
  }
  return undefined
}

function claimedFrom({ fileBytes, claims }: BackOrder, place: number): boolean {
  const first = Math.floor(place / claims.windowBytes)
  for (let window = Math.floor(fileBytes / claims.windowBytes); window >= first; window--)
    if (!claim(claims, window, 'back')) return false
  return true
}

function readFrom(order: BackOrder, end: number): Back | undefined {
  const { fileBytes } = order
  const rest = readRest(order, end + 1)
  const stored = rest && readEdges(order, end)
  return rest && stored && { rest, ...stored, fileBytes }
}

function readRest({ file, path, fileBytes, header, claims }: BackOrder, from: number) {
  const source = { path, knownBytes: fileBytes, base: from }
  const scan = snapshotScan(source, header)
  const bytes = new Uint8Array(claims.windowBytes + 1)
  for (;;) {
    const size = readSync(file, bytes, 0, claims.windowBytes, source.base)
    if (size === 0) return source.base === fileBytes ? scan.rest() : undefined
    bytes[size] = 0
    scan.feed(bytes, size)
  }
}

function readEdges({ file, header, edges, claims }: BackOrder, end: number) {
  const { windowBytes } = claims
  const backward = backwardEdges(header, edges)
  // A byte that ends every number, a window, and what was left of the window above.
  const bytes = new Uint8Array(1 + windowBytes + 64)
  let above = Uint8Array.of(closeBracket)
  let window = Math.floor(end / windowBytes)
  let size = end - window * windowBytes
  for (;;) {
    if (readSync(file, bytes, 1, size, window * windowBytes) !== size) return undefined
    bytes.set(above, 1 + size)
    const left = backward.store(bytes, size + above.length)
    if (left < 0) return undefined
    above = bytes.slice(1, left + 1)
    // The window below is one of edges from its first byte on where so many records are left.
    const sure = backward.left() * leastRecordBytes > 2 * windowBytes
    if (!sure || !claim(claims, window - 1, 'back')) {
      return { firstEdge: backward.left(), highest: backward.highest, seam: above }
    }
    window--
    size = windowBytes
  }
}
