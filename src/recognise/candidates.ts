import { edgeTarget, edgeType, type NodeIndex, type Snapshot, type StringTable } from '../snapshot/snapshot.ts'
import type { Recogniser } from './recogniser.ts'

/** A node that has the whole shape of the recogniser at index `rank`. */
export interface Candidate {
  readonly node: NodeIndex
  readonly rank: number
  /** For scopes: the functions that live in it. */
  readonly closures?: readonly NodeIndex[]
}

/** All candidates of all recognisers, in node order. One pass over the edges, and one over closures if scopes matter. */
export function candidates(snapshot: Snapshot, recognisers: readonly Recogniser[]): Candidate[] {
  const found = withShape(snapshot, recognisers)
  const isScope = ({ rank }: Candidate): boolean => recognisers[rank].of === 'scope'
  const closuresOf = closuresByScope(snapshot, new Set(found.filter(isScope).map(({ node }) => node)))
  return found.map((one) => (isScope(one) ? { ...one, closures: closuresOf.get(one.node) ?? [] } : one))
}

/** The edges that make a shape: properties of objects and functions, variables of scopes. */
const edgeOf = ({ of }: Recogniser): 'property' | 'context' => (of === 'scope' ? 'context' : 'property')

/**
 * Only a node that has the longest name of a shape, which is the rarest as a rule, is asked for the others.
 */
function withShape(snapshot: Snapshot, recognisers: readonly Recogniser[]): Candidate[] {
  const { nodes, edges, strings, meta } = snapshot
  const { firstEdge } = nodes
  const { word, nameOrIndex } = edges
  const slots = shapeSlots(strings, recognisers)
  const shapes = recognisers.map((one) => one.shape.map((name) => slots.numberOf(edgeOf(one), name)))
  const ranksBySlot = Array.from({ length: slots.count }, (): number[] => [])
  const longest = { property: new Uint8Array(strings.count), context: new Uint8Array(strings.count) }
  for (const [rank, one] of recognisers.entries()) {
    const name = one.shape.reduce((a, b) => (b.length > a.length ? b : a))
    ranksBySlot[shapes[rank][one.shape.indexOf(name)]].push(rank)
    const index = strings.find(name)
    if (index !== undefined) longest[edgeOf(one)][index] = 1
  }
  const [property, context] = ['property', 'context'].map((type) => meta.edgeTypes.indexOf(type))
  const [ofProperty, ofContext] = [slots.ofString.get('property')!, slots.ofString.get('context')!]
  // Whether the node at hand has the name of a slot: the last node seen with it. Nothing to reset between nodes.
  const lastNodeWith = new Int32Array(slots.count).fill(-1)
  const found: Candidate[] = []
  for (const node of sourcesNamed(snapshot, property, longest.property, context, longest.context)) {
    const asked: number[] = []
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const type = edgeType(word[edge])
      if (type !== property && type !== context) continue
      const slot = (type === property ? ofProperty : ofContext)[nameOrIndex[edge]] - 1
      if (slot < 0 || lastNodeWith[slot] === node) continue
      lastNodeWith[slot] = node
      for (const rank of ranksBySlot[slot]) asked.push(rank)
    }
    const matching = asked.filter((rank) => shapes[rank].every((slot) => lastNodeWith[slot] === node))
    for (const rank of matching.sort((a, b) => a - b)) found.push({ node, rank })
  }
  return found
}

/** Nodes with an edge of either type whose name is 1 in the column of that type, by StringIndex. One pass over all edges. */
function sourcesNamed(
  { nodes, edges }: Snapshot,
  type: number,
  ofType: Uint8Array,
  otherType: number,
  ofOther: Uint8Array,
): NodeIndex[] {
  const { count, firstEdge } = nodes
  const { word, nameOrIndex } = edges
  const found: NodeIndex[] = []
  for (let node = 0; node < count; node++) {
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      const own = edgeType(word[edge])
      if (own !== type && own !== otherType) continue
      if ((own === type ? ofType : ofOther)[nameOrIndex[edge]] === 0) continue
      found.push(node)
      break
    }
  }
  return found
}

/** A number for each wanted name of each kind of edge; `ofString` has it, plus 1, at the index of that name, else 0. */
function shapeSlots(strings: StringTable, recognisers: readonly Recogniser[]) {
  const numbers = new Map<string, number>()
  const ofString = new Map(['property', 'context'].map((edge) => [edge, new Uint16Array(strings.count)]))
  for (const one of recognisers) {
    for (const name of one.shape) {
      const key = `${edgeOf(one)} ${name}`
      const number = numbers.get(key) ?? numbers.size
      numbers.set(key, number)
      const index = strings.find(name)
      if (index !== undefined) ofString.get(edgeOf(one))![index] = number + 1
    }
  }
  return { count: numbers.size, ofString, numberOf: (edge: string, name: string) => numbers.get(`${edge} ${name}`)! }
}

function closuresByScope(
  { nodes, edges, strings, meta }: Snapshot,
  scopes: ReadonlySet<NodeIndex>,
): Map<NodeIndex, NodeIndex[]> {
  const byScope = new Map<NodeIndex, NodeIndex[]>()
  const { firstEdge } = nodes
  const context = strings.find('context')
  if (scopes.size === 0 || context === undefined) return byScope
  const internal = meta.edgeTypes.indexOf('internal')
  const closure = meta.nodeTypes.indexOf('closure')
  const { word, nameOrIndex } = edges
  for (let node = nodes.type.indexOf(closure); node >= 0; node = nodes.type.indexOf(closure, node + 1)) {
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      if (nameOrIndex[edge] !== context || edgeType(word[edge]) !== internal) continue
      const scope = edgeTarget(word[edge])
      if (!scopes.has(scope)) break
      const list = byScope.get(scope)
      if (list === undefined) byScope.set(scope, [node])
      else list.push(node)
      break
    }
  }
  return byScope
}
