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

/** The largest groups of new nodes without an owner, largest first, then by name. */
export function unattributed(heap: Heap, attribution: Attribution, isNew: Uint8Array): UnattributedGroup[] {
  const { snapshot } = heap.graph
  const groups = new Map<string, { count: number; bytes: Bytes }>()
  for (let node = 0; node < snapshot.nodes.count; node++) {
    if (isNew[node] === 0 || attribution.ownerSet[node] !== 0) continue
    const name = groupName(heap, node)
    const group = groups.get(name) ?? { count: 0, bytes: 0 }
    group.count++
    group.bytes += selfSize(snapshot.nodes, node)
    groups.set(name, group)
  }
  return [...groups]
    .map(([name, group]) => ({ name, ...group }))
    .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1))
    .slice(0, shown)
}

/** Objects by constructor; everything else by type, since the names of code and closures are the app's own. */
function groupName(heap: Heap, node: number): string {
  const type = heap.type(node)
  return type === 'object' || type === 'native' || type === 'hidden' ? nodeName(heap, node) : `(${type})`
}
