import { edgeSource } from '../graph/retainers.ts'
import type { Heap } from '../recognise/heap.ts'
import { nodesNamed } from '../recognise/nodesNamed.ts'
import { oncePerHeap } from '../recognise/remembered.ts'
import { type EdgeIndex, edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'

/**
 * Edges from the keys of WeakMaps to their values that are no way of a request: who has a key that many share does not have what an
 * object of some class keeps in a WeakMap of its own, as a container of modules. Where that WeakMap is reached, so is the value, by the edge from its table.
 * One in a variable, or that a class or a plain object has, can be asked by whoever stands there: having the key is enough.
 * Costs a pass over the edges where the heap has such pairs.
 */
export const pairsOfInstances = oncePerHeap((heap): ReadonlySet<EdgeIndex> => {
  const { ephemerons } = heap.graph
  const tables = new Map(
    [...ephemerons.fromTable].map((edge) => [ephemerons.pair.get(edge), edgeSource(heap.graph, edge)]),
  )
  const ofInstances = tablesOfInstances(heap, new Set(tables.values()))
  const found = new Set<EdgeIndex>()
  for (const [edge, pair] of ephemerons.pair) {
    const table = tables.get(pair)
    if (!ephemerons.fromTable.has(edge) && table !== undefined && ofInstances.has(table)) found.add(edge)
  }
  return found
})

/** Those of `tables` whose WeakMap only objects of classes have. */
function tablesOfInstances(heap: Heap, tables: ReadonlySet<NodeIndex>): Set<NodeIndex> {
  if (tables.size === 0) return new Set()
  const { edges, edgeCount, nodeCount, snapshot } = heap.graph
  const tableOf = new Map<NodeIndex, NodeIndex>()
  const isWeakMap = new Uint8Array(nodeCount)
  for (const node of nodesNamed(snapshot, 'WeakMap', 'WeakSet')) {
    const table = heap.internal(node, 'table')
    if (table === undefined || !tables.has(table)) continue
    tableOf.set(node, table)
    isWeakMap[node] = 1
  }
  const [ofInstances, ofOthers] = [new Set<NodeIndex>(), new Set<NodeIndex>()]
  const holding = ['property', 'context', 'element', 'internal'].map((type) => snapshot.meta.edgeTypes.indexOf(type))
  for (let edge = 0; edge < edgeCount; edge++) {
    const target = edgeTarget(edges.word[edge])
    if (isWeakMap[target] === 0 || !holding.includes(edgeType(edges.word[edge]))) continue
    const holder = edgeSource(heap.graph, edge)
    // V8's own parts of an object have its properties as well.
    if (heap.type(holder) === 'object' || heap.isNamed(holder, 'system / Cell'))
      (isOfClass(heap, holder) ? ofInstances : ofOthers).add(tableOf.get(target)!)
    else if (heap.type(holder) === 'closure') ofOthers.add(tableOf.get(target)!)
  }
  return new Set([...ofInstances].filter((table) => !ofOthers.has(table)))
}

/** Neither a scope nor a list, nor written as it stands or made of a module. */
const isOfClass = (heap: Heap, node: NodeIndex): boolean =>
  !/^(?:Object|Array|Module|global|)$|^system \//.test(heap.name(node))
