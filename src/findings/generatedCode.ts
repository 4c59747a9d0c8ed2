import { hash } from 'node:crypto'
import type { Heap } from '../recognise/heap.ts'
import { type NodeIndex, selfSize } from '../snapshot/snapshot.ts'

/** Code without what differs in equal code. */
export interface PlainCode {
  /** Equal codes have equal ones. */
  readonly key: string
  /** The counted names in order of appearance; the code calls them by their place. */
  readonly names: readonly string[]
}

/** The generated code of a heap, by string nodes. What stands in the file once is read once, however many nodes have it. */
export interface GeneratedCode {
  /**
   * A number, equal for equal code, also where counted names differ: what stands behind an underscore counts as a count.
   * Reads the bytes of the file and decodes nothing.
   */
  hash(source: NodeIndex): number
  /** The code with its counted names numbered from 0. Undefined where the snapshot does not hold all of it. */
  renamed(source: NodeIndex, counted: string): PlainCode | undefined
  /** The code without Ajv's counters. Undefined where the snapshot does not hold all of it. */
  withoutCounters(source: NodeIndex): PlainCode | undefined
}

export function generatedCode(heap: Heap): GeneratedCode {
  const { nodes } = heap.graph.snapshot
  /** Equal texts are one string of the file, but so are two that V8 cut; a rope is joined of several. */
  const remembered = <Result>(read: (source: NodeIndex) => Result): ((source: NodeIndex) => Result) => {
    const known = new Map<string, Result>()
    return (source) => {
      const text = heap.type(source) === 'string' ? `${nodes.name[source]} ${selfSize(nodes, source)}` : `@${source}`
      const result = known.has(text) ? (known.get(text) as Result) : read(source)
      known.set(text, result)
      return result
    }
  }
  const plain = (source: NodeIndex, change: (code: string) => PlainCode): PlainCode | undefined => {
    const code = heap.string(source)
    return code === undefined ? undefined : change(code)
  }
  const renamed = new Map<string, (source: NodeIndex) => PlainCode | undefined>()
  return {
    hash: remembered((source) => hashOf(heap, source)),
    renamed(source, counted) {
      const read = renamed.get(counted) ?? remembered((node) => plain(node, (code) => withPlaces(code, counted)))
      renamed.set(counted, read)
      return read(source)
    },
    withoutCounters: remembered((source) => plain(source, uncounted)),
  }
}

/** Texts that are equal have equal keys. One of many kilobytes is not kept. */
export const shortKey = (text: string): string => (text.length <= longestKey ? text : hash('sha256', text, 'base64'))

const longestKey = 2000

function hashOf(heap: Heap, source: NodeIndex): number {
  const { nodes, strings } = heap.graph.snapshot
  const { bytes, start } = strings.columns
  let hash = 0
  for (const part of heap.flatStrings(source) ?? []) {
    const name = nodes.name[part]
    let mayCount = false
    for (let at = start[name], end = at + strings.byteLength(name); at < end; at++) {
      const byte = bytes[at]
      mayCount = byte === underscore || (mayCount && byte >= digits.first && byte <= digits.last)
      if (!mayCount || byte === underscore) hash = Math.imul(hash ^ byte, 0x01000193)
    }
  }
  return hash
}

const underscore = 0x5f
const digits = { first: 0x30, last: 0x39 }

function withPlaces(code: string, counted: string): PlainCode {
  const names: string[] = []
  return { key: shortKey(replaced(code, counted, names)), names }
}

/** A text whose counted names are replaced by their place in `names`, to which those are added that are not there. */
export function replaced(text: string, counted: string, names: string[]): string {
  return text.replace(new RegExp(counted, 'g'), (name) => {
    if (!names.includes(name)) names.push(name)
    return `#${names.indexOf(name)}`
  })
}

/**
 * Ajv numbers the names of one instance through, so equal code differs in the numbers, and only the schema tells. A number
 * is looked for before the name in front of it: that takes a third of the time.
 */
const uncounted = (code: string): PlainCode => ({
  key: shortKey(code.replace(/\bscope\.(\w+)\[\d+\]/g, 'scope.$1').replace(/\d+\b(?<=\b[A-Za-z_$]+\d+)/g, '')),
  names: [],
})
