import { edgeTarget, edgeType, type NodeIndex, type Snapshot } from '../snapshot/snapshot.ts'

/**
 * Where the program starts, in the order of the root's edges: the targets of the root that V8 did not make up, which
 * are the global objects, and detached documents. Empty in snapshots with internals exposed. A node may come twice.
 */
export function userRoots(snapshot: Snapshot): NodeIndex[] {
  const { nodes, edges, meta } = snapshot
  const synthetic = meta.nodeTypes.indexOf('synthetic')
  const found: NodeIndex[] = []
  for (let edge = nodes.firstEdge[0]; edge < nodes.firstEdge[1]; edge++) {
    const target = edgeTarget(edges.word[edge])
    if (nodes.type[target] !== synthetic || isDocuments(snapshot, target)) found.push(target)
  }
  return found
}

export const hasUserRoot = (snapshot: Snapshot): boolean => userRoots(snapshot).length > 0

/** The targets of the root's shortcut edges, and detached documents: what V8 itself names as the program's roots. */
export function globalObjects(snapshot: Snapshot): NodeIndex[] {
  const { nodes, edges, meta } = snapshot
  const [shortcut, element] = ['shortcut', 'element'].map((name) => meta.edgeTypes.indexOf(name))
  const synthetic = meta.nodeTypes.indexOf('synthetic')
  const found: NodeIndex[] = []
  for (let edge = nodes.firstEdge[0]; edge < nodes.firstEdge[1]; edge++) {
    const type = edgeType(edges.word[edge])
    const target = edgeTarget(edges.word[edge])
    const documents = () => type === element && nodes.type[target] === synthetic && isDocuments(snapshot, target)
    if (type === shortcut || documents()) found.push(target)
  }
  return found
}

const isDocuments = ({ nodes, strings }: Snapshot, node: NodeIndex): boolean =>
  strings.text(nodes.name[node]) === '(Document DOM trees)'
