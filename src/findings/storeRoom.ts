import { fatesOf } from '../attribute/fates.ts'
import { leadingNodes } from '../attribute/leadingNodes.ts'
import { isStrong } from '../graph/graph.ts'
import type { Heap } from '../recognise/heap.ts'
import type { Mark, RouteMark, Stores } from '../recognise/mark.ts'
import { type Bytes, edgeTarget, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import { groupsBy, type HeapFacts } from './facts.ts'
import type { Shrinking } from './finding.ts'
import { going } from './going.ts'

/**
 * What the array and the object would be smaller by if they had been given `kept` things only, each for one name at most. Never
 * more than what goes: V8 may have for so few names what is smaller than any table.
 */
export function storeRoom(heap: Heap, { array, object }: Stores, kept: number): Shrinking[] {
  const { nodes } = heap.graph.snapshot
  // An array is what its class is, its properties, its elements and its length, a word each.
  const word = selfSize(nodes, array) / 4
  const found: [NodeIndex | undefined, (bytes: Bytes) => Bytes][] = [
    [heap.internal(array, 'elements'), (bytes) => bytes - word * (2 + pushedInto(kept))],
    [tableOf(heap, object), (bytes) => 3 * word * (slotsIn(bytes / word) - slotsFor(kept))],
  ]
  return found.flatMap(([node, goingOf]) => {
    const bytes = node === undefined ? 0 : goingOf(selfSize(nodes, node))
    return node === undefined || bytes <= 0 ? [] : [{ node, bytes }]
  })
}

/**
 * What the tables of routers that stay would be smaller by without `routes`, with the names that nothing else holds when all of
 * `removable` are gone. Costs what `fatesOf` does, twice, where routes tell of such tables.
 */
export function roomOfRoutes(facts: HeapFacts, routes: readonly RouteMark[], removable: readonly Mark[]): Shrinking[] {
  const { heap, attribution, marks } = facts
  const stored = groupsBy(routes, ({ storedIn }) => storedIn?.array)
  if (stored.length === 0) return []
  const stores = stored.map(([{ storedIn }]) => storedIn!)
  const rooms = stores.flatMap((store, at) =>
    storeRoom(heap, store, Math.max(0, heap.elements(store.array).length - stored[at].length)),
  )
  const tables = new Set(stores.flatMap(({ object }) => tableOf(heap, object) ?? []))
  const gone = leadingNodes(going(marks, removable))
  const held = fatesOf(attribution, gone, new Set())
  const unheld = fatesOf(attribution, gone, tables)
  const names = namesIn(heap, tables).filter(({ node }) => unheld.isFreed(node))
  return [...rooms, ...names].filter(({ node }) => !held.isFreed(node))
}

function namesIn({ graph, type }: Heap, tables: Iterable<NodeIndex>): Shrinking[] {
  const found = new Set<NodeIndex>()
  for (const table of tables) {
    for (let edge = graph.firstEdge[table], end = graph.firstEdge[table + 1]; edge < end; edge++) {
      const node = edgeTarget(graph.edges.word[edge])
      if (type(node) === 'string' && isStrong(graph, edge)) found.add(node)
    }
  }
  return Array.from(found, (node) => ({ node, bytes: selfSize(graph.snapshot.nodes, node) }))
}

/** Properties of an object that V8 keeps in a hash table, not in places that its class knows. */
function tableOf(heap: Heap, object: NodeIndex | undefined): NodeIndex | undefined {
  const properties = object === undefined ? undefined : heap.internal(object, 'properties')
  return properties !== undefined && heap.type(properties) === 'array' ? properties : undefined
}

/** Room that an array has once so many were pushed into it, one by one. */
function pushedInto(count: number): number {
  let room = 0
  while (room < count) room = room + 1 + ((room + 1) >> 1) + 16
  return room
}

/** Slots of a hash table of so many words: three words each, a power of two of them, behind a head that is less. */
const slotsIn = (words: number): number => 2 ** Math.floor(Math.log2(words / 3))

/** Slots of a hash table that so many were put into: a third is free at least. */
const slotsFor = (count: number): number => Math.max(4, 2 ** Math.ceil(Math.log2(count + (count >> 1))))
