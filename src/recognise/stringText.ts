import type { HeapGraph } from '../graph/graph.ts'
import { type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import type { EdgesByName } from './edgesByName.ts'

/** V8 cuts the text of a string node to this many characters, unless told otherwise by a flag. */
const cutLength = 1024
/** What a sequential string has before its characters. */
const headBytes = 16
/** Parts of one concatenated string that are joined at most; only generated code has longer ropes. */
const partLimit = 100_000

/**
 * What a slice has of the whole string that it is a part of, to who knows how it was cut; undefined where that is not sure. `before` is
 * what it follows in the string that is asked about.
 */
export type PartOf = (whole: string, before: string) => string | undefined

/** What frameworks cut off most of all: the slash at the end. */
export const withoutLastSlash: PartOf = (whole) => (whole.endsWith('/') ? whole.slice(0, -1) : undefined)

/**
 * Text of a string node, or undefined where the snapshot does not hold it: V8 cut it, or it is a slice (its offset
 * is not written) and `partOf` does not say what it has. Concatenated strings are joined.
 */
export function stringText(graph: HeapGraph, edges: EdgesByName, node: NodeIndex, partOf?: PartOf): string | undefined {
  const { nodes, meta } = graph.snapshot
  const type = meta.nodeTypes[nodes.type[node]]
  if (type === 'string') return flatText(graph, node)
  if (type !== 'concatenated string' && type !== 'sliced string') return undefined
  const texts: string[] = []
  for (const piece of pieces(graph, edges, node) ?? []) {
    const whole = isSlice(graph, piece) && partOf !== undefined ? wholeOf(graph, edges, piece) : undefined
    const text = isSlice(graph, piece) ? whole && partOf?.(whole, texts.join('')) : flatText(graph, piece)
    if (text === undefined) return undefined
    texts.push(text)
  }
  return texts.length === 0 ? undefined : texts.join('')
}

const isSlice = ({ snapshot: { nodes, meta } }: HeapGraph, node: NodeIndex): boolean =>
  meta.nodeTypes[nodes.type[node]] === 'sliced string'

/** The string that a slice is a part of. V8 cuts slices out of flat strings alone. */
function wholeOf(graph: HeapGraph, edges: EdgesByName, slice: NodeIndex): string | undefined {
  const parent = edges.target(slice, 'internal', 'parent')
  return parent === undefined ? undefined : stringText(graph, edges, parent)
}

function flatText({ snapshot: { nodes, strings } }: HeapGraph, node: NodeIndex): string | undefined {
  const text = strings.text(nodes.name[node])
  const size = selfSize(nodes, node)
  if (!isCut(text, size)) return text
  const mended = asInHeap(text)
  return isCut(mended, size) ? undefined : mended
}

/**
 * V8 writes the lower half of the number of a character that is above U+FFFF, and three question marks for U+FFFD. Emoji are
 * told by the private area that they fall into; whether others are among them tells the length.
 */
const asInHeap = (text: string): string =>
  text
    .replaceAll('???', '\ufffd')
    .replaceAll(/[\uf000-\ufaff]/g, (half) => String.fromCodePoint(0x10000 + half.charCodeAt(0)))

/** The flat strings that a string node is joined of, in order; undefined for a slice and for what is no string. */
export function flatStrings(graph: HeapGraph, edges: EdgesByName, node: NodeIndex): NodeIndex[] | undefined {
  const found = pieces(graph, edges, node)
  return found?.some((piece) => isSlice(graph, piece)) ? undefined : found
}

/** Flat strings and slices that a string node is joined of. Without recursion: ropes of generated code are thousands deep. */
function pieces(graph: HeapGraph, edges: EdgesByName, node: NodeIndex): NodeIndex[] | undefined {
  const { nodes, meta } = graph.snapshot
  const found: NodeIndex[] = []
  const open = [node]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const type = meta.nodeTypes[nodes.type[next]]
    if (type === 'string' || type === 'sliced string') found.push(next)
    else if (type === 'concatenated string') {
      const first = edges.target(next, 'internal', 'first')
      const second = edges.target(next, 'internal', 'second')
      if (first === undefined) return undefined
      if (second !== undefined) open.push(second)
      open.push(first)
    } else return undefined
    if (found.length > partLimit) return undefined
  }
  return found
}

/**
 * Whether V8 cut a string node, or one of those that it is joined of. What has as many bytes as its node has room for is whole,
 * and need not be decoded.
 */
export function isCutText(graph: HeapGraph, edges: EdgesByName, node: NodeIndex): boolean {
  const { nodes, strings } = graph.snapshot
  return (flatStrings(graph, edges, node) ?? []).some((part) => {
    const bytes = strings.byteLength(nodes.name[part])
    return bytes >= cutLength && bytes < selfSize(nodes, part) - headBytes && flatText(graph, part) === undefined
  })
}

/** A sequential string has a header and one or two bytes a character; a longer one lost its tail. */
function isCut(text: string, size: number): boolean {
  if (text.length < cutLength) return false
  const isWide = /[^\0-\xff]/.test(text)
  const wholeSize = headBytes + text.length * (isWide ? 2 : 1)
  return size !== 0 && size !== Math.ceil(wholeSize / 8) * 8
}
