import { grown, nextLength, wordsColumn } from './column.ts'
import type { Header } from './header.ts'
import type { Records } from './records.ts'
import { type EdgeTable, edgeType } from './snapshot.ts'
import { fault, type Source } from './source.ts'

export interface EdgeRecords extends Records {
  /** The table, once all records are in. `stringCount` is the border for names. */
  table(stringCount: number): EdgeTable
  /** Where the records go, for another thread that stores those from the end. */
  columns(): EdgeColumns
  /** Counts the records from row `first` on as stored; false unless all before them are in. */
  join(first: number, highest: Uint32Array): boolean
}

export interface EdgeColumns {
  /** Target and type, as `EdgeTable.word`. */
  readonly word: Uint32Array
  readonly name: Uint32Array
}

/** The highest name by type. Names of element and hidden edges are indices, so their border is none. */
export const noHighest = (): Uint32Array => new Uint32Array(16)

/** Rows that a stream gets memory for before any of them has been seen. */
const firstRows = 1 << 20

/** The edge table, filled record by record. */
export function edgeRecords(header: Header, source: Source): EdgeRecords {
  const { nodeCount, edgeCount, edgeFields, edgeTypes } = header
  const nodeWidth = header.nodeFields.length
  const typeField = edgeFields.indexOf('type')
  const nameField = edgeFields.indexOf('name_or_index')
  const targetField = edgeFields.indexOf('to_node')
  const usual = hasUsualEdges(header)

  let room = source.knownBytes === undefined ? Math.min(edgeCount, firstRows) : edgeCount
  let word = wordsColumn(source, room, edgeCount)
  let name = wordsColumn(source, room, edgeCount)
  const highest = noHighest()
  let edge = 0

  const fieldCount = edgeFields.length
  return { name: 'edges', fieldCount, signedFields: [nameField], store, storeUsual, table, columns, join }

  function makeRoom(): void {
    room = nextLength(room, edgeCount)
    word = grown(source, word, room)
    name = grown(source, name, room)
  }

  function store(record: Float64Array): string | undefined {
    if (edge === edgeCount) return `there are more edges than the ${edgeCount} of the header`
    if (edge === room) makeRoom()
    const type = record[typeField] as number
    const nameOrIndex = record[nameField] as number
    const offset = record[targetField] as number
    const target = offset / nodeWidth
    if (type >= edgeTypes.length) return `edge ${edge} has the type ${type}, which the header does not name`
    if (nameOrIndex > 0xffffffff) return `edge ${edge} has a number beyond 32 bits`
    if (!Number.isInteger(target)) return `edge ${edge} points to ${offset}, which is within a node`
    if (target >= nodeCount) return `edge ${edge} points to ${offset}, which is behind the last node`
    word[edge] = (target | (type << 28)) >>> 0
    name[edge] = nameOrIndex
    if (nameOrIndex > highest[type]) highest[type] = nameOrIndex
    edge++
    return undefined
  }

  /** Records as every V8 so far writes them, see nodes.ts. */
  function storeUsual(bytes: Uint8Array, from: number): number {
    if (!usual) return from
    const words = word
    const names = name
    const typeCount = edgeTypes.length
    const inverse = 1 / nodeWidth
    let row = edge
    let start = from
    while (row < room) {
      let at = start
      const type = bytes[at] - 48
      if (type >>> 0 >= typeCount || bytes[++at] !== 44) break

      let field = ++at
      let digit = 0
      let nameOrIndex = 0
      digit = bytes[at] - 48
      while (digit >>> 0 < 10) {
        nameOrIndex = (nameOrIndex * 10 + digit) | 0
        digit = bytes[++at] - 48
      }
      if (bytes[at] !== 44 || (at - field - 1) >>> 0 > 8) break

      field = ++at
      let offset = 0
      digit = bytes[at] - 48
      while (digit >>> 0 < 10) {
        offset = (offset * 10 + digit) | 0
        digit = bytes[++at] - 48
      }
      if ((at - field - 1) >>> 0 > 8) break
      if (bytes[at] === 10) at++
      if (bytes[at] !== 44) break

      // Half an offset on, the product rounds down to the quotient whatever the error of the inverse.
      const target = ((offset + 0.5) * inverse) | 0
      if (target * nodeWidth !== offset || target >= nodeCount) break

      words[row] = target | (type << 28)
      names[row] = nameOrIndex
      if (nameOrIndex > highest[type]) highest[type] = nameOrIndex
      row++
      start = at + 1
    }
    edge = row
    return start
  }

  function table(stringCount: number): EdgeTable {
    if (edge !== edgeCount) {
      throw fault('snapshot-corrupted', source, `"edges" holds ${edge} edges, the header says ${edgeCount}`)
    }
    edgeTypes.forEach((type, code) => {
      if (type === 'element' || type === 'hidden' || highest[code] < stringCount) return
      const stray = name.findIndex((index, at) => index >= stringCount && edgeType(word[at]) === code)
      if (stray < 0) return
      const reason = `edge ${stray} has the name ${name[stray]}, but there are ${stringCount} strings`
      throw fault('snapshot-corrupted', source, reason)
    })
    return { count: edgeCount, word, nameOrIndex: name }
  }

  function columns(): EdgeColumns {
    return { word, name }
  }

  function join(first: number, others: Uint32Array): boolean {
    if (edge !== first) return false
    edge = edgeCount
    others.forEach((most, type) => {
      highest[type] = Math.max(highest[type], most)
    })
    return true
  }
}

/** Records of three fields in the order in which every V8 so far writes them, the first one of one digit. */
export const hasUsualEdges = ({ edgeFields, edgeTypes }: Header): boolean =>
  edgeFields.join() === 'type,name_or_index,to_node' && edgeTypes.length <= 10
