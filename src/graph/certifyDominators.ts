import { type EdgeIndex, edgeTarget, type NodeIndex } from '../snapshot/snapshot.ts'
import type { DominatorTree } from './dominators.ts'
import { reachable } from './flood.ts'
import { type HeapGraph, isStrong } from './graph.ts'

/** A strong edge that goes around the immediate dominator of its target. */
export interface DominatorViolation {
  readonly source: NodeIndex
  readonly edge: EdgeIndex
  readonly target: NodeIndex
}

/**
 * Checks a dominator tree by what it must fulfil, not by how it was made: the immediate dominator of a node is an
 * ancestor of every node that holds it by a strong edge, or that node itself. Null when it holds everywhere, else the
 * first edge that breaks it. A tree that passes names true dominators; that they are the nearest ones is not shown.
 *
 * Linear; takes 21 bytes a node while it runs.
 */
export function certifyDominators(graph: HeapGraph, { immediate }: DominatorTree): DominatorViolation | null {
  const { firstEdge, nodeCount, root } = graph
  const { word } = graph.edges
  const live = reachable(graph, [root])
  const { enter, last } = intervals(immediate, root)
  for (let source = 0; source < nodeCount; source++) {
    if (live[source] === 0) continue
    for (let edge = firstEdge[source]; edge < firstEdge[source + 1]; edge++) {
      const target = edgeTarget(word[edge])
      if (!isStrong(graph, edge) || target === root) continue
      const above = immediate[target]
      const holds = enter[above] !== 0 && enter[above] <= enter[source] && enter[source] <= last[above]
      if (!holds || above === target) return { source, edge, target }
    }
  }
  return null
}

/** Each node's number in a preorder of the tree, from 1, and the largest number below it; 0 for what is not in it. */
function intervals(immediate: Uint32Array, root: NodeIndex): { enter: Uint32Array; last: Uint32Array } {
  const count = immediate.length
  // Lists of children, as node + 1, so that 0 ends a list.
  const child = new Uint32Array(count)
  const sibling = new Uint32Array(count)
  for (let node = count - 1; node >= 0; node--) {
    if (node === root) continue
    sibling[node] = child[immediate[node]]
    child[immediate[node]] = node + 1
  }
  const enter = new Uint32Array(count)
  const last = new Uint32Array(count)
  let number = 1
  enter[root] = number
  for (let node = root; ; ) {
    if (child[node] !== 0) {
      const next = child[node] - 1
      child[node] = sibling[next]
      enter[next] = ++number
      node = next
      continue
    }
    last[node] = number
    if (node === root) return { enter, last }
    node = immediate[node]
  }
}
