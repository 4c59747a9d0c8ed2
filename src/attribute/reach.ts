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
/** Walls that were not come to yet. */
const soft = 4
const hard = 5

/**
 * One walk over the graph: first around all walls, then on through the soft ones, then through the hard ones. A soft
 * wall that only hard ones lead to is none. The root is never a wall.
 */
export function reach(graph: HeapGraph, walls: Iterable<NodeIndex>, softWalls: Iterable<NodeIndex> = []): Reach {
  const { firstEdge, root, orphans } = graph
  const { word } = graph.edges
  const sides = new Uint8Array(graph.nodeCount)
  const stack = new Uint32Array(graph.nodeCount)
  for (const wall of softWalls) sides[wall] = soft
  for (const wall of walls) sides[wall] = hard
  sides[root] = side.unreached
  let depth = 0

  /** Walks on from the stack through walls up to `open`; returns the other walls that it comes to. */
  const walk = (own: number, open: number): NodeIndex[] => {
    const met: NodeIndex[] = []
    const meet = (node: NodeIndex, found: number): void => {
      sides[node] = found === side.unreached || (found === soft && open === hard) ? own : side.wall
      if (found === side.unreached || found <= open) stack[depth++] = node
      else met.push(node)
    }
    if (own === side.background) for (const start of [root, ...orphans]) meet(start, sides[start])
    while (depth > 0) {
      const node = stack[--depth]
      for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
        const target = edgeTarget(word[edge])
        const found = sides[target]
        if ((found === side.unreached || found >= soft) && isStrong(graph, edge)) meet(target, found)
      }
    }
    return met
  }

  const isHard = new Set(walls)
  const entries = walk(side.background, side.unreached)
  for (const wall of entries) if (!isHard.has(wall)) stack[depth++] = wall
  const behindSoft = walk(side.behind, soft)
  for (const wall of [...entries, ...behindSoft]) if (isHard.has(wall)) stack[depth++] = wall
  walk(side.behind, hard)
  for (let node = 0; node < sides.length; node++) if (sides[node] >= soft) sides[node] = side.unreached
  return { side: sides, entries }
}

/**
 * The same for other owners than those of an attribution, from where that one is: only what the walls that are gone
 * had behind them is walked. Where an owner is in the background of the first, the graph is walked anew.
 */
export function reachFrom({ graph, ownerSet, isBackground, entries }: Attribution, owners: readonly Mark[]): Reach {
  const walls = leadingNodes(owners)
  if ([...walls].some((wall) => isBackground[wall] === 1)) return reach(graph, walls)
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
