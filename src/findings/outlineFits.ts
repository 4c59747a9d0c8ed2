import type { Heap } from '../recognise/heap.ts'
import type { Outline } from '../recognise/mark.ts'
import { edgeTarget, edgeType, type NodeIndex, type StringIndex } from '../snapshot/snapshot.ts'
import { type EdgeRole, edgeRole } from './edgeRoles.ts'
import { metadataOf } from './metadataOf.ts'
import type { HiddenEdge } from './nodeKinds.ts'

/** An outline, with its names looked up. */
export interface FittingOutline {
  readonly opaque: boolean
  counts(name: StringIndex, role: EdgeRole): boolean
  /** What an accessor that was not called yet will give, and the name of the property. */
  lazy(name: StringIndex, getter: NodeIndex): { readonly name: StringIndex; readonly target: NodeIndex } | undefined
  /** What Maps and WeakMaps have for the node. */
  notes(node: NodeIndex): HiddenEdge[]
}

/** The first outline that fits a node. Costs a scan of the node's edges. */
export function outlineFits(heap: Heap, outlines: readonly Outline[]): (node: NodeIndex) => FittingOutline | undefined {
  const { snapshot, firstEdge, edges } = heap.graph
  const { word, nameOrIndex } = edges
  const property = snapshot.meta.edgeTypes.indexOf('property')
  const named = (name: string): StringIndex => snapshot.strings.find(name) ?? -1
  const entries = outlines.map((outline) => ({ has: outline.has.map(named), fit: fitting(heap, outline, named) }))
  const told = new Set(entries.flatMap(({ has }) => has))
  if (told.size === 0) return () => undefined
  return (node) => {
    let seen: StringIndex[] | undefined
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      if (edgeType(word[edge]) !== property || !told.has(nameOrIndex[edge])) continue
      if (seen === undefined) seen = [nameOrIndex[edge]]
      else seen.push(nameOrIndex[edge])
    }
    return seen && entries.find(({ has }) => has.every((name) => seen.includes(name)))?.fit
  }
}

function fitting(heap: Heap, outline: Outline, named: (name: string) => StringIndex): FittingOutline {
  const { firstEdge, edges, ephemerons } = heap.graph
  const counted = outline.counts === undefined ? null : new Set(outline.counts.map(named))
  const ignored = new Set(outline.ignores?.map(named))
  const proto = named('__proto__')
  const tables = outline.notes === undefined ? new Set<number>() : tablesHeldAs(heap, outline.notes)
  const metadata = outline.metadata === undefined ? undefined : metadataOf(heap, outline.metadata)
  const later = new Map(
    Object.entries(outline.lazy ?? {}).map(([accessor, from]) => [
      named(accessor),
      { name: named(accessor.replace(/^get /, '')), from },
    ]),
  )
  return {
    opaque: outline.opaque === true,
    counts: (name, role) =>
      counted === null ? !ignored.has(name) : name === proto || (role !== edgeRole.element && counted.has(name)),
    lazy(name, getter) {
      const known = later.get(name)
      const target = known === undefined ? undefined : heap.property(getter, known.from)
      return known === undefined || target === undefined ? undefined : { name: known.name, target }
    },
    notes(node) {
      if (metadata !== undefined) return metadata(node)
      if (tables.size === 0) return []
      const found: HiddenEdge[] = []
      for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
        const pair = ephemerons.pair.get(edge)
        if (pair === undefined || ephemerons.fromTable.has(edge)) continue
        const table = Number(/table @(\d+)/.exec(pair)?.[1])
        if (tables.has(table)) found.push({ label: table, target: edgeTarget(edges.word[edge]) })
      }
      return found
    },
  }
}

/** Ids of the tables of all WeakMaps that objects hold under this name. Costs a pass over all edges. */
function tablesHeldAs(heap: Heap, name: string): ReadonlySet<number> {
  const { snapshot, edges, edgeCount } = heap.graph
  const index = snapshot.strings.find(name)
  const property = snapshot.meta.edgeTypes.indexOf('property')
  const found = new Set<number>()
  for (let edge = 0; edge < edgeCount && index !== undefined; edge++) {
    if (edges.nameOrIndex[edge] !== index || edgeType(edges.word[edge]) !== property) continue
    const table = heap.internal(edgeTarget(edges.word[edge]), 'table')
    if (table !== undefined) found.add(snapshot.nodes.id[table])
  }
  return found
}
