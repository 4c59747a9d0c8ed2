import { bytesColumn, grown, nextLength, wordsColumn } from './column.ts'
import type { Header } from './header.ts'
import type { Records } from './records.ts'
import type { NodeTable } from './snapshot.ts'
import { fault, type Source } from './source.ts'

export interface NodeRecords extends Records {
  /** The table, once all records are in. `stringCount` is the border for names. */
  table(stringCount: number): NodeTable
}

/** Rows that a stream gets memory for before any of them has been seen. */
const firstRows = 1 << 20

/** The node table, filled record by record. */
export function nodeRecords(header: Header, source: Source): NodeRecords {
  const { nodeCount, nodeFields, nodeTypes } = header
  const typeField = nodeFields.indexOf('type')
  const nameField = nodeFields.indexOf('name')
  const idField = nodeFields.indexOf('id')
  const sizeField = nodeFields.indexOf('self_size')
  const edgesField = nodeFields.indexOf('edge_count')
  const detachednessField = nodeFields.indexOf('detachedness')
  const usual = isUsual(nodeFields)
  const hasTrace = nodeFields.includes('trace_node_id')

  let room = source.knownBytes === undefined ? Math.min(nodeCount, firstRows) : nodeCount
  let type = bytesColumn(source, room, nodeCount)
  let name = wordsColumn(source, room, nodeCount)
  let id = wordsColumn(source, room, nodeCount)
  let size = wordsColumn(source, room, nodeCount)
  let first = wordsColumn(source, room + 1, nodeCount + 1)
  let detachedness = detachednessField < 0 ? null : bytesColumn(source, room, nodeCount)
  const bigSelfSizes = new Map<number, number>()
  let node = 0
  let edges = 0

  return { name: 'nodes', fieldCount: nodeFields.length, signedFields: [], store, storeUsual, table }

  function makeRoom(): void {
    room = nextLength(room, nodeCount)
    type = grown(source, type, room)
    name = grown(source, name, room)
    id = grown(source, id, room)
    size = grown(source, size, room)
    first = grown(source, first, room + 1)
    if (detachedness !== null) detachedness = grown(source, detachedness, room)
  }

  function store(record: Float64Array): string | undefined {
    if (node === nodeCount) return `there are more nodes than the ${nodeCount} of the header`
    if (node === room) makeRoom()
    const typeCode = record[typeField] as number
    const selfSize = record[sizeField] as number
    if (typeCode >= nodeTypes.length) return `node ${node} has the type ${typeCode}, which the header does not name`
    if (Math.max(record[nameField], record[idField], record[edgesField]) > 0xffffffff) {
      return `node ${node} has a number beyond 32 bits`
    }
    type[node] = typeCode
    name[node] = record[nameField] as number
    id[node] = record[idField] as number
    size[node] = Math.min(selfSize, 0xffffffff)
    if (selfSize >= 0xffffffff) bigSelfSizes.set(node, selfSize)
    first[node] = edges
    edges += record[edgesField] as number
    if (detachedness !== null) detachedness[node] = record[detachednessField] as number
    node++
    return undefined
  }

  /**
   * Records in the order in which every V8 so far writes them, numbers of at most nine digits, `,` between fields and
   * `,` or a newline and `,` behind a record. Everything else is left to `store`.
   */
  function storeUsual(bytes: Uint8Array, from: number): number {
    if (!usual) return from
    const types = type
    const names = name
    const ids = id
    const sizes = size
    const firsts = first
    const detached = detachedness
    const typeCount = nodeTypes.length
    let row = node
    let sum = edges
    let start = from
    while (row < room) {
      let at = start
      let digit = bytes[at] - 48
      if (digit >>> 0 > 9) break
      let typeCode = digit
      digit = bytes[++at] - 48
      if (digit >>> 0 < 10) {
        typeCode = (typeCode * 10 + digit) | 0
        at++
      }
      if (bytes[at] !== 44 || typeCode >= typeCount) break

      let field = ++at
      let value = 0
      digit = bytes[at] - 48
      while (digit >>> 0 < 10) {
        value = (value * 10 + digit) | 0
        digit = bytes[++at] - 48
      }
      if (bytes[at] !== 44 || (at - field - 1) >>> 0 > 8) break
      const nameIndex = value

      field = ++at
      value = 0
      digit = bytes[at] - 48
      while (digit >>> 0 < 10) {
        value = (value * 10 + digit) | 0
        digit = bytes[++at] - 48
      }
      if (bytes[at] !== 44 || (at - field - 1) >>> 0 > 8) break
      const nodeId = value

      field = ++at
      value = 0
      digit = bytes[at] - 48
      while (digit >>> 0 < 10) {
        value = (value * 10 + digit) | 0
        digit = bytes[++at] - 48
      }
      if (bytes[at] !== 44 || (at - field - 1) >>> 0 > 8) break
      const selfSize = value

      field = ++at
      value = 0
      digit = bytes[at] - 48
      while (digit >>> 0 < 10) {
        value = (value * 10 + digit) | 0
        digit = bytes[++at] - 48
      }
      if ((at - field - 1) >>> 0 > 8) break
      const edgeCount = value

      if (hasTrace) {
        if (bytes[at] !== 44) break
        field = ++at
        while ((bytes[at] - 48) >>> 0 < 10) at++
        if (at === field) break
      }
      let detachedCode = 0
      if (detached !== null) {
        if (bytes[at] !== 44) break
        detachedCode = bytes[++at] - 48
        if (detachedCode >>> 0 > 9) break
        at++
      }
      if (bytes[at] === 10) at++
      if (bytes[at] !== 44) break

      types[row] = typeCode
      names[row] = nameIndex
      ids[row] = nodeId
      sizes[row] = selfSize
      firsts[row] = sum
      sum += edgeCount
      if (detached !== null) detached[row] = detachedCode
      row++
      start = at + 1
    }
    node = row
    edges = sum
    return start
  }

  function table(stringCount: number): NodeTable {
    if (node !== nodeCount) {
      throw fault('snapshot-corrupted', source, `"nodes" holds ${node} nodes, the header says ${nodeCount}`)
    }
    if (edges !== header.edgeCount) {
      const reason = `the nodes claim ${edges} edges in all, the header says ${header.edgeCount}`
      throw fault('snapshot-corrupted', source, reason)
    }
    first[nodeCount] = edges
    let stray = 0
    while (stray < nodeCount && name[stray] < stringCount) stray++
    if (stray < nodeCount) {
      const reason = `node ${stray} has the name ${name[stray]}, but there are ${stringCount} strings`
      throw fault('snapshot-corrupted', source, reason)
    }
    return { count: nodeCount, type, name, id, selfSize: size, bigSelfSizes, detachedness, firstEdge: first }
  }
}

function isUsual(fields: readonly string[]): boolean {
  const written = fields.join()
  const start = 'type,name,id,self_size,edge_count'
  return [start, `${start},detachedness`, `${start},trace_node_id`, `${start},trace_node_id,detachedness`].includes(
    written,
  )
}
