import { type PathTree, pathTo } from '../graph/retainingPath.ts'
import type { Heap } from '../recognise/heap.ts'
import { type EdgeIndex, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'

/** One node on the way from the root, and the edge that leads to it, in words that are safe to show. */
export interface HeapPathStep {
  readonly edge: string
  readonly edgeType: string
  readonly name: string
  readonly nodeType: string
  readonly nodeId: number
  readonly source: string | null
}

/** Steps of a path that a person would read; longer ones are cut in the middle. */
const longest = 40

/**
 * The shortest path from the root to `node`, the root left out, `node` last. Strings are shown by type, never
 * by text; `placeOf` says how a place in the code is shown.
 */
export function heapPath(
  heap: Heap,
  tree: PathTree,
  node: NodeIndex,
  placeOf: (source: string) => string,
): HeapPathStep[] {
  const steps = pathTo(heap.graph, tree, node)
  const targets = [...steps.slice(1).map(({ source }) => source), node]
  const path = steps.map(({ edge }, at) => describeStep(heap, edge, targets[at], placeOf))
  return path.length <= longest ? path : [...path.slice(0, longest / 2), ...path.slice(-longest / 2)]
}

function describeStep(heap: Heap, edge: EdgeIndex, node: NodeIndex, placeOf: (source: string) => string): HeapPathStep {
  const { edges, meta, strings, nodes } = heap.graph.snapshot
  const type = meta.edgeTypes[edgeType(edges.word[edge])]
  const place = heap.location(node)
  const indexed = type === 'element' || type === 'hidden'
  return {
    edge: indexed ? `[${edges.nameOrIndex[edge]}]` : strings.text(edges.nameOrIndex[edge]),
    edgeType: type,
    name: nodeName(heap, node),
    nodeType: heap.type(node),
    nodeId: nodes.id[node],
    source: place === undefined ? null : placeOf(place),
  }
}

/** Constructor or function name; a string of the app is shown as `(string)`. */
export function nodeName(heap: Heap, node: NodeIndex): string {
  const type = heap.type(node)
  return type.includes('string') || type === 'symbol' || type === 'number' || type === 'bigint' || type === 'regexp'
    ? `(${type})`
    : heap.name(node)
}
