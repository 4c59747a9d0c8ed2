import { edgeTarget, edgeType, type NodeIndex, type Snapshot } from '../snapshot/snapshot.ts'

const attached = 1
const detached = 2

/**
 * Native nodes that Chrome DevTools takes for detached, 1 by node, or null where the file says nothing about any: the
 * ones the file marks, and what they lead to through native nodes, unless something attached leads there too. Node.js
 * marks none; this is for snapshots of browsers.
 */
export function detachedNodes(snapshot: Snapshot): Uint8Array | null {
  const { nodes, edges, meta } = snapshot
  const given = nodes.detachedness
  if (given === null || !given.some((state) => state !== 0)) return null
  const native = meta.nodeTypes.indexOf('native')
  const passive = ['weak', 'hidden', 'invisible'].map((name) => meta.edgeTypes.indexOf(name))
  const seen = new Uint8Array(nodes.count)
  const state = given.slice()
  const found = new Uint8Array(nodes.count)
  const queues: Record<number, NodeIndex[]> = { [attached]: [], [detached]: [] }

  const enter = (node: NodeIndex, next: number) => {
    if (seen[node] === 1) return
    seen[node] = 1
    if (nodes.type[node] !== native) return
    state[node] = next
    if (next === detached) found[node] = 1
    queues[next]?.push(node)
  }
  const spread = (node: NodeIndex, next: number) => {
    for (let edge = nodes.firstEdge[node]; edge < nodes.firstEdge[node + 1]; edge++) {
      if (!passive.includes(edgeType(edges.word[edge]))) enter(edgeTarget(edges.word[edge]), next)
    }
  }
  for (let node = 0; node < nodes.count; node++) if (state[node] !== 0) enter(node, state[node])
  for (let node = queues[attached].pop(); node !== undefined; node = queues[attached].pop()) spread(node, attached)
  for (let node = queues[detached].pop(); node !== undefined; node = queues[detached].pop()) {
    if (state[node] === detached) spread(node, detached)
  }
  return found
}
