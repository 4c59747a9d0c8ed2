import { type EdgeColumns, hasUsualEdges, noHighest } from './edges.ts'
import type { Header } from './header.ts'
import { comma, newline } from './section.ts'

/** No record of usual numbers, with what stands around it, is longer. */
const longest = 32

export interface BackwardEdges {
  /** How many records are before those that were stored. */
  left(): number
  /** The highest name by type, of those that were stored. */
  readonly highest: Uint32Array
  /**
   * Stores the records that end at `end`, where a comma or the closing bracket stands, from the last one to the first, as
   * long as a whole one is surely there; `bytes[0]` must be 0. Returns the end of the last one that is not stored, or -1
   * where something is not as every V8 so far writes it.
   */
  store(bytes: Uint8Array, end: number): number
}

/** The edge table filled from its last record on, for a thread that reads from the end: see `storeUsual` in edges.ts. */
export function backwardEdges(header: Header, { word, name }: EdgeColumns): BackwardEdges {
  const { nodeCount, edgeCount, edgeTypes } = header
  const nodeWidth = header.nodeFields.length
  const usual = hasUsualEdges(header)
  const highest = noHighest()
  let left = edgeCount

  return { left: () => left, highest, store }

  function store(bytes: Uint8Array, from: number): number {
    if (!usual) return -1
    const typeCount = edgeTypes.length
    const inverse = 1 / nodeWidth
    let row = left
    let end = from
    while (end > longest && row > 1) {
      let at = end - 1
      if (bytes[at] === newline) at--

      let last = at
      let unit = 1
      let offset = 0
      let digit = bytes[at] - 48
      while (digit >>> 0 < 10) {
        offset = (offset + Math.imul(digit, unit)) | 0
        unit = Math.imul(unit, 10)
        digit = bytes[--at] - 48
      }
      if (bytes[at] !== comma || (last - at - 1) >>> 0 > 8) return -1

      last = --at
      unit = 1
      let nameOrIndex = 0
      digit = bytes[at] - 48
      while (digit >>> 0 < 10) {
        nameOrIndex = (nameOrIndex + Math.imul(digit, unit)) | 0
        unit = Math.imul(unit, 10)
        digit = bytes[--at] - 48
      }
      if (bytes[at] !== comma || (last - at - 1) >>> 0 > 8) return -1

      const type = bytes[--at] - 48
      if (type >>> 0 >= typeCount || bytes[--at] !== comma) return -1

      // Half an offset on, the product rounds down to the quotient whatever the error of the inverse.
      const target = ((offset + 0.5) * inverse) | 0
      if (target * nodeWidth !== offset || target >= nodeCount) return -1

      row--
      word[row] = target | (type << 28)
      name[row] = nameOrIndex
      if (nameOrIndex > highest[type]) highest[type] = nameOrIndex
      end = at
    }
    left = row
    return end
  }
}
