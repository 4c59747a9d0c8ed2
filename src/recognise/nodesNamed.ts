import type { NodeIndex, Snapshot } from '../snapshot/snapshot.ts'

/**
 * Nodes with one of these names, in node order. For names that few nodes have: the column is searched by the engine's own
 * code, which is faster than a loop that runs once.
 */
export function nodesNamed({ nodes, strings }: Snapshot, ...names: readonly string[]): NodeIndex[] {
  const found: NodeIndex[] = []
  for (const name of new Set(names.map((text) => strings.find(text)))) {
    if (name === undefined) continue
    for (let node = nodes.name.indexOf(name); node >= 0; node = nodes.name.indexOf(name, node + 1)) found.push(node)
  }
  return found.sort((a, b) => a - b)
}
