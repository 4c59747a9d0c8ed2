import { type PathStep, type PathTree, pathTo } from '../graph/retainingPath.ts'
import type { Heap } from '../recognise/heap.ts'
import { nodesNamed } from '../recognise/nodesNamed.ts'
import type { IsOwnFile } from '../recognise/ownFiles.ts'
import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'

/** What a person would have to let go of: a variable or an export, and its file as V8 names it. */
export interface HolderInHeap {
  readonly name: string
  readonly file: string | null
}

/** What an ES module exports by a cell that holds a value; null for all other cells. */
export type ExportOf = (cell: NodeIndex) => HolderInHeap | null

/** The exports of a heap. They are looked for when the first is asked for: one pass over the nodes. */
export function exportsOf(heap: Heap): ExportOf {
  let exported: ReadonlyMap<NodeIndex, HolderInHeap> | undefined
  return (cell) => {
    exported ??= exportCells(heap)
    return exported.get(cell) ?? null
  }
}

/** Says for a node which variable of the app holds it, the nearest one on the shortest path from the root; or null. */
export function holders(
  heap: Heap,
  tree: PathTree,
  exportOf: ExportOf,
  isOwnFile: IsOwnFile,
): (node: NodeIndex) => HolderInHeap | null {
  return (node) => {
    const steps = pathTo(heap.graph, tree, node)
    for (let at = steps.length - 1; at >= 0; at--) {
      const found = holderAt(heap, steps, at, exportOf)
      if (found !== null && (found.file === null || isOwnFile(found.file))) return found
    }
    return null
  }
}

function holderAt(heap: Heap, steps: readonly PathStep[], at: number, exportOf: ExportOf): HolderInHeap | null {
  const { source } = steps[at]
  const { type, name } = edgeWords(heap, steps[at])
  if (type === 'context') return name === 'this' ? null : { name, file: fileOfScope(heap, steps, at) ?? 'node:' }
  if (type === 'internal' && name === 'value' && heap.isNamed(source, 'system / Cell')) return exportOf(source)
  if (type !== 'property') return null
  const direct = heap.stringProperty(source, 'filename')
  if (name === 'exports' && direct !== undefined) return { name: 'module.exports', file: direct }
  const module = at > 0 && edgeWords(heap, steps[at - 1]).name === 'exports' ? steps[at - 1].source : undefined
  const file = module === undefined ? undefined : heap.stringProperty(module, 'filename')
  return file === undefined ? null : { name: `module.exports.${name}`, file }
}

function edgeWords(heap: Heap, { edge }: PathStep): { type: string; name: string } {
  const { edges, meta, strings } = heap.graph.snapshot
  const type = meta.edgeTypes[edgeType(edges.word[edge])]
  const isNumber = type === 'element' || type === 'hidden'
  return { type, name: isNumber ? String(edges.nameOrIndex[edge]) : strings.text(edges.nameOrIndex[edge]) }
}

/** The file of the function whose scope, or whose outer scope, the variable is in. */
function fileOfScope(heap: Heap, steps: readonly PathStep[], at: number): string | undefined {
  for (let step = at - 1; step >= 0; step--) {
    const { name } = edgeWords(heap, steps[step])
    if (name === 'context') return fileOf(heap, steps[step].source)
    if (name !== 'previous') return undefined
  }
  return undefined
}

function fileOf(heap: Heap, closure: NodeIndex): string | undefined {
  return heap.location(closure)?.replace(/:\d+:\d+$/, '')
}

/**
 * The exports of ES modules by the cell that holds the value. V8 keeps a table of name and cell, and a list of the cells
 * that the module itself declares: the others are passed on from another one. One pass over the nodes.
 */
function exportCells(heap: Heap): Map<NodeIndex, HolderInHeap> {
  const found = new Map<NodeIndex, HolderInHeap>()
  for (const node of nodesNamed(heap.graph.snapshot, 'system / SourceTextModule')) {
    const hidden = targets(heap, node, 'hidden')
    const [table, declared] = hidden.filter(({ target }) => heap.type(target) === 'array')
    const file = hidden.map(({ target }) => fileOfModule(heap, target)).find((name) => name !== undefined)
    if (table === undefined || declared === undefined || file === undefined) continue
    const own = new Set(targets(heap, declared.target, 'internal').map(({ target }) => target))
    const entries = new Map(targets(heap, table.target, 'internal').map(({ name, target }) => [Number(name), target]))
    for (const [index, cell] of entries) {
      const key = own.has(cell) ? entries.get(index - 1) : undefined
      const name = key === undefined ? undefined : heap.string(key)
      if (name !== undefined) found.set(cell, { name, file })
    }
  }
  return found
}

/** What runs a module: a generator, or the function of it. */
function fileOfModule(heap: Heap, node: NodeIndex): string | undefined {
  return fileOf(heap, heap.internal(node, 'function') ?? node)
}

function targets(heap: Heap, node: NodeIndex, wanted: string): { name: string; target: NodeIndex }[] {
  const { firstEdge, edges, snapshot } = heap.graph
  const code = snapshot.meta.edgeTypes.indexOf(wanted)
  const found: { name: string; target: NodeIndex }[] = []
  for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
    if (edgeType(edges.word[edge]) !== code) continue
    const { name } = edgeWords(heap, { source: node, edge })
    if (name !== 'map') found.push({ name, target: edgeTarget(edges.word[edge]) })
  }
  return found
}
