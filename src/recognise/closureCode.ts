import { fileURLToPath } from 'node:url'
import type { HeapGraph } from '../graph/graph.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import type { EdgesByName } from './edgesByName.ts'

/** Where the code of closures comes from. The edge names differ between V8 versions; all known ones are tried. */
export interface ClosureCode {
  unbound(closure: NodeIndex): NodeIndex
  sharedFunction(closure: NodeIndex): NodeIndex | undefined
  script(closure: NodeIndex): NodeIndex | undefined
  source(closure: NodeIndex): NodeIndex | undefined
  generatedBy(closure: NodeIndex): NodeIndex | undefined
  location(node: NodeIndex): string | undefined
}

export function closureCode(graph: HeapGraph, edges: EdgesByName): ClosureCode {
  const { nodes, strings, locations } = graph.snapshot
  const nameOf = (node: NodeIndex) => strings.text(nodes.name[node])

  const [sharedFunction, ownScript, scriptOrDebugInfo, boundFunction] = [
    'shared',
    'script',
    'script_or_debug_info',
    'bound_function',
  ].map((name) => edges.finder('internal', name))
  const scriptOfShared = (shared: NodeIndex): NodeIndex | undefined =>
    // `script_or_debug_info` up to V8 12.3; while debugged it leads over a DebugInfo.
    ownScript(shared) ?? scriptOrDebugInfo(shared)
  const script = (closure: NodeIndex): NodeIndex | undefined => {
    const shared = sharedFunction(closure)
    return shared === undefined ? undefined : scriptOfShared(shared)
  }

  // Locations name the script by its id, which no Script node shows. Closures have both, so they tell which is which.
  let scriptNames: Map<number, string> | undefined
  const scriptName = (scriptId: number): string | undefined => {
    if (scriptNames === undefined) {
      scriptNames = new Map()
      for (let i = 0; i < locations.count; i++) {
        if (scriptNames.has(locations.scriptId[i])) continue
        const found = script(locations.node[i])
        if (found !== undefined) scriptNames.set(locations.scriptId[i], filePath(nameOf(found)))
      }
    }
    return scriptNames.get(scriptId)
  }

  const makers = new Map<NodeIndex, NodeIndex | undefined>()

  return {
    sharedFunction,
    script,
    unbound(closure) {
      let function_ = closure
      for (let depth = 0; depth < 100; depth++) {
        const inner = boundFunction(function_)
        if (inner === undefined) return function_
        function_ = inner
      }
      return function_
    },
    source(closure) {
      const found = script(closure)
      return found === undefined ? undefined : edges.target(found, 'internal', 'source')
    },
    generatedBy(closure) {
      const found = script(closure)
      if (found === undefined) return undefined
      // Only evaluated scripts have such an edge; `new Function` gives its script no name.
      if (!makers.has(found))
        makers.set(
          found,
          edges.targets(found, 'hidden').find((target) => scriptOfShared(target) !== undefined),
        )
      return makers.get(found)
    },
    location(node) {
      const row = rowOf(locations.node, locations.count, node)
      if (row === undefined) return undefined
      const name = scriptName(locations.scriptId[row])
      if (name === undefined || name === '' || locations.line[row] === 0xffffffff) return undefined
      return `${name}:${locations.line[row] + 1}:${locations.column[row] + 1}`
    },
  }
}

/** Binary search: locations are sorted by node. */
function rowOf(sorted: Uint32Array, count: number, node: NodeIndex): number | undefined {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle] < node) low = middle + 1
    else high = middle
  }
  return low < count && sorted[low] === node ? low : undefined
}

export function filePath(scriptName: string): string {
  if (!scriptName.startsWith('file://')) return scriptName
  try {
    return fileURLToPath(scriptName)
  } catch {
    return scriptName
  }
}
