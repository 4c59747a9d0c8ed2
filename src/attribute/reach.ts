import { stop, walk } from '../graph/flood.ts'
import type { HeapGraph } from '../graph/graph.ts'
import type { Mark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { type Attribution, unreachable } from './attribution.ts'

/** What the root reaches, and whether it has to pass a wall on the way. */
export interface Reach {
  /** By NodeIndex: one of `side`. */
  readonly side: Uint8Array
  /** The walls that a way without walls leads to. */
  readonly entries: readonly NodeIndex[]
}

export const side = { unreached: 0, background: 1, wall: 2, behind: 3 } as const

/**
 * One walk over the graph: first around all walls, then on through the soft ones, then through the hard ones. A soft
 * wall that only hard ones lead to is none. The root is never a wall.
 */
export function reach(graph: HeapGraph, walls: Iterable<NodeIndex>, softWalls: Iterable<NodeIndex> = []): Reach {
  const sides = new Uint8Array(graph.nodeCount)
  const hard = new Set(walls)
  const soft = new Set(softWalls)
  for (const node of [...soft, ...hard]) if (node !== graph.root) sides[node] = stop
  const isHard = (node: NodeIndex): boolean => hard.has(node)

  const entries = walk(graph, [graph.root], sides, side.background).met
  const behindSoft = through(graph, entries, sides, (node) => !isHard(node))
  for (const node of soft) if (sides[node] === stop && !isHard(node)) sides[node] = side.unreached
  through(graph, [...entries, ...behindSoft], sides, isHard)
  for (const node of hard) if (sides[node] === stop) sides[node] = side.unreached
  return { side: sides, entries }
}

/** Walks on through those of `walls` that are open, and others that are met on the way; returns all that were met. */
function through(
  graph: HeapGraph,
  walls: readonly NodeIndex[],
  sides: Uint8Array,
  isOpen: (node: NodeIndex) => boolean,
): NodeIndex[] {
  const all: NodeIndex[] = []
  for (let from = walls; from.length > 0; ) {
    const open = from.filter(isOpen)
    const { met } = walk(graph, open, sides, side.behind)
    for (const node of [...from, ...met]) sides[node] = side.wall
    for (const node of met) all.push(node)
    from = met
  }
  return all
}

/**
 * The same for other owners than those of an attribution, from where that one is: only what the walls that are gone
 * had behind them is walked. Where an owner is in the background of the first, the graph is walked anew.
 */
export function reachFrom({ graph, ownerSet, isBackground, entries }: Attribution, owners: readonly Mark[]): Reach {
  const walls = leadingNodes(owners)
  if ([...walls].some((wall) => isBackground[wall] === 1)) return reach(graph, walls)
  const sides = new Uint8Array(graph.nodeCount)
  for (let node = 0; node < graph.nodeCount; node++) {
    if (ownerSet[node] === 0) sides[node] = side.background
    else if (ownerSet[node] === unreachable) sides[node] = notThere
  }
  for (const wall of walls) if (sides[wall] === side.unreached) sides[wall] = stop
  const { met } = walk(
    graph,
    entries.filter((node) => !walls.has(node)),
    sides,
    side.background,
  )
  for (const wall of met) sides[wall] = side.wall
  for (let node = 0; node < graph.nodeCount; node++) {
    const found = sides[node]
    if (found === side.unreached) sides[node] = side.behind
    else if (found === stop) sides[node] = side.wall
    else if (found === notThere) sides[node] = side.unreached
  }
  return { side: sides, entries: [...new Set([...entries.filter((node) => walls.has(node)), ...met])] }
}

/** What the root does not reach, while a walk goes on. */
const notThere = 4

export function leadingNodes(marks: readonly Mark[]): Set<NodeIndex> {
  const all = new Set<NodeIndex>()
  for (const { leading } of marks) for (const node of leading) all.add(node)
  return all
}
