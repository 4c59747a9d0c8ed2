import { leadingNodes } from '../attribute/leadingNodes.ts'
import { walk } from '../graph/flood.ts'
import { type HeapGraph, isStrong } from '../graph/graph.ts'
import type { Mark } from '../recognise/mark.ts'
import { type Bytes, edgeTarget, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import { type HeapFacts, neverMade } from './facts.ts'
import { heldAlone, type Weight } from './stayingFirst.ts'

/** Nodes of all together after which only what each holds alone is counted: those behind several are come to by each. */
const mostNodes = 2_000_000

/**
 * What equal things weigh where all marks of these groups go but one: what goes with all and that one leads to, and what a cache
 * notes for it, since the cache is given the one that stays. What stays even so of its contents (`nodesOf`), something else keeps:
 * a library what it was first called with, or a schema what it was derived from. Costs a removal, a pass over what goes, and a
 * walk of each that is asked for.
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
  const notes = notesOn(graph, leads, isFreed)
  let left = mostNodes

  /** A mark that goes leads to nothing, whoever holds it. */
  const behind = ({ leading }: Mark): readonly NodeIndex[] => {
    const found = new Set(leading.flatMap((node) => [node, ...(notes.get(node) ?? [])]))
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

/** By lead: what goes, leads to it, and is none of the contents of any. */
function notesOn(
  graph: HeapGraph,
  leads: ReadonlySet<NodeIndex>,
  isFreed: (node: NodeIndex) => boolean,
): Map<NodeIndex, NodeIndex[]> {
  const { nodeCount, firstEdge, edges } = graph
  // By node: 0 for what goes and is none of the contents.
  const seen = new Uint8Array(nodeCount)
  for (let node = 0; node < nodeCount; node++) if (!isFreed(node)) seen[node] = 1
  walk(graph, leads, seen)
  const found = new Map<NodeIndex, NodeIndex[]>()
  for (let node = 0; node < nodeCount; node++) {
    if (seen[node] === 1) continue
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      const lead = edgeTarget(edges.word[edge])
      if (!leads.has(lead) || !isStrong(graph, edge)) continue
      const notes = found.get(lead)
      if (notes === undefined) found.set(lead, [node])
      else notes.push(node)
    }
  }
  return found
}
