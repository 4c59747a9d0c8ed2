import { type Bytes, edgeTarget, edgeType, type NodeIndex, type Snapshot, selfSize } from '../snapshot/snapshot.ts'
import { detachedNodes } from './detachedNodes.ts'
import type { RawGraph } from './graph.ts'
import { hasUserRoot } from './userRoots.ts'

/** A size by node. */
export interface ShallowSizes {
  readonly size: Uint32Array
  /** The few that do not fit 32 bits; `size` holds 2^32 - 1 for them. */
  readonly big: ReadonlyMap<NodeIndex, Bytes>
}

export const shallowSize = ({ size, big }: ShallowSizes, node: NodeIndex): Bytes => {
  const bytes = size[node]
  return bytes === 0xffffffff ? (big.get(node) ?? bytes) : bytes
}

/** The sizes as V8 wrote them, nothing moved. Free: the snapshot's own columns. */
export const rawSizes = ({ snapshot: { nodes } }: Pick<RawGraph, 'snapshot'>): ShallowSizes => ({
  size: nodes.selfSize,
  big: nodes.bigSelfSizes,
})

const nobody = 0xffffffff
const several = 0xfffffffe

/** Bits of a node's kind. */
const ownable = 1
const takesNothing = 2

/**
 * Shallow sizes as Chrome DevTools shows them: arrays, hidden nodes and the payload of external strings that exactly
 * one other node owns give their bytes to it, and are 0. Ownership spreads over all but weak edges; V8's own synthetic
 * nodes and the root take nothing. Where the root has no user root, all sizes stay as V8 wrote them.
 *
 * Exact; the sum over all nodes does not change. Linear; takes 5 bytes a node and 8 an ownable node while it runs.
 */
export function shallowSizes(graph: Pick<RawGraph, 'snapshot' | 'root'>): ShallowSizes {
  const { snapshot } = graph
  if (!hasUserRoot(snapshot)) return rawSizes(graph)
  const kinds = nodeKinds(graph)
  const owner = owners(snapshot, kinds)
  const size = snapshot.nodes.selfSize.slice()
  const big = new Map(snapshot.nodes.bigSelfSizes)
  for (let node = 0; node < owner.length; node++) {
    const to = owner[node]
    if ((kinds[node] & ownable) === 0 || to >= several || (kinds[to] & takesNothing) !== 0) continue
    const sum = shallowSize({ size, big }, to) + selfSize(snapshot.nodes, node)
    size[node] = 0
    big.delete(node)
    size[to] = Math.min(sum, nobody)
    if (sum >= nobody) big.set(to, sum)
  }
  return { size, big }
}

function nodeKinds({ snapshot, root }: Pick<RawGraph, 'snapshot' | 'root'>): Uint8Array {
  const { nodes, meta, strings } = snapshot
  const kindOfType = Uint8Array.from(meta.nodeTypes, (type) =>
    type === 'hidden' || type === 'array' ? ownable : type === 'synthetic' ? takesNothing : 0,
  )
  const kinds = new Uint8Array(nodes.count)
  for (let node = 0; node < nodes.count; node++) kinds[node] = kindOfType[nodes.type[node]]
  const external = strings.find('system / ExternalStringData')
  if (external !== undefined) {
    const native = meta.nodeTypes.indexOf('native')
    const detached = detachedNodes(snapshot)
    for (let node = 0; node < nodes.count; node++) {
      if (nodes.type[node] === native && nodes.name[node] === external && detached?.[node] !== 1) kinds[node] = ownable
    }
  }
  kinds[root] |= takesNothing
  return kinds
}

/** The one node that owns each ownable node, or `nobody` or `several`; 0 for all others, which own themselves. */
function owners({ nodes, edges, meta }: Snapshot, kinds: Uint8Array): Uint32Array {
  const { firstEdge } = nodes
  const { word } = edges
  const weak = meta.edgeTypes.indexOf('weak')
  const owner = new Uint32Array(nodes.count)
  let ownables = 0
  for (let node = 0; node < nodes.count; node++) {
    if ((kinds[node] & ownable) === 0) continue
    owner[node] = nobody
    ownables++
  }
  // A node is put here when it gets its first owner, and again when it gets its second.
  const changed = new Uint32Array(2 * ownables)
  let depth = 0
  for (let start = 0; start < nodes.count; start++) {
    if ((kinds[start] & ownable) !== 0) continue
    let node = start
    let by = start
    for (;;) {
      for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
        const target = edgeTarget(word[edge])
        if ((kinds[target] & ownable) === 0 || edgeType(word[edge]) === weak) continue
        const before = owner[target]
        if (before === by || before === several) continue
        owner[target] = before === nobody ? by : several
        changed[depth++] = target
      }
      if (depth === 0) break
      node = changed[--depth]
      by = owner[node]
    }
  }
  return owner
}
