import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'
import { nodesNamed } from './nodesNamed.ts'
import { cellValue } from './scopeVariables.ts'

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
  const { snapshot } = heap.graph
  const [scopes, moduleScopeInfos, tables] = [new Set<NodeIndex>(), new Set<NodeIndex>(), new Set<NodeIndex>()]
  const [valuesOf, holdsOnlyFunctions, holdsOnlyObjects] = [
    valuesIn(heap),
    holdersOf(heap, 'closure'),
    holdersOf(heap, 'object'),
  ]
  for (const scope of nodesNamed(snapshot, 'system / Context')) {
    const { objects, functions } = valuesOf(scope)
    if (objects.length < 2 || functions.length === 0) continue
    for (const table of objects) {
      if (!holdsOnlyFunctions(table)) continue
      const caches = objects.filter((object) => object !== table && holdsOnlyObjects(object))
      if (caches.length === 0) continue
      const modules = entriesOf(heap, table)
      const cache = caches.find((object) => isCache(heap, object, modules))
      if (cache === undefined || !functions.some((value) => heap.internal(value, 'context') === scope)) continue
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

interface Values {
  readonly objects: readonly NodeIndex[]
  readonly functions: readonly NodeIndex[]
}

const none: Values = { objects: [], functions: [] }

/** Objects and functions in the variables of a scope; none where it has less than table, cache and function. */
function valuesIn({ graph }: Heap): (scope: NodeIndex) => Values {
  const { firstEdge, edges, snapshot } = graph
  const { type, name } = snapshot.nodes
  const context = snapshot.meta.edgeTypes.indexOf('context')
  const [object, closure] = ['object', 'closure'].map((word) => snapshot.meta.nodeTypes.indexOf(word))
  const cell = snapshot.strings.find('system / ContextCell') ?? -1
  return (scope) => {
    if (firstEdge[scope + 1] - firstEdge[scope] < 3) return none
    const objects: NodeIndex[] = []
    const functions: NodeIndex[] = []
    for (let edge = firstEdge[scope]; edge < firstEdge[scope + 1]; edge++) {
      if (edgeType(edges.word[edge]) !== context) continue
      const target = edgeTarget(edges.word[edge])
      const value = name[target] === cell ? cellValue(graph, target) : target
      if (type[value] === object) objects.push(value)
      else if (type[value] === closure) functions.push(value)
    }
    return { objects, functions }
  }
}

/** Whether an object has modules, by keys of the table, and at least one with its exports. */
function isCache(heap: Heap, object: NodeIndex, modules: ReadonlyMap<string, NodeIndex>): boolean {
  const entries = [...entriesOf(heap, object)]
  return (
    entries.every(([key]) => modules.has(key)) &&
    entries.some(([, entry]) => heap.property(entry, 'exports') !== undefined)
  )
}

/** Whether an object holds nothing but nodes of one type. Costs little for others: the first that is not decides. */
function holdersOf({ graph }: Heap, wanted: string): (node: NodeIndex) => boolean {
  const { snapshot, firstEdge, edges } = graph
  const { type } = snapshot.nodes
  const [property, element] = ['property', 'element'].map((name) => snapshot.meta.edgeTypes.indexOf(name))
  const only = snapshot.meta.nodeTypes.indexOf(wanted)
  const prototype = snapshot.strings.find('__proto__')
  return (node) => {
    let count = 0
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const kind = edgeType(edges.word[edge])
      if (kind !== element && (kind !== property || edges.nameOrIndex[edge] === prototype)) continue
      if (type[edgeTarget(edges.word[edge])] !== only) return false
      count++
    }
    return count > 0
  }
}

/** Ids of modules are paths or numbers. */
const entriesOf = (heap: Heap, node: NodeIndex): Map<string, NodeIndex> =>
  new Map(heap.entries(node).map(({ name, target }) => [name, target]))
