import { background } from '../graph/fold.ts'
import { isStrong } from '../graph/graph.ts'
import type { SchemaMark } from '../recognise/mark.ts'
import { remembered } from '../recognise/remembered.ts'
import { type Bytes, edgeTarget, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import { type EqualParts, withInside } from './equalParts.ts'
import { groupsBy, type HeapFacts } from './facts.ts'

/** Fewer schemas inside make no part worth sharing: an optional text is written where it is needed. */
const fewestInside = 2
/** Nodes that one schema consists of, after which it is not looked into. */
const mostNodes = 5_000

/** What a schema consists of: the schemas that it leads to, no other in between, and the bytes of all else behind it. */
interface Composition {
  readonly inner: readonly NodeIndex[]
  readonly ownBytes: Bytes
}

/**
 * Equal schemas inside those of a library, these included. Of those inside only such are compared as have several schemas
 * inside, where another has as many: the keys cost most. Costs a walk of what the schemas consist of, and keys. What background holds is not
 * looked into, as the first schemas that a library made may be.
 */
export function builtParts(
  facts: HeapFacts,
  schemas: readonly SchemaMark[],
  keyOf: (mark: SchemaMark) => string | undefined,
): EqualParts {
  const marks = new Map([...facts.innerSchemas, ...schemas].map((mark) => [mark.leading[0], mark]))
  const composition = remembered(compositions(facts, marks))
  const holders = new Map<NodeIndex, NodeIndex | undefined>(schemas.map(({ leading }) => [leading[0], undefined]))
  for (const node of holders.keys())
    for (const part of composition(node).inner) if (!holders.has(part)) holders.set(part, node)

  const inside = remembered((node) => withInside(node, (next) => composition(next).inner))
  const isComposed = (node: NodeIndex): boolean =>
    marks.get(node)!.content?.made === 'of others' && inside(node).size > fewestInside
  const composed = [...holders.keys()].filter(isComposed)
  const alike = groupsBy(composed, (node) => `${composition(node).inner.length} ${inside(node).size}`)
  const parts = alike.flatMap((group) =>
    group.length > 1 ? group.filter((node) => holders.get(node) !== undefined) : [],
  )
  const compared = [...schemas.map(({ leading }) => leading[0]), ...parts]
  return {
    groups: groupsBy(compared, (node) => keyOf(marks.get(node)!)).filter((group) => group.length > 1),
    holderOf: (node) => holders.get(node),
    weight: remembered((node) => [...inside(node)].reduce((sum, part) => sum + composition(part).ownBytes, 0)),
  }
}

/** Walks what is behind a schema and no background, up to other schemas and whatever leads a mark. */
function compositions(
  { heap: { graph }, attribution: { fold } }: HeapFacts,
  schemas: ReadonlyMap<NodeIndex, SchemaMark>,
): (node: NodeIndex) => Composition {
  const { firstEdge, edges, snapshot } = graph
  const { nodes, meta } = snapshot
  const [code, shape] = ['code', 'object shape'].map((name) => meta.nodeTypes.indexOf(name))
  const isLead = new Uint8Array(graph.nodeCount)
  for (const lead of fold.leads) isLead[lead] = 1
  // By node: which walk came to it last.
  const walkOf = new Uint32Array(graph.nodeCount)
  let walks = 0
  const isWall = (node: NodeIndex): boolean =>
    fold.group[node] === background || nodes.type[node] === code || nodes.type[node] === shape
  return (schema) => {
    walks++
    walkOf[schema] = walks
    const own = [schema]
    const inner: NodeIndex[] = []
    for (let at = 0; at < own.length && own.length <= mostNodes; at++) {
      for (let edge = firstEdge[own[at]], end = firstEdge[own[at] + 1]; edge < end; edge++) {
        const target = edgeTarget(edges.word[edge])
        if (walkOf[target] === walks || isWall(target) || !isStrong(graph, edge)) continue
        walkOf[target] = walks
        if (schemas.has(target)) inner.push(target)
        else if (isLead[target] === 0) own.push(target)
      }
    }
    if (own.length > mostNodes) return { inner: [], ownBytes: 0 }
    return { inner, ownBytes: own.reduce((sum, node) => sum + selfSize(nodes, node), 0) }
  }
}
