import { edgeSource, retainers } from '../graph/retainers.ts'
import type { Heap } from '../recognise/heap.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { edgeLabels, entryLabel } from './objectStructure.ts'

/** An object that holds a node, and the label of the place where it does. */
export interface Holder {
  readonly node: NodeIndex
  readonly label: number
}

/** What more objects hold than this is no part of a tree. */
const mostHolders = 16

/** The objects that hold a node as a property, an element or an entry of a Map or Set. Costs two passes over all edges. */
export function holdersOf(heap: Heap): (node: NodeIndex) => Holder[] {
  const { graph } = heap
  const label = edgeLabels(heap)
  const { first, edge: retaining } = retainers(graph)
  const { meta, nodes, strings } = graph.snapshot
  const object = meta.nodeTypes.indexOf('object')
  const table = strings.find('table') ?? -1

  const sources = (node: NodeIndex): { source: NodeIndex; edge: number }[] =>
    Array.from(retaining.subarray(first[node], first[node + 1]), (edge) => ({ source: edgeSource(graph, edge), edge }))

  return (node) => {
    if (first[node + 1] - first[node] > 2 * mostHolders) return []
    return sources(node).flatMap(({ source, edge }) => {
      if (nodes.type[source] === object) {
        const at = label(edge)
        return at === undefined ? [] : [{ node: source, label: at }]
      }
      // The table of a Map or Set is held by it alone.
      const owners = first[source + 1] - first[source] > 2 ? [] : sources(source)
      return owners
        .filter((owner) => graph.edges.nameOrIndex[owner.edge] === table && nodes.type[owner.source] === object)
        .map((owner) => ({ node: owner.source, label: entryLabel }))
    })
  }
}
