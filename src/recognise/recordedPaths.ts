import type { NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'
import { heapRecord } from './record.ts'
import { oncePerHeap } from './remembered.ts'

/**
 * The path with which the probe of a framework saw this node registered, for frameworks whose probe names a record for each route
 * and is told the whole path. It has a text of its own where the app's is a slice.
 */
export const recordedPath = (heap: Heap, framework: string, node: NodeIndex): string | undefined =>
  recordedPaths(heap).get(framework)?.get(node)

const recordedPaths = oncePerHeap((heap): ReadonlyMap<string, ReadonlyMap<NodeIndex, string>> => {
  const found = new Map<string, Map<NodeIndex, string>>()
  for (const { framework, path, nodes } of heapRecord(heap)?.routes ?? []) {
    const paths = found.get(framework) ?? new Map<NodeIndex, string>()
    found.set(framework, paths)
    for (const node of path === null ? [] : nodes) paths.set(node, path!)
  }
  return found
})
