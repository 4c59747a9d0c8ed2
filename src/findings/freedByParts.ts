import { background, unreached } from '../graph/fold.ts'
import { type HeapGraph, isStrong } from '../graph/graph.ts'
import { type Bytes, edgeTarget, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import type { HeapFacts } from './facts.ts'

/** In the column: what no part is looked for in, what parts alone may lead to, what something else leads to as well, a part. */
const [wall, behind, held, gone] = [1, 2, 3, 4]

/**
 * Bytes freed if none of these nodes were there, whatever holds them, each byte with the first of them that leads to it. Exact,
 * where nothing but what stays keeps what is behind them: what caches keep counts as held. Parts of marks are no leads of the fold,
 * so a removal would walk the heap; this costs a walk of what is behind them and a pass over the edges of what is owned.
 */
export function freedByParts(
  { heap: { graph }, attribution: { fold } }: HeapFacts,
  parts: readonly NodeIndex[],
): Map<NodeIndex, Bytes> {
  const { group } = fold
  const fates = new Uint8Array(graph.nodeCount)
  for (const lead of fold.leads) fates[lead] = wall
  const free = parts.filter((part) => fates[part] === 0 && group[part] !== background)
  for (const part of free) fates[part] = gone
  const { entered, ends } = walkBehind(graph, fates, group, free)
  markHeld(graph, fates, group)
  const bytes = new Map<NodeIndex, Bytes>()
  for (let at = 0, next = 0; at < free.length; at++) {
    let freed = selfSize(graph.snapshot.nodes, free[at])
    for (; next < ends[at]; next++) {
      if (fates[entered[next]] === behind) freed += selfSize(graph.snapshot.nodes, entered[next])
    }
    bytes.set(free[at], freed)
  }
  return bytes
}

/** What the parts lead to without passing marks, each node once, and by part how many there are with those of the parts before it. */
function walkBehind(graph: HeapGraph, fates: Uint8Array, group: Uint32Array, parts: readonly NodeIndex[]) {
  const { firstEdge, edges } = graph
  const entered: NodeIndex[] = []
  const ends: number[] = []
  for (const part of parts) {
    for (let node = part, at = entered.length; ; node = entered[at++]) {
      for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
        const target = edgeTarget(edges.word[edge])
        if (fates[target] !== 0 || group[target] === background || !isStrong(graph, edge)) continue
        fates[target] = behind
        entered.push(target)
      }
      if (at === entered.length) break
    }
    ends.push(entered.length)
  }
  return { entered, ends }
}

/** Finds what is behind parts and led to from elsewhere. What background leads to is background, so that need not be asked. */
function markHeld(graph: HeapGraph, fates: Uint8Array, group: Uint32Array): void {
  const { nodeCount, firstEdge, edges, orphans } = graph
  const open: NodeIndex[] = [...orphans].filter((node) => fates[node] === behind)
  for (const node of open) fates[node] = held
  const follow = (node: NodeIndex): void => {
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      const target = edgeTarget(edges.word[edge])
      if (fates[target] !== behind || !isStrong(graph, edge)) continue
      fates[target] = held
      open.push(target)
    }
  }
  for (let node = 0; node < nodeCount; node++) {
    const isOutside = fates[node] < behind && group[node] !== background && group[node] !== unreached
    if (isOutside) follow(node)
  }
  for (let node = open.pop(); node !== undefined; node = open.pop()) follow(node)
}
