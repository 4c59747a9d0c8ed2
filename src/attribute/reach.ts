import { type HeapGraph, isStrong } from '../graph/graph.ts'
import type { Mark } from '../recognise/mark.ts'
import { edgeTarget, type NodeIndex } from '../snapshot/snapshot.ts'
import { type Attribution, unreachable } from './attribution.ts'

/** What the root reaches, and whether it has to pass a wall on the way. */
export interface Reach {
  /** By NodeIndex: one of `side`. */
  readonly side: Uint8Array
  /** The walls that a way without walls leads to. */
  readonly entries: readonly NodeIndex[]
}

export const side = { unreached: 0, background: 1, wall: 2, behind: 3 } as const
/** A wall that was not come to yet. */
const closed = 4

/** One walk over the graph: first around the walls, then on through them. The root is never a wall. */
export function reach(graph: HeapGraph, walls: Iterable<NodeIndex>): Reach {
  const { firstEdge, root, orphans } = graph
  const { word } = graph.edges
  const sides = new Uint8Array(graph.nodeCount)
  const stack = new Uint32Array(graph.nodeCount)
  for (const wall of walls) if (wall !== root) sides[wall] = closed
  let depth = 0

  const walk = (own: number): NodeIndex[] => {
    const met: NodeIndex[] = []
    while (depth > 0) {
      const node = stack[--depth]
      for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
        const target = edgeTarget(word[edge])
        const found = sides[target]
        if ((found !== side.unreached && found !== closed) || !isStrong(graph, edge)) continue
        sides[target] = found === closed ? side.wall : own
        if (found === closed) met.push(target)
        if (found !== closed || own === side.behind) stack[depth++] = target
      }
    }
    return met
  }

  const entries: NodeIndex[] = []
  for (const start of [root, ...orphans]) {
    if (sides[start] === side.unreached) stack[depth++] = start
    else if (sides[start] === closed) entries.push(start)
    sides[start] = sides[start] === closed ? side.wall : side.background
  }
  for (const wall of walk(side.background)) entries.push(wall)
  for (const wall of entries) stack[depth++] = wall
  walk(side.behind)
  for (const wall of walls) if (sides[wall] === closed) sides[wall] = side.unreached
  return { side: sides, entries }
}

/**
 * The same for other owners than those of an attribution, from where that one is: only what the walls that are gone
 * had behind them is walked. Where an owner is in the background of the first, the graph is walked anew.
 */
export function reachFrom({ graph, ownerSet, entries }: Attribution, owners: readonly Mark[]): Reach {
  const walls = leadingNodes(owners)
  if ([...walls].some((wall) => ownerSet[wall] === 0)) return reach(graph, walls)
  const { firstEdge } = graph
  const { word } = graph.edges
  const sides = new Uint8Array(graph.nodeCount)
  for (let node = 0; node < graph.nodeCount; node++) {
    const set = ownerSet[node]
    sides[node] = set === 0 ? side.background : set === unreachable ? side.unreached : side.behind
  }
  for (const wall of walls) if (sides[wall] === side.behind) sides[wall] = side.wall

  const met = new Set(entries.filter((node) => walls.has(node)))
  const stack = entries.filter((node) => !walls.has(node))
  for (const node of stack) sides[node] = side.background
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const target = edgeTarget(word[edge])
      if (sides[target] < side.wall || !isStrong(graph, edge)) continue
      if (sides[target] === side.wall) met.add(target)
      else {
        sides[target] = side.background
        stack.push(target)
      }
    }
  }
  return { side: sides, entries: [...met] }
}

export const leadingNodes = (marks: readonly Mark[]): Set<NodeIndex> =>
  new Set(marks.flatMap((mark) => [...mark.leading]))
