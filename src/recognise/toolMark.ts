import type { NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'
import type { Mark, RegistryMark } from './mark.ts'

/**
 * What we put into the app ourselves, as a mark: the record, and all functions of the preload's scripts. It is a
 * registry, so it owns only what nothing of the app holds as well.
 */
export function toolMark(heap: Heap, record: { readonly node: NodeIndex }): RegistryMark {
  return {
    kind: 'registry',
    library: 'routeheap',
    name: 'preload',
    leading: [record.node, ...preloadClosures(heap)],
    keys: [],
  }
}

export const isTool = (mark: Mark): boolean => mark.kind === 'registry' && mark.library === 'routeheap'

const preloadScript = /\/(?:dist\/preload|dist\/capture\/inside\/[^/]+)\.[cm]?js$/

function preloadClosures(heap: Heap): NodeIndex[] {
  const { nodes, meta } = heap.graph.snapshot
  const closure = meta.nodeTypes.indexOf('closure')
  const isOurs = new Map<NodeIndex, boolean>()
  const found: NodeIndex[] = []
  for (let node = 0; node < nodes.count; node++) {
    if (nodes.type[node] !== closure) continue
    const script = heap.script(node)
    if (script === undefined) continue
    let ours = isOurs.get(script)
    if (ours === undefined) {
      ours = preloadScript.test(heap.name(script))
      isOurs.set(script, ours)
    }
    if (ours) found.push(node)
  }
  return found
}
