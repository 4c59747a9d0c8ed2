import { type PathStep, type PathTree, pathTo } from '../graph/retainingPath.ts'
import type { Heap } from '../recognise/heap.ts'
import { type ExportOf, fileOf } from '../recognise/moduleExports.ts'
import type { IsOwnFile } from '../recognise/ownFiles.ts'
import { edgeType, type NodeIndex } from '../snapshot/snapshot.ts'

/** What a person would have to let go of: a variable or an export, and its file as V8 names it. */
export interface HolderInHeap {
  readonly name: string
  readonly file: string | null
}

/**
 * Says for a node which variable holds it, the nearest one on the shortest path from the root: of the app, or of an installed package
 * where no variable of the app is on the way; or null.
 */
export function holders(
  heap: Heap,
  tree: PathTree,
  exportOf: ExportOf,
  isOwnFile: IsOwnFile,
): (node: NodeIndex) => HolderInHeap | null {
  return (node) => {
    const steps = pathTo(heap.graph, tree, node)
    let ofPackage: HolderInHeap | null = null
    for (let at = steps.length - 1; at >= 0; at--) {
      const found = holderAt(heap, steps, at, exportOf)
      if (found === null) continue
      if (found.file === null || isOwnFile(found.file)) return found
      if (!found.file.startsWith('node:')) ofPackage ??= found
    }
    return ofPackage
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
