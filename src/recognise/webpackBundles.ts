import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import { addTo } from './addTo.ts'
import { closures } from './closures.ts'
import { scopeInfoOf } from './fileScopes.ts'
import type { Heap } from './heap.ts'
import { nodesNamed } from './nodesNamed.ts'
import { oncePerHeap, remembered } from './remembered.ts'
import { cellValue, variablesOf } from './scopeVariables.ts'

/**
 * Bundles that webpack made, and ncc with it. Each is one function, which holds the table of modules, the cache of what they
 * export, and the function that they call to get it. In the table each module is a function of its own.
 */
export interface WebpackBundles {
  /** Scopes of the bundles' own functions. What webpack put together, as the entry, has its variables there too. */
  readonly scopes: ReadonlySet<NodeIndex>
  /** Scopes of entries that have a function of their own in the bundle, as where a module of the table is not strict. */
  readonly entries: ReadonlySet<NodeIndex>
  /** What V8 knows about the scopes of modules, each made by one function of a table. */
  readonly moduleScopeInfos: ReadonlySet<NodeIndex>
  /** Tables and caches. */
  readonly tables: ReadonlySet<NodeIndex>
}

/** All bundles of a heap, known by structure: minifiers rename what webpack calls its things. One pass over the scopes. */
export const webpackBundles = oncePerHeap((heap): WebpackBundles => search(heap))

function search(heap: Heap): WebpackBundles {
  const { snapshot } = heap.graph
  const [scopes, moduleScopeInfos, tables] = [new Set<NodeIndex>(), new Set<NodeIndex>(), new Set<NodeIndex>()]
  const valuesOf = valuesIn(heap)
  const isTable = remembered(holdersOf(heap, 'closure'))
  const holdsOnlyObjects = holdersOf(heap, 'object')
  const isLikeCache = remembered((node) => holdsOnlyObjects(node) && holdsExports(heap, node))
  const isCacheOf = cachesOf(heap)
  for (const scope of nodesNamed(snapshot, 'system / Context')) {
    const { objects, functions } = valuesOf(scope)
    if (objects.length < 2 || functions.length === 0) continue
    const ofScope = objects.filter(isTable)
    const caches = ofScope.length === 0 ? [] : objects.filter(isLikeCache)
    if (caches.length === 0 || !functions.some((value) => heap.internal(value, 'context') === scope)) continue
    for (const table of ofScope) {
      const cache = caches.find((object) => isCacheOf(object, table))
      if (cache === undefined) continue
      scopes.add(scope)
      const isKnown = tables.has(table)
      tables.add(table).add(cache)
      for (const { target } of isKnown ? [] : heap.entries(table)) {
        const info = scopeInfoOf(heap, target)
        if (info !== undefined) moduleScopeInfos.add(info)
      }
    }
  }
  return { scopes, entries: wrappedEntries(heap, scopes, tables, moduleScopeInfos), moduleScopeInfos, tables }
}

/**
 * webpack calls such a function at once, and leaves nothing but its own in the scope of the bundle. Where the app has a
 * variable there, a function inside may be around a part of the entry.
 */
function wrappedEntries(
  heap: Heap,
  scopes: ReadonlySet<NodeIndex>,
  tables: ReadonlySet<NodeIndex>,
  ofModules: ReadonlySet<NodeIndex>,
): Set<NodeIndex> {
  const exported = new Set(
    [...tables].flatMap((table) => heap.entries(table).map(({ target }) => heap.property(target, 'exports'))),
  )
  const bare = new Set([...scopes].filter((scope) => hasOnlyItsOwn(heap, scope, tables, exported)))
  if (bare.size === 0) return bare
  const made = scopeInfosOfFunctions(heap)
  const byInfo = new Map<NodeIndex, NodeIndex[]>()
  for (const scope of nodesNamed(heap.graph.snapshot, 'system / Context')) {
    const [bundle, info] = [heap.internal(scope, 'previous'), heap.internal(scope, 'scope_info')]
    if (bundle === undefined || info === undefined || !bare.has(bundle) || made.has(info) || ofModules.has(info))
      continue
    addTo(byInfo, info, scope)
  }
  return new Set([...byInfo.values()].flatMap((found) => (found.length === 1 ? found : [])))
}

/** What V8 knows about the scopes of all functions that are there to be called again. */
function scopeInfosOfFunctions(heap: Heap): Set<NodeIndex> {
  const found = new Set<NodeIndex>()
  for (const closure of closures(heap)) {
    const info = scopeInfoOf(heap, closure)
    if (info !== undefined) found.add(info)
  }
  return found
}

/** Table, cache, the function that gives a module, and at most the exports of the entry. */
function hasOnlyItsOwn(
  heap: Heap,
  scope: NodeIndex,
  tables: ReadonlySet<NodeIndex>,
  exported: ReadonlySet<NodeIndex | undefined>,
): boolean {
  const others = variablesOf(heap, scope).filter((node) => !tables.has(node) && heap.oddball(node) === undefined)
  const [require, ...functions] = others.filter((node) => heap.type(node) === 'closure')
  const objects = others.filter((node) => heap.type(node) !== 'closure')
  if (require === undefined || functions.length > 0 || heap.internal(require, 'context') !== scope) return false
  return (
    objects.length === 0 || (objects.length === 1 && !exported.has(objects[0]) && isExportsOfEntry(heap, objects[0]))
  )
}

/** All are getters, and no cache has them: webpack calls an entry without noting that. */
function isExportsOfEntry(heap: Heap, node: NodeIndex): boolean {
  if (heap.type(node) !== 'object') return false
  const names = new Set(heap.ownProperties(node).map(({ name }) => name))
  const isMark = (name: string) => name === '__esModule' || name === '<symbol Symbol.toStringTag>'
  return [...names].every((name) => isMark(name) || name.startsWith('get ') || names.has(`get ${name}`))
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

/** Whether an object has modules, by keys of the table: paths or numbers. Many scopes may hold the same two, which are compared once. */
function cachesOf(heap: Heap): (object: NodeIndex, table: NodeIndex) => boolean {
  const keysOf = remembered((node) => new Set(heap.entries(node).map(({ name }) => name)))
  const isCacheOf = remembered((table) =>
    remembered((object) => {
      for (const key of keysOf(object)) if (!keysOf(table).has(key)) return false
      return true
    }),
  )
  return (object, table) => isCacheOf(table)(object)
}

/** Whether an object holds at least one module with its exports. */
const holdsExports = (heap: Heap, object: NodeIndex): boolean =>
  heap.entries(object).some(({ target }) => heap.property(target, 'exports') !== undefined)

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
