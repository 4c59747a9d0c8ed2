import type { NodeIndex } from '../snapshot/snapshot.ts'
import { closures } from './closures.ts'
import type { Heap } from './heap.ts'
import type { Mark, RegistryMark } from './mark.ts'
import type { RecordInHeap } from './record.ts'

/**
 * What we put into the app ourselves, as a mark: the record, all functions of the preload's scripts, and what V8 added for
 * the snapshot. It is a registry, so it owns only what nothing of the app holds as well.
 */
export function toolMark(heap: Heap, record: Pick<RecordInHeap, 'node' | 'preload'>): RegistryMark {
  const { ofScripts, scripts } = functions(heap)
  const all = new Set(scripts)
  const isOurs = (name: string): boolean =>
    record.preload === null ? preloadScript.test(name) : name === record.preload
  const ours = new Set([...all].filter((script) => isOurs(heap.name(script))))
  return {
    kind: 'registry',
    library: 'routeheap',
    name: 'preload',
    leading: [record.node, ...ofScripts.filter((_, at) => ours.has(scripts[at])), ...lineEnds(heap, all)],
    keys: [],
  }
}

export const isTool = (mark: Mark): boolean => mark.kind === 'registry' && mark.library === 'routeheap'

/** In snapshots of versions that did not note their file. */
const preloadScript = /\/(?:dist\/preload|dist\/capture\/inside\/[^/]+)\.[cm]?js$/

/** All functions of scripts, and the script of each, in step. */
function functions(heap: Heap): { ofScripts: NodeIndex[]; scripts: NodeIndex[] } {
  const ofScripts: NodeIndex[] = []
  const scripts: NodeIndex[] = []
  for (const closure of closures(heap)) {
    const script = heap.script(closure)
    if (script === undefined) continue
    ofScripts.push(closure)
    scripts.push(script)
  }
  return { ofScripts, scripts }
}

/**
 * V8 of Node 22 notes where the lines of every script begin before it writes a snapshot, and keeps it: a sixth of what a
 * generated function weighs. Elsewhere a script has that only once a stack was formatted; then it is the app's.
 */
function lineEnds(heap: Heap, scripts: ReadonlySet<NodeIndex>): NodeIndex[] {
  const found = [...scripts].map((script) => heap.internal(script, 'line_ends'))
  return found.every((node) => node !== undefined) ? found : []
}
