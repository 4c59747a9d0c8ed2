import type { Heap } from '../recognise/heap.ts'
import { type Bytes, selfSize } from '../snapshot/snapshot.ts'
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
  const { nodeTypes } = snapshot.meta
  const members = nodeTypes.map((type) => membersByName(named.has(type) ? snapshot.strings.count : 1))
  for (let node = 0; node < nodes.count; node++) {
    if (isNew[node] === 0 || attribution.ownerSet[node] !== 0) continue
    const { first, count, bytes } = members[nodes.type[node]]
    const name = count.length === 1 ? 0 : nodes.name[node]
    if (count[name]++ === 0) first[name] = node
    bytes[name] += selfSize(nodes, node)
  }
  const groups = new Map<string, { name: string; count: number; bytes: Bytes }>()
  for (const { first, count, bytes } of members) {
    for (let name = 0; name < count.length; name++) {
      if (count[name] === 0) continue
      // Only one node of each is asked for its group.
      const text = groupName(heap, first[name])
      const group = groups.get(text) ?? { name: text, count: 0, bytes: 0 }
      if (group.count === 0) groups.set(text, group)
      group.count += count[name]
      group.bytes += bytes[name]
    }
  }
  return [...groups.values()].sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1)).slice(0, shown)
}

/** Nodes of one type by StringIndex of their name: the first of them, how many there are, and their bytes. */
const membersByName = (names: number) => ({
  first: new Uint32Array(names),
  count: new Uint32Array(names),
  bytes: new Float64Array(names),
})

/** Objects by constructor; everything else by type, since the names of code and closures are the app's own. */
function groupName(heap: Heap, node: number): string {
  const type = heap.type(node)
  return named.has(type) ? nodeName(heap, node) : `(${type})`
}
