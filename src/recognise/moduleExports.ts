import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'
import { nodesNamed } from './nodesNamed.ts'
import { oncePerHeap, rememberedByHeap } from './remembered.ts'

/** What an ES module exports, and its file as V8 names it. */
export interface ExportInHeap {
  readonly name: string
  readonly file: string
}

/** What an ES module exports by a cell that holds a value; null for all other cells. */
export type ExportOf = (cell: NodeIndex) => ExportInHeap | null

/** The exports of a heap. They are looked for when the first is asked for: one pass over the nodes. */
export function exportsOf(heap: Heap): ExportOf {
  let exported: ReadonlyMap<NodeIndex, ExportInHeap> | undefined
  return (cell) => {
    exported ??= exportCells(heap)
    return exported.get(cell) ?? null
  }
}

/** The cells by which the ES module of a file exports and imports. */
export function cellsOfModule(heap: Heap, file: string): NodeIndex[] {
  const own = modules(heap).filter((module) => module.file === file)
  return own.flatMap(({ lists }) => lists.flatMap((list) => cellsIn(heap, list)))
}

interface Module {
  readonly file: string
  /** V8's table of exported names and cells. */
  readonly table: NodeIndex
  /** Lists of cells: first what the module itself declares, then what it imports. */
  readonly lists: readonly NodeIndex[]
}

const modules = oncePerHeap((heap): readonly Module[] =>
  nodesNamed(heap.graph.snapshot, 'system / SourceTextModule').flatMap((node) => {
    const hidden = targets(heap, node, 'hidden').map(({ target }) => target)
    const [table, ...lists] = hidden.filter((target) => heap.type(target) === 'array')
    const file = hidden.map((target) => fileOfModule(heap, target)).find((name) => name !== undefined)
    return table === undefined || file === undefined ? [] : [{ file, table, lists }]
  }),
)

/** The others in the table are passed on from another module. One pass over the nodes. */
function exportCells(heap: Heap): Map<NodeIndex, ExportInHeap> {
  const found = new Map<NodeIndex, ExportInHeap>()
  for (const { file, table, lists } of modules(heap)) {
    if (lists.length === 0) continue
    const own = new Set(targets(heap, lists[0], 'internal').map(({ target }) => target))
    for (const { name, cell } of exportsIn(heap, table)) if (own.has(cell)) found.set(cell, { name, file })
  }
  return found
}

/** The same for what Node exports of modules of other kinds, CommonJS and JSON; not of its own. */
export const exportsOfOtherKinds = oncePerHeap((heap): ReadonlyMap<NodeIndex, ExportInHeap> => {
  const found = new Map<NodeIndex, ExportInHeap>()
  for (const module of nodesNamed(heap.graph.snapshot, 'system / SyntheticModule')) {
    const parts = targets(heap, module, 'hidden').map(({ target }) => target)
    const file = parts.flatMap((part) => heap.string(part) ?? [])[0]
    if (file === undefined || file.startsWith('node:')) continue
    for (const { name, cell } of exportsOfModule(heap, module)) found.set(cell, { name, file })
  }
  return found
})

/** What a module exports, where a value is the module as a whole: `import * as users`. */
export const exportsInNamespace = rememberedByHeap(
  (heap, value): readonly { readonly name: string; readonly target: NodeIndex }[] => {
    if (!heap.isNamed(value, 'Module')) return []
    const exported = targets(heap, value, 'hidden').flatMap(({ target }) => exportsOfModule(heap, target))
    return exported.flatMap(({ name, cell }) => {
      const target = heap.internal(cell, 'value')
      return target === undefined ? [] : [{ name, target }]
    })
  },
)

function exportsOfModule(heap: Heap, module: NodeIndex): { name: string; cell: NodeIndex }[] {
  if (!kinds.some((name) => heap.isNamed(module, name))) return []
  const table = targets(heap, module, 'hidden').find(({ target }) => heap.type(target) === 'array')
  return table === undefined ? [] : exportsIn(heap, table.target)
}

const kinds = ['system / SourceTextModule', 'system / SyntheticModule']

/** A name is before its cell in V8's table. */
function exportsIn(heap: Heap, table: NodeIndex): { name: string; cell: NodeIndex }[] {
  const entries = new Map(targets(heap, table, 'internal').map(({ name, target }) => [Number(name), target]))
  return [...entries].flatMap(([index, cell]) => {
    const key = heap.isNamed(cell, 'system / Cell') ? entries.get(index - 1) : undefined
    const name = key === undefined ? undefined : heap.string(key)
    return name === undefined ? [] : [{ name, cell }]
  })
}

const cellsIn = (heap: Heap, list: NodeIndex): NodeIndex[] =>
  targets(heap, list, 'internal').flatMap(({ target }) => (heap.isNamed(target, 'system / Cell') ? [target] : []))

/** What runs a module: a generator, or the function of it. */
const fileOfModule = (heap: Heap, node: NodeIndex): string | undefined =>
  fileOf(heap, heap.internal(node, 'function') ?? node)

/** The file of a function, as V8 names it. */
export function fileOf(heap: Heap, closure: NodeIndex): string | undefined {
  return heap.location(closure)?.replace(/:\d+:\d+$/, '')
}

function targets(heap: Heap, node: NodeIndex, wanted: string): { name: string; target: NodeIndex }[] {
  const { firstEdge, edges, snapshot } = heap.graph
  const code = snapshot.meta.edgeTypes.indexOf(wanted)
  const found: { name: string; target: NodeIndex }[] = []
  for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
    if (edgeType(edges.word[edge]) !== code) continue
    const index = edges.nameOrIndex[edge]
    const name = wanted === 'hidden' ? String(index) : snapshot.strings.text(index)
    if (name !== 'map') found.push({ name, target: edgeTarget(edges.word[edge]) })
  }
  return found
}
