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
 * Text of a string node, or undefined where the snapshot does not hold it: V8 cut it, or it is a slice (its offset
 * is not written). Concatenated strings are joined.
 */
export function stringText(graph: HeapGraph, edges: EdgesByName, node: NodeIndex): string | undefined {
  const { nodes, meta } = graph.snapshot
  if (meta.nodeTypes[nodes.type[node]] === 'string') return flatText(graph, node)
  const parts = flatStrings(graph, edges, node)?.map((part) => flatText(graph, part))
  return parts === undefined || parts.includes(undefined) ? undefined : parts.join('')
}

function flatText({ snapshot: { nodes, strings } }: HeapGraph, node: NodeIndex): string | undefined {
  const text = strings.text(nodes.name[node])
  return isCut(text, selfSize(nodes, node)) ? undefined : text
}

/**
 * The flat strings that a string node is joined of, in order; undefined for a slice and for what is no string. Without
 * recursion: ropes of generated code are thousands deep.
 */
export function flatStrings(graph: HeapGraph, edges: EdgesByName, node: NodeIndex): NodeIndex[] | undefined {
  const { nodes, meta } = graph.snapshot
  const parts: NodeIndex[] = []
  const open = [node]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const type = meta.nodeTypes[nodes.type[next]]
    if (type === 'string') parts.push(next)
    else if (type === 'concatenated string') {
      const first = edges.target(next, 'internal', 'first')
      const second = edges.target(next, 'internal', 'second')
      if (first === undefined) return undefined
      if (second !== undefined) open.push(second)
      open.push(first)
    } else return undefined
    if (parts.length > partLimit) return undefined
  }
  return parts
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
