import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import { edgesByName } from './edgesByName.ts'
import type { Heap } from './heap.ts'
import { nodesNamed } from './nodesNamed.ts'

/**
 * Bundles that webpack made, and ncc with it. Each is one function, which holds the table of modules, the cache of what they
 * export, and the function that they call to get it. In the table each module is a function of its own.
 */
export interface WebpackBundles {
  /** Scopes of the bundles' own functions. What webpack put together, as the entry, has its variables there too. */
  readonly scopes: ReadonlySet<NodeIndex>
  /** What V8 knows about the scopes of modules, each made by one function of a table. */
  readonly moduleScopeInfos: ReadonlySet<NodeIndex>
  /** Tables and caches. */
  readonly tables: ReadonlySet<NodeIndex>
}

const known = new WeakMap<Heap, WebpackBundles>()

/** All bundles of a heap, known by structure: minifiers rename what webpack calls its things. One pass over the scopes. */
export function webpackBundles(heap: Heap): WebpackBundles {
  const found = known.get(heap) ?? search(heap)
  known.set(heap, found)
  return found
}

function search(heap: Heap): WebpackBundles {
  const { snapshot, firstEdge, edges } = heap.graph
  const names = edgesByName(heap.graph)
  const context = snapshot.meta.edgeTypes.indexOf('context')
  const [scopes, moduleScopeInfos, tables] = [new Set<NodeIndex>(), new Set<NodeIndex>(), new Set<NodeIndex>()]
  for (const scope of nodesNamed(snapshot, 'system / Context')) {
    // Table, cache and function are three variables.
    if (firstEdge[scope + 1] - firstEdge[scope] < 3) continue
    let variables = 0
    for (let edge = firstEdge[scope]; edge < firstEdge[scope + 1]; edge++)
      if (edgeType(edges.word[edge]) === context) variables++
    if (variables < 3) continue
    const values = names.names(scope, 'context').flatMap((name) => heap.variable(scope, name) ?? [])
    const own = values.filter((value) => heap.type(value) === 'closure' && heap.internal(value, 'context') === scope)
    if (own.length === 0) continue
    const objects = values.filter((value) => heap.type(value) === 'object')
    for (const table of objects) {
      if (!holdsOnlyFunctions(heap, table)) continue
      const modules = entriesOf(heap, table)
      const cache = objects.find((object) => object !== table && isCache(heap, object, modules))
      if (cache === undefined) continue
      scopes.add(scope)
      tables.add(table).add(cache)
      for (const module of modules.values()) {
        const shared = heap.sharedFunction(module)
        const info = shared === undefined ? undefined : heap.internal(shared, 'name_or_scope_info')
        if (info !== undefined) moduleScopeInfos.add(info)
      }
    }
  }
  return { scopes, moduleScopeInfos, tables }
}

/** Whether an object has modules, by keys of the table, and at least one with its exports. */
function isCache(heap: Heap, object: NodeIndex, modules: ReadonlyMap<string, NodeIndex>): boolean {
  const entries = [...entriesOf(heap, object)]
  return (
    entries.every(([key, entry]) => modules.has(key) && heap.type(entry) === 'object') &&
    entries.some(([, entry]) => heap.property(entry, 'exports') !== undefined)
  )
}

/** Costs nothing for large objects of anything else: the first that is no function decides. */
function holdsOnlyFunctions(heap: Heap, node: NodeIndex): boolean {
  const { snapshot, firstEdge, edges } = heap.graph
  const [property, element] = ['property', 'element'].map((name) => snapshot.meta.edgeTypes.indexOf(name))
  const prototype = snapshot.strings.find('__proto__')
  let functions = 0
  for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
    const type = edgeType(edges.word[edge])
    if (type !== element && (type !== property || edges.nameOrIndex[edge] === prototype)) continue
    if (heap.type(edgeTarget(edges.word[edge])) !== 'closure') return false
    functions++
  }
  return functions > 0
}

/** Properties and elements by key: ids of modules are paths or numbers. */
function entriesOf(heap: Heap, node: NodeIndex): Map<string, NodeIndex> {
  const { snapshot, firstEdge, edges } = heap.graph
  const element = snapshot.meta.edgeTypes.indexOf('element')
  const entries = new Map(heap.ownProperties(node).map(({ name, target }) => [name, target]))
  for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
    if (edgeType(edges.word[edge]) === element) {
      entries.set(String(edges.nameOrIndex[edge]), edgeTarget(edges.word[edge]))
    }
  }
  return entries
}
