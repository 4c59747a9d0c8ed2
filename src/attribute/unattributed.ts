import type { Heap } from '../recognise/heap.ts'
import { type Bytes, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import type { Attribution } from './attribution.ts'
import { nodeName } from './heapPath.ts'

/** Background bytes that came with composition, by constructor. */
export interface UnattributedGroup {
  readonly name: string
  readonly count: number
  readonly bytes: Bytes
}

const shown = 20
/** Types of nodes whose name is that of a constructor. */
const named = new Set(['object', 'native', 'hidden'])

/** The largest groups of new nodes without an owner, largest first, then by name. */
export function unattributed(heap: Heap, attribution: Attribution, isNew: Uint8Array): UnattributedGroup[] {
  const { snapshot } = heap.graph
  const { nodes } = snapshot
  // Names are the same number where they are the same text; only one node of each is asked for its group.
  const members = new Map<number, { node: NodeIndex; count: number; bytes: Bytes }>()
  const hasName = snapshot.meta.nodeTypes.map((type) => named.has(type))
  for (let node = 0; node < nodes.count; node++) {
    if (isNew[node] === 0 || attribution.ownerSet[node] !== 0) continue
    const type = nodes.type[node]
    const key = (hasName[type] ? nodes.name[node] + 1 : 0) * 256 + type
    const member = members.get(key) ?? { node, count: 0, bytes: 0 }
    if (member.count++ === 0) members.set(key, member)
    member.bytes += selfSize(nodes, node)
  }
  const groups = new Map<string, { count: number; bytes: Bytes }>()
  for (const { node, count, bytes } of members.values()) {
    const name = groupName(heap, node)
    const group = groups.get(name) ?? { count: 0, bytes: 0 }
    groups.set(name, { count: group.count + count, bytes: group.bytes + bytes })
  }
  return [...groups]
    .map(([name, group]) => ({ name, ...group }))
    .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1))
    .slice(0, shown)
}

/** Objects by constructor; everything else by type, since the names of code and closures are the app's own. */
function groupName(heap: Heap, node: number): string {
  const type = heap.type(node)
  return named.has(type) ? nodeName(heap, node) : `(${type})`
}
