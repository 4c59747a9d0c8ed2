import { isStrong } from '../graph/graph.ts'
import type { Heap } from '../recognise/heap.ts'
import type { Mark } from '../recognise/mark.ts'
import { edgeTarget, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import { dealt } from './attribute.ts'
import { type Attribution, unreachable } from './attribution.ts'

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
  const { graph, owners, ownerSet, sets } = attribution
  const column = new Uint8Array(graph.nodeCount).fill(noPart)
  const walls = new Set(owners.flatMap((mark) => [...mark.leading]))
  const isOwned = (node: NodeIndex): boolean => ownerSet[node] !== 0 && ownerSet[node] !== unreachable

  const paint = (from: Iterable<NodeIndex>, code: number): void => {
    const stack: NodeIndex[] = []
    const enter = (node: NodeIndex): void => {
      if (column[node] !== noPart || !isOwned(node)) return
      column[node] = code
      stack.push(node)
    }
    for (const node of from) enter(node)
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      for (let edge = graph.firstEdge[node]; edge < graph.firstEdge[node + 1]; edge++) {
        const target = edgeTarget(graph.edges.word[edge])
        if (!walls.has(target) && isStrong(graph, edge)) enter(target)
      }
    }
  }

  paintCode(heap, column, isOwned)
  for (const mark of marks) if (mark.kind === 'schema') paint(mark.leading, codeOf('schemas'))
  for (const mark of marks) if (mark.kind === 'validator') paint(mark.leading, codeOf('validators'))
  for (const mark of marks) if (mark.kind === 'serializer') paint(mark.leading, codeOf('serializers'))
  for (const mark of marks)
    if (mark.kind === 'route') paint([...mark.handlers, ...(mark.wrappers ?? [])], codeOf('handlers'))
  const isRoute = sets.map((members) => members.length > 0 && [...members].every((i) => owners[i].kind === 'route'))
  for (let node = 0; node < graph.nodeCount; node++) {
    if (column[node] !== noPart || !isOwned(node)) continue
    column[node] = codeOf(isRoute[ownerSet[node]] ? 'routeObjects' : 'routerStructure')
  }
  return column
}

/** Code nodes are bytecode (with feedback, metadata and machine code); what a Script has for `source` is source text. */
function paintCode(heap: Heap, column: PartColumn, isOwned: (node: NodeIndex) => boolean): void {
  const { nodes, meta } = heap.graph.snapshot
  const code = meta.nodeTypes.indexOf('code')
  for (let node = 0; node < nodes.count; node++) {
    if (nodes.type[node] !== code || !isOwned(node)) continue
    column[node] = codeOf('bytecode')
    const pieces = [heap.internal(node, 'source')]
    for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop()) {
      if (!heap.type(piece).includes('string') || !isOwned(piece)) continue
      column[piece] = codeOf('sourceText')
      for (const half of ['first', 'second']) {
        const next = heap.internal(piece, half)
        if (next !== undefined && column[next] !== codeOf('sourceText')) pieces.push(next)
      }
    }
  }
}

/**
 * Share of every owner by part: row `owner`, column as in `partNames`, at [owner * partNames.length + part]. Each row
 * adds up to the owner's share.
 */
export function shareByPart(attribution: Attribution, column: PartColumn): Float64Array {
  const { graph, owners, ownerSet, sets } = attribution
  const width = partNames.length
  const bytes = new Float64Array(sets.length * width)
  for (let node = 0; node < graph.nodeCount; node++) {
    if (column[node] !== noPart) bytes[ownerSet[node] * width + column[node]] += selfSize(graph.snapshot.nodes, node)
  }
  const shares = new Float64Array(owners.length * width)
  sets.forEach((members, set) => {
    let from = 0
    for (let part = 0; part < width; part++) {
      const to = from + bytes[set * width + part]
      if (to === from) continue
      members.forEach((owner, position) => {
        shares[owner * width + part] += dealt(from, to, members.length, position)
      })
      from = to
    }
  })
  return shares
}
