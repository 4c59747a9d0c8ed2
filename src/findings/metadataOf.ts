import { addTo } from '../recognise/addTo.ts'
import type { Heap } from '../recognise/heap.ts'
import { edgeTarget, type NodeIndex } from '../snapshot/snapshot.ts'
import type { HiddenEdge } from './nodeKinds.ts'
import { saidElsewhere } from './saidElsewhere.ts'

/** Deepest Maps in Maps. */
const mostDepth = 4

/**
 * What is said of an object elsewhere: the values that the Maps `stores` have for it, those of all WeakMaps, and what an app
 * says of it in objects of its own. A Map
 * among these is looked into where all that it shows is keyed by names; that one has small integers as
 * keys as well, which would have no edges, is not expected of metadata. Costs a pass over the stores.
 */
export function metadataOf(heap: Heap, stores: readonly NodeIndex[]): (node: NodeIndex) => HiddenEdge[] {
  const { snapshot, firstEdge, edges, ephemerons } = heap.graph
  const stored = new Map<NodeIndex, HiddenEdge[]>()
  stores.forEach((store, label) => {
    for (const { key, value } of heap.mapEntries(store)) addTo(stored, key, { label, target: value })
  })
  const inWeakMaps = (node: NodeIndex): HiddenEdge[] => {
    const found: HiddenEdge[] = []
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const pair = ephemerons.pair.get(edge)
      if (pair === undefined || ephemerons.fromTable.has(edge)) continue
      found.push({ label: Number(/table @(\d+)/.exec(pair)?.[1]), target: edgeTarget(edges.word[edge]) })
    }
    return found.sort((a, b) => a.label - b.label)
  }

  const entriesOf = ({ label, target }: HiddenEdge, depth: number): HiddenEdge[] => {
    const table = heap.internal(target, 'table')
    if (table === undefined) return [{ label, target }]
    const entries = heap.mapEntries(target)
    const areShown = 2 * entries.length === slotsOf(table) && entries.every(({ key }) => isName(key))
    if (!areShown || depth === mostDepth) return [{ label, target, same: true }]
    // The labels say how deep an entry is, and among how many.
    const inner = 2 * (entries.length * mostDepth + depth)
    return entries.flatMap(({ key, value }) => [
      { label: inner, target: key },
      ...entriesOf({ label: inner + 1, target: value }, depth + 1),
    ])
  }
  const isName = (key: NodeIndex): boolean => /string|symbol/.test(heap.type(key))
  const slotsOf = (table: NodeIndex): number => {
    let slots = 0
    for (let edge = firstEdge[table]; edge < firstEdge[table + 1]; edge++) {
      if (/^\d+$/.test(snapshot.strings.text(edges.nameOrIndex[edge]))) slots++
    }
    return slots
  }
  const elsewhere = saidElsewhere(heap, stores)
  return (node) => [
    ...[...(stored.get(node) ?? []), ...inWeakMaps(node)].flatMap((edge) => entriesOf(edge, 0)),
    ...elsewhere(node),
  ]
}
