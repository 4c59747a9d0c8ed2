import { addTo } from '../recognise/addTo.ts'
import type { Heap } from '../recognise/heap.ts'
import { type Bytes, edgeTarget, edgeType, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import { contentKey } from './contentKey.ts'
import { type EqualParts, withInside } from './equalParts.ts'

/** What has no parts and fewer edges is not compared: no such object reaches what a part must weigh. */
const fewestEdges = 20

/**
 * Equal objects and arrays in JSON documents, the documents included. What has symbols is a library's own object, which may
 * be its copy of what the app handed in: it counts for none, and neither does what is inside it, or inside what has no key.
 * `leftOut` are documents that go already. Costs the edges of the documents, and a walk of each part that is there twice.
 */
export function documentParts(
  heap: Heap,
  documents: readonly NodeIndex[],
  leftOut: ReadonlySet<NodeIndex>,
): EqualParts {
  const { nodeCount, firstEdge } = heap.graph
  const partsIn = partsOf(heap)
  // By node: what it was found in, + 1; a document in itself.
  const holder = new Uint32Array(nodeCount)
  for (const node of leftOut) holder[node] = node + 1
  const byContent = new Map<number, NodeIndex[]>()
  const open = documents.filter((node) => holder[node] === 0)
  for (const node of open) holder[node] = node + 1
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const parts = partsIn(node)
    if (parts === null || (parts.length === 0 && firstEdge[node + 1] - firstEdge[node] < fewestEdges)) continue
    const key = contentKey(heap, node)
    if (key === null) continue
    addTo(byContent, key, node)
    for (const part of parts) {
      if (holder[part] !== 0) continue
      holder[part] = node + 1
      open.push(part)
    }
  }
  // Equal ones weigh the same.
  const weights = new Map<number | null, Bytes>()
  const weight = (node: NodeIndex): Bytes => {
    const key = contentKey(heap, node)
    const bytes =
      weights.get(key) ?? [...withInside(node, partsIn)].reduce((sum, part) => sum + ownBytes(heap, part), 0)
    weights.set(key, bytes)
    return bytes
  }
  const holderOf = (node: NodeIndex) => (holder[node] === node + 1 ? undefined : holder[node] - 1)
  return { groups: [...byContent.values()].filter(({ length }) => length > 1), holderOf, weight }
}

/** An object with the room for its properties. */
function ownBytes(heap: Heap, node: NodeIndex): Bytes {
  const { nodes } = heap.graph.snapshot
  const store = heap.internal(node, 'properties')
  const isOwn = store !== undefined && heap.type(store) === 'array'
  return selfSize(nodes, node) + (isOwn ? selfSize(nodes, store) : 0)
}

/** Objects and arrays that an object has, null for one with symbols. No names are decoded but once each. */
function partsOf({ graph }: Heap): (node: NodeIndex) => NodeIndex[] | null {
  const { firstEdge, edges, snapshot } = graph
  const { meta, strings, nodes } = snapshot
  const { word, nameOrIndex } = edges
  const [property, element] = ['property', 'element'].map((name) => meta.edgeTypes.indexOf(name))
  const [proto, plain, array] = ['__proto__', 'Object', 'Array'].map((name) => strings.find(name) ?? -1)
  const object = meta.nodeTypes.indexOf('object')
  // By name: 1 for a symbol's, 2 for any other.
  const known = new Uint8Array(strings.count)
  const isSymbol = (name: number): boolean => {
    if (known[name] === 0) known[name] = strings.text(name).startsWith('<symbol') ? 1 : 2
    return known[name] === 1
  }
  return (node) => {
    const found: NodeIndex[] = []
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const type = edgeType(word[edge])
      if (type !== property && type !== element) continue
      const name = nameOrIndex[edge]
      if (type === property && name === proto) continue
      if (type === property && isSymbol(name)) return null
      const target = edgeTarget(word[edge])
      const isPart = nodes.name[target] === plain || nodes.name[target] === array
      if (nodes.type[target] === object && isPart) found.push(target)
    }
    return found
  }
}
