import type { NodeIndex } from '../snapshot/snapshot.ts'
import { closures } from './closures.ts'
import type { Heap } from './heap.ts'
import { fileOf } from './moduleExports.ts'

/**
 * The text that ran of a file of TypeScript, which a loader made from it: undefined where the heap has no function of it, or not
 * all of its text. The functions are looked through when the first text is asked for.
 */
export function scriptTexts(heap: Heap): (file: string) => string | undefined {
  let functions: ReadonlyMap<string, NodeIndex> | undefined
  return (file) => {
    functions ??= functionsByFile(heap)
    const closure = functions.get(file)
    const source = closure === undefined ? undefined : heap.source(closure)
    return source === undefined ? undefined : heap.string(source)
  }
}

const typescript = /\.([cm]?ts|[jt]sx)$/

/** One function of each file of TypeScript. Loaders tell versions of a file apart by what they put behind its name. */
function functionsByFile(heap: Heap): Map<string, NodeIndex> {
  const found = new Map<string, NodeIndex>()
  const scripts = new Set<NodeIndex>()
  for (const node of closures(heap)) {
    const script = heap.script(node)
    if (script === undefined || scripts.size === scripts.add(script).size) continue
    const file = fileOf(heap, node)?.replace(/\?.*$/, '')
    if (file !== undefined && typescript.test(file) && !found.has(file)) found.set(file, node)
  }
  return found
}
