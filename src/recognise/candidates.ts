import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'
import type { Recogniser } from './recogniser.ts'

/** A node that has the whole shape of the recogniser at index `rank`. */
export interface Candidate {
  readonly node: NodeIndex
  readonly rank: number
  /** For scopes: the functions that live in it. */
  readonly closures?: readonly NodeIndex[]
}

/** All candidates of all recognisers, in node order. One pass over the edges, and one over closures if scopes matter. */
export function candidates(heap: Heap, recognisers: readonly Recogniser[]): Candidate[] {
  const properties = withShape(heap, recognisers, 'property')
  const scopes = withShape(heap, recognisers, 'context')
  const closuresOf = closuresByScope(heap, new Set(scopes.map(({ node }) => node)))
  const found = [
    ...properties,
    ...scopes.map((candidate) => ({ ...candidate, closures: closuresOf.get(candidate.node) ?? [] })),
  ]
  return found.sort((a, b) => a.node - b.node || a.rank - b.rank)
}

function withShape(heap: Heap, recognisers: readonly Recogniser[], edge: 'property' | 'context'): Candidate[] {
  const { snapshot, firstEdge, edges, nodeCount } = heap.graph
  const { word, nameOrIndex } = edges
  const code = snapshot.meta.edgeTypes.indexOf(edge)
  const own = [...recognisers.entries()].filter(([, { of }]) => (of === 'scope') === (edge === 'context'))

  // Each wanted name gets a slot; `slotOfString` has slot + 1 at the index of that name and 0 elsewhere.
  const names = [...new Set(own.flatMap(([, { shape }]) => shape))]
  const slotOfString = new Uint16Array(snapshot.strings.count)
  for (const [slot, name] of names.entries()) {
    const index = snapshot.strings.find(name)
    if (index !== undefined) slotOfString[index] = slot + 1
  }
  const shapes = own.map(([rank, { shape }]) => ({ rank, slots: shape.map((name) => names.indexOf(name)) }))
  // Whether the node at hand has the name of a slot: the last node seen with it. Nothing to reset between nodes.
  const lastNodeWith = new Int32Array(names.length).fill(-1)
  const found: Candidate[] = []

  for (let node = 0; node < nodeCount; node++) {
    let matched = 0
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      if (edgeType(word[edge]) !== code) continue
      const slot = slotOfString[nameOrIndex[edge]]
      if (slot === 0 || lastNodeWith[slot - 1] === node) continue
      lastNodeWith[slot - 1] = node
      matched++
    }
    if (matched === 0) continue
    for (const { rank, slots } of shapes) {
      if (slots.length <= matched && slots.every((slot) => lastNodeWith[slot] === node)) found.push({ node, rank })
    }
  }
  return found
}

function closuresByScope(heap: Heap, scopes: ReadonlySet<NodeIndex>): Map<NodeIndex, NodeIndex[]> {
  const byScope = new Map<NodeIndex, NodeIndex[]>()
  const { snapshot, firstEdge, edges, nodeCount } = heap.graph
  const context = snapshot.strings.find('context')
  if (scopes.size === 0 || context === undefined) return byScope
  const internal = snapshot.meta.edgeTypes.indexOf('internal')
  const closure = snapshot.meta.nodeTypes.indexOf('closure')
  for (let node = 0; node < nodeCount; node++) {
    if (snapshot.nodes.type[node] !== closure) continue
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      if (edges.nameOrIndex[edge] !== context || edgeType(edges.word[edge]) !== internal) continue
      const scope = edgeTarget(edges.word[edge])
      if (!scopes.has(scope)) break
      const list = byScope.get(scope)
      if (list === undefined) byScope.set(scope, [node])
      else list.push(node)
      break
    }
  }
  return byScope
}
