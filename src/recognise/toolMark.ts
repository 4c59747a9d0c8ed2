import type { NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'
import type { Mark, RegistryMark } from './mark.ts'

/**
 * What we put into the app ourselves, as a mark: the record, all functions of the preload's scripts, and what V8 added for
 * the snapshot. It is a registry, so it owns only what nothing of the app holds as well.
 */
export function toolMark(heap: Heap, record: { readonly node: NodeIndex }): RegistryMark {
  const scripts = scriptsOfClosures(heap)
  const all = new Set(scripts.values())
  return {
    kind: 'registry',
    library: 'routeheap',
    name: 'preload',
    leading: [record.node, ...preloadClosures(heap, scripts, all), ...lineEnds(heap, all)],
    keys: [],
  }
}

export const isTool = (mark: Mark): boolean => mark.kind === 'registry' && mark.library === 'routeheap'

const preloadScript = /\/(?:dist\/preload|dist\/capture\/inside\/[^/]+)\.[cm]?js$/

function scriptsOfClosures(heap: Heap): Map<NodeIndex, NodeIndex> {
  const { nodes, meta } = heap.graph.snapshot
  const closure = meta.nodeTypes.indexOf('closure')
  const scripts = new Map<NodeIndex, NodeIndex>()
  for (let node = 0; node < nodes.count; node++) {
    const script = nodes.type[node] === closure ? heap.script(node) : undefined
    if (script !== undefined) scripts.set(node, script)
  }
  return scripts
}

function preloadClosures(
  heap: Heap,
  scripts: ReadonlyMap<NodeIndex, NodeIndex>,
  all: ReadonlySet<NodeIndex>,
): NodeIndex[] {
  const ours = new Set([...all].filter((script) => preloadScript.test(heap.name(script))))
  const closures: NodeIndex[] = []
  for (const [closure, script] of scripts) if (ours.has(script)) closures.push(closure)
  return closures
}

/**
 * V8 of Node 22 notes where the lines of every script begin before it writes a snapshot, and keeps it: a sixth of what a
 * generated function weighs. Elsewhere a script has that only once a stack was formatted; then it is the app's.
 */
function lineEnds(heap: Heap, scripts: ReadonlySet<NodeIndex>): NodeIndex[] {
  const found = [...scripts].map((script) => heap.internal(script, 'line_ends'))
  return found.every((node) => node !== undefined) ? found : []
}
