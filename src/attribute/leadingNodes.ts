import type { Mark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'

export function leadingNodes(marks: readonly Mark[]): Set<NodeIndex> {
  const all = new Set<NodeIndex>()
  for (const { leading } of marks) for (const node of leading) all.add(node)
  return all
}
