import { leadingNodes } from '../attribute/leadingNodes.ts'
import { isStrong } from '../graph/graph.ts'
import type { Mark } from '../recognise/mark.ts'
import { type Bytes, edgeTarget, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import { type HeapFacts, neverMade } from './facts.ts'
import { heldAlone, type Weight } from './stayingFirst.ts'

/** Nodes of all together after which only what each holds alone is counted: those behind several are come to by each. */
const mostNodes = 2_000_000

/**
 * What equal things weigh where all marks of these groups go but one: what goes with all and that one leads to. What stays even
 * so of its contents (`nodesOf`), something else keeps: a library what it was first called with, or a schema what it was derived
 * from. Costs a removal, and a walk of each that is asked for.
 */
export function weights<M extends Mark>(
  facts: HeapFacts,
  groups: readonly (readonly M[])[],
  nodesOf: (mark: M) => readonly NodeIndex[],
): (mark: M) => Weight {
  const { graph } = facts.heap
  const { firstEdge, edges, snapshot } = graph
  const going = groups.flat()
  const leads = leadingNodes(going)
  const { isFreed } = neverMade(facts, going)
  const alone = heldAlone(facts)
  const bytesOf = (nodes: readonly NodeIndex[]): Bytes =>
    nodes.reduce((sum, node) => sum + selfSize(snapshot.nodes, node), 0)
  let left = mostNodes

  /** A mark that goes leads to nothing, whoever holds it. */
  const behind = ({ leading }: Mark): readonly NodeIndex[] => {
    const found = new Set(leading)
    for (const node of found) {
      for (let edge = firstEdge[node]; edge < firstEdge[node + 1] && found.size < left; edge++) {
        const target = edgeTarget(edges.word[edge])
        if (!found.has(target) && !leads.has(target) && isStrong(graph, edge) && isFreed(target)) found.add(target)
      }
    }
    left -= found.size
    return [...found]
  }
  return (mark) => {
    const inside = nodesOf(mark).filter((node) => !leads.has(node))
    const kept = bytesOf(inside.filter((node) => !isFreed(node)))
    const bytes = left > 0 ? bytesOf(behind(mark)) : alone(mark).bytes
    return { bytes, keptPart: kept === 0 ? 0 : kept / bytesOf(inside) }
  }
}
