import type { NodeIndex } from '../snapshot/snapshot.ts'

/** What counts as structure, and which nodes may stand for each other. */
export interface Structure {
  /** The edges that count, sorted by label. A label is what tells the edges of one node apart. */
  edges(node: NodeIndex): readonly LabelledEdge[]
  /**
   * How two different nodes compare by themselves. `alike`: they match if what they lead to does. `equal`: values that
   * match whatever they say, not looked into. `different`: they cannot match.
   */
  compare(left: NodeIndex, right: NodeIndex): 'alike' | 'equal' | 'different'
}

export interface LabelledEdge {
  readonly label: number
  readonly target: NodeIndex
}

/** Two structures that are the same but for which nodes they are made of. */
export interface Isomorphism {
  /** Each node of the left one with its counterpart, the roots first. One to one; a node is never its own counterpart. */
  readonly pairs: ReadonlyMap<NodeIndex, NodeIndex>
  /** Nodes that both lead to at the same places: where the two structures end. */
  readonly common: ReadonlySet<NodeIndex>
}

/** How many edges may still be compared; shared by many walks, so that all together are bounded. */
export interface Budget {
  edges: number
}

/**
 * The isomorphism that takes `left` to `right`, or undefined where there is none or the budget ran out.
 *
 * Both sides are walked in lock step. Labels decide which edge goes with which, so the first contradiction is final.
 * It is one to one, which equal unfoldings are not: one child that is held twice does not match two equal children.
 * Where labels repeat in one node their order decides, so an isomorphism may be missed, but a found one is real. Costs
 * the edges of the left side.
 */
export function isomorphism(
  structure: Structure,
  left: NodeIndex,
  right: NodeIndex,
  budget: Budget,
): Isomorphism | undefined {
  if (left === right || structure.compare(left, right) !== 'alike') return undefined
  const pairs = new Map([[left, right]])
  const counterparts = new Map([[right, left]])
  const common = new Set<NodeIndex>()

  const matches = (one: NodeIndex, other: NodeIndex): boolean => {
    if (pairs.has(one) || counterparts.has(other)) return pairs.get(one) === other
    if (one === other) {
      common.add(one)
      return true
    }
    const result = structure.compare(one, other)
    if (result !== 'alike') return result === 'equal'
    pairs.set(one, other)
    counterparts.set(other, one)
    return true
  }

  // A map hands out what was added to it during the loop, in that order: it is the queue of the walk.
  for (const [one, other] of pairs) {
    const edges = structure.edges(one)
    const others = structure.edges(other)
    budget.edges -= edges.length + 1
    if (budget.edges < 0 || edges.length !== others.length) return undefined
    for (let at = 0; at < edges.length; at++) {
      if (edges[at].label !== others[at].label || !matches(edges[at].target, others[at].target)) return undefined
    }
  }
  // What is common to both stands for itself, so it cannot stand for another node as well.
  for (const node of common) if (pairs.has(node) || counterparts.has(node)) return undefined
  return { pairs, common }
}
