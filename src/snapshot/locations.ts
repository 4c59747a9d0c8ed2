import { grown, wordsColumn } from './column.ts'
import type { Header } from './header.ts'
import type { Records } from './records.ts'
import type { LocationTable } from './snapshot.ts'
import type { Source } from './source.ts'

export interface LocationRecords extends Records {
  table(): LocationTable
}

const columns = ['object_index', 'script_id', 'line', 'column'] as const
const firstRows = 1 << 12

/** Whether the header describes locations as we know them. */
export const hasLocations = (header: Header): boolean => columns.every((name) => header.locationFields.includes(name))

/** The location table, filled record by record. At most one location a node. */
export function locationRecords(header: Header, source: Source): LocationRecords {
  const { nodeCount } = header
  const nodeWidth = header.nodeFields.length
  const usual = header.locationFields.join() === columns.join()
  const fields = columns.map((name) => header.locationFields.indexOf(name))
  let room = Math.min(firstRows, nodeCount)
  let values = columns.map(() => wordsColumn(source, room, nodeCount))
  const number = new Uint32Array(4)
  let count = 0
  let sorted = true

  return {
    name: 'locations',
    fieldCount: header.locationFields.length,
    signedFields: [fields[2], fields[3]],
    store,
    storeUsual,
    table,
  }

  function store(record: Float64Array): string | undefined {
    if (count === nodeCount) return 'there are more locations than nodes'
    if (count === room) {
      room = Math.min(nodeCount, room * 2)
      values = values.map((column) => grown(source, column, room))
    }
    const offset = record[fields[0]]
    const node = offset / nodeWidth
    if (!Number.isInteger(node)) return `location ${count} is of ${offset}, which is within a node`
    if (node >= nodeCount) return `location ${count} is of ${offset}, which is behind the last node`
    if (count > 0 && values[0][count - 1] > node) sorted = false
    values[0][count] = node
    for (let column = 1; column < 4; column++) values[column][count] = Math.min(record[fields[column]], 0xffffffff)
    count++
    return undefined
  }

  /** Records as every V8 so far writes them, see nodes.ts. */
  function storeUsual(bytes: Uint8Array, from: number): number {
    if (!usual) return from
    const inverse = 1 / nodeWidth
    let before = count === 0 ? 0 : values[0][count - 1]
    let row = count
    let start = from
    while (row < room) {
      let at = start
      let column = 0
      for (; column < 4; column++) {
        const field = at
        let value = 0
        let digit = bytes[at] - 48
        while (digit >>> 0 < 10) {
          value = (value * 10 + digit) | 0
          digit = bytes[++at] - 48
        }
        if ((at - field - 1) >>> 0 > 8) break
        number[column] = value
        if (column === 3 && bytes[at] === 10) at++
        if (bytes[at++] !== 44) break
      }
      if (column < 4) break
      const offset = number[0]
      // Half an offset on, the product rounds down to the quotient whatever the error of the inverse.
      const node = ((offset + 0.5) * inverse) | 0
      if (node * nodeWidth !== offset || node >= nodeCount) break
      if (node < before) sorted = false
      before = node
      values[0][row] = node
      values[1][row] = number[1]
      values[2][row] = number[2]
      values[3][row] = number[3]
      row++
      start = at
    }
    count = row
    return start
  }

  function table(): LocationTable {
    const [node, scriptId, line, column] = (sorted ? values : inNodeOrder()).map((values) => values.subarray(0, count))
    return { count, node: node!, scriptId: scriptId!, line: line!, column: column! }
  }

  /** V8 writes locations in an order of its own. A row number for every node puts them right in one pass. */
  function inNodeOrder(): Uint32Array[] {
    const node = values[0]
    const rowOf = new Uint32Array(nodeCount)
    let order = new Uint32Array(count)
    for (let row = 0; row < count; row++) rowOf[node[row]] = row + 1
    let next = 0
    for (let at = 0; at < nodeCount; at++) if (rowOf[at] !== 0) order[next++] = rowOf[at] - 1
    if (next < count) {
      // Some node has two locations, which no V8 writes.
      order = Uint32Array.from({ length: count }, (_, row) => row).sort((a, b) => node[a] - node[b] || a - b)
    }
    return values.map((column) => {
      const ordered = wordsColumn(source, count)
      for (let row = 0; row < count; row++) ordered[row] = column[order[row]]
      return ordered
    })
  }
}
