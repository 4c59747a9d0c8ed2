import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type PathTree, pathTo } from '../graph/retainingPath.ts'
import type { Heap } from '../recognise/heap.ts'
import type { ExportOf } from '../recognise/moduleExports.ts'
import { type EdgeIndex, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'

/** One node on the way from the root, and the edge that leads to it, in words that are safe to show. */
export interface HeapPathStep {
  readonly edge: string
  readonly edgeType: string
  readonly name: string
  readonly nodeType: string
  readonly nodeId: number
  readonly source: string | null
}

/** Steps of a path that a person would read; longer ones are cut in the middle. */
const longest = 40

/**
 * The shortest path from the root to `node`, the root left out, `node` last. Strings are shown by type, never
 * by text; `placeOf` says how a place in the code is shown. A path that leads through Node's loader to a module of the app
 * begins at that module, by an edge of type `loader`: which way the loader holds its modules is the same for all of them.
 * What a module exports is held by an edge of type `export` with its name, which V8 calls `value` whatever it is.
 */
export function heapPath(
  heap: Heap,
  tree: PathTree,
  node: NodeIndex,
  placeOf: (source: string) => string,
  exportOf: ExportOf,
): HeapPathStep[] {
  const steps = pathTo(heap.graph, tree, node)
  const targets = [...steps.slice(1).map(({ source }) => source), node]
  const first = loadedModule(heap, targets)
  const from = Math.max(first, 0)
  const path = steps.slice(from).map(({ edge, source }, at) => {
    const step = describeStep(heap, edge, targets[from + at], placeOf)
    const isCell = step.edgeType === 'internal' && step.edge === 'value' && heap.isNamed(source, 'system / Cell')
    const exported = isCell ? exportOf(source) : null
    return exported === null ? step : { ...step, edge: exported.name, edgeType: 'export' }
  })
  if (first >= 0)
    path[0] = { ...path[0], edge: '', edgeType: 'loader', source: fileOfModule(heap, targets[first], placeOf) }
  return path.length <= longest ? path : [...path.slice(0, longest / 2), ...path.slice(-longest / 2)]
}

/** Where on the path the last module is that only Node's own code leads to; -1 where none is, or the path ends there. */
function loadedModule(heap: Heap, targets: readonly NodeIndex[]): number {
  let found = -1
  for (let at = 0; at < targets.length - 1; at++) {
    if (isModule(heap, targets[at])) found = at
    else if (heap.location(targets[at])?.startsWith('node:') === false) break
  }
  return found
}

const isModule = (heap: Heap, node: NodeIndex): boolean =>
  heap.isNamed(node, 'ModuleWrap') || (heap.isNamed(node, 'Module') && heap.property(node, 'filename') !== undefined)

/** The file of a module that is loaded from one, as it is shown. */
const fileOfModule = (heap: Heap, module: NodeIndex, placeOf: (source: string) => string): string | null =>
  fileShown(heap.stringProperty(module, 'filename') ?? heap.stringProperty(module, 'url') ?? '', placeOf)

/** A path, or the URL of a file, as places are shown; null for any other text. A path of a route comes back as it is. */
function fileShown(text: string, placeOf: (source: string) => string): string | null {
  if (!text.startsWith('file:')) return isAbsolute(text) ? placeOf(text) : null
  try {
    return placeOf(fileURLToPath(text.replace(/[?#].*$/, '')))
  } catch {
    return null
  }
}

function describeStep(heap: Heap, edge: EdgeIndex, node: NodeIndex, placeOf: (source: string) => string): HeapPathStep {
  const { edges, meta, strings, nodes } = heap.graph.snapshot
  const type = meta.edgeTypes[edgeType(edges.word[edge])]
  const place = heap.location(node)
  const name = nodeName(heap, node)
  const indexed = type === 'element' || type === 'hidden'
  return {
    edge: indexed ? `[${edges.nameOrIndex[edge]}]` : edgeName(type, strings.text(edges.nameOrIndex[edge]), placeOf),
    edgeType: type,
    name: fileShown(name, placeOf) ?? name,
    nodeType: heap.type(node),
    nodeId: nodes.id[node],
    source: place === undefined ? null : placeOf(place),
  }
}

/** A property is named where its name is one of code, or a path. Any other may be data: a key of a dictionary. */
const edgeName = (type: string, name: string, placeOf: (source: string) => string): string =>
  type !== 'property' || codeName.test(name) ? name : (fileShown(name, placeOf) ?? '(key)')

const codeName = /^(?:[\p{ID_Start}$_#][\p{ID_Continue}$]*|<symbol [\w.: ]*>)$/u

/** Constructor or function name; a string of the app is shown as `(string)`. */
export function nodeName(heap: Heap, node: NodeIndex): string {
  const type = heap.type(node)
  return type.includes('string') || type === 'symbol' || type === 'number' || type === 'bigint' || type === 'regexp'
    ? `(${type})`
    : heap.name(node)
}
