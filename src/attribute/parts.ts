import { walk } from '../graph/flood.ts'
import type { Fold } from '../graph/fold.ts'
import { listCount } from '../graph/lists.ts'
import type { Heap } from '../recognise/heap.ts'
import type { Mark } from '../recognise/mark.ts'
import { type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import { dealt } from './attribute.ts'
import { type Attribution, type OwnedGroups, ownersAmong, unreachable } from './attribution.ts'
import { leadingNodes } from './leadingNodes.ts'

/** What owned bytes are, in the order of the columns of `PartBytes`. */
export const partNames = [
  'routeObjects',
  'routerStructure',
  'handlers',
  'schemas',
  'validators',
  'serializers',
  'sourceText',
  'bytecode',
] as const
export type PartName = (typeof partNames)[number]

/** By NodeIndex: index into `partNames`; `noPart` for background. */
export type PartColumn = Uint8Array
const noPart = 0xff
const codeOf = (name: PartName): number => partNames.indexOf(name)

/**
 * Says of every owned node what it is. Code and source text are known by their node type; everything else is what the
 * nearest mark makes it: behind a schema document schema, behind a validator validator, behind a handler handler, in
 * this order, and what is left is route objects or router structure. One walk of the owned nodes.
 */
export function partColumn(heap: Heap, attribution: Attribution, marks: readonly Mark[]): PartColumn {
  const { graph, owners, ownerSet } = attribution
  // While the walks run, codes are one higher: 0 is what a walk may enter.
  const painted = unpainted(ownerSet)
  for (const node of leadingNodes(owners)) painted[node] ||= wall
  const paint = (part: PartName, nodesOf: (mark: Mark) => readonly NodeIndex[]): void => {
    const from = marks.flatMap(nodesOf).filter((node) => painted[node] === 0 || painted[node] === wall)
    walk(graph, new Set(from), painted, codeOf(part) + 1)
  }

  paintCode(heap, painted)
  paint('schemas', (mark) => (mark.kind === 'schema' ? mark.leading : []))
  paint('validators', (mark) => (mark.kind === 'validator' ? mark.leading : []))
  paint('serializers', (mark) => (mark.kind === 'serializer' ? mark.leading : []))
  paint('handlers', (mark) => (mark.kind === 'route' ? [...mark.handlers, ...(mark.wrappers ?? [])] : []))
  const others = partOfOthers(attribution)
  for (let node = 0; node < painted.length; node++) {
    const found = painted[node]
    if (found === outside) painted[node] = noPart
    else painted[node] = found === 0 || found === wall ? others[ownerSet[node]] : found - 1
  }
  return painted
}

/** By set: what is left of it is objects of routes where all its owners are routes, and structure of routers elsewhere. */
function partOfOthers(attribution: Attribution): Uint8Array {
  const { first } = attribution.sets
  const routes = ownersAmong(attribution, ({ kind }) => kind === 'route')
  const [objects, structure] = [codeOf('routeObjects'), codeOf('routerStructure')]
  return Uint8Array.from(routes, (count, set) =>
    count > 0 && count === first[set + 1] - first[set] ? objects : structure,
  )
}

function unpainted(ownerSet: Uint32Array): Uint8Array {
  const painted = new Uint8Array(ownerSet.length)
  for (let node = 0; node < ownerSet.length; node++) {
    const set = ownerSet[node]
    if (set === 0 || set === unreachable) painted[node] = outside
  }
  return painted
}

/** While parts are painted: what is owned by nobody, and leading nodes of owners that no part has begun at. */
const outside = 0xfd
const wall = 0xfe

/** Code nodes are bytecode (with feedback, metadata and machine code); what a Script has for `source` is source text. */
function paintCode(heap: Heap, painted: Uint8Array): void {
  const { nodes, meta } = heap.graph.snapshot
  const code = meta.nodeTypes.indexOf('code')
  const sourceText = codeOf('sourceText') + 1
  const isOwned = (node: NodeIndex): boolean => painted[node] !== outside
  for (let node = nodes.type.indexOf(code); node >= 0; node = nodes.type.indexOf(code, node + 1)) {
    if (!isOwned(node)) continue
    painted[node] = codeOf('bytecode') + 1
    const pieces = [heap.internal(node, 'source')]
    for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop()) {
      if (!heap.type(piece).includes('string') || !isOwned(piece)) continue
      painted[piece] = sourceText
      for (const half of ['first', 'second']) {
        const next = heap.internal(piece, half)
        if (next !== undefined && painted[next] !== sourceText) pieces.push(next)
      }
    }
  }
}

/** Bytes of every group of the fold by part, in rows. One pass over the nodes. */
export function groupsByPart({ graph, group, bytes: all }: Fold, column: PartColumn): Float64Array {
  const { nodes } = graph.snapshot
  const width = partNames.length
  const bytes = new Float64Array(all.length * width)
  for (let node = 0; node < group.length; node++) {
    if (column[node] !== noPart) bytes[group[node] * width + column[node]] += selfSize(nodes, node)
  }
  return bytes
}

/**
 * Share of every owner by part: row `owner`, column as in `partNames`, at [owner * partNames.length + part]. Each row
 * adds up to the owner's share. Costs a pass over the groups.
 */
export function shareByPart({ owners, sets, setOfGroup }: OwnedGroups, byGroup: Float64Array): Float64Array {
  const width = partNames.length
  const { first, items } = sets
  const bytes = new Float64Array(listCount(sets) * width)
  for (let group = 0; group < setOfGroup.length; group++) {
    if (setOfGroup[group] === unreachable) continue
    for (let part = 0; part < width; part++) bytes[setOfGroup[group] * width + part] += byGroup[group * width + part]
  }
  const shares = new Float64Array(owners.length * width)
  for (let set = 0; set < listCount(sets); set++) {
    const players = first[set + 1] - first[set]
    // The bytes of one set are dealt a part after the other to its owners' rows.
    let from = 0
    for (let part = 0; part < width; part++) {
      const to = from + bytes[set * width + part]
      if (to === from) continue
      for (let player = 0; player < players; player++) {
        shares[items[first[set] + player] * width + part] += dealt(from, to, players, player)
      }
      from = to
    }
  }
  return shares
}
