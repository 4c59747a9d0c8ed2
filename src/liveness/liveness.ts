import type { Heap } from '../recognise/heap.ts'
import { isModuleScope } from '../recognise/moduleScope.ts'
import { nodesNamed } from '../recognise/nodesNamed.ts'
import { nodesWithProperty } from '../recognise/nodesWithProperty.ts'
import { realms } from '../recognise/realm.ts'
import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import { pairsOfInstances } from './weakPairs.ts'

/** What servers dispatch to. */
export interface Dispatch {
  /** By NodeIndex: 1 where a server can get to. */
  readonly reached: Uint8Array
  /** True where module scopes had to be entered, so that more is reached than is dispatched to. */
  readonly throughModules: boolean
}

/**
 * What the listening servers can dispatch to; null where the heap has no server, or where none
 * leads to a route, so that nothing can be said.
 *
 * A request enters at a `Server` object and reaches a handler over listeners, closures and the routers' tables. It
 * does not go through module scope: the context of a whole module holds every router that the module names, dead ones
 * too, so a walk that enters it calls everything live. What `new Function` made has its variables directly under the
 * realm like a module, and they are its own: what it was given. Neither does it go through hidden classes, code, prototypes,
 * or the frames of an error or a call site, which name the module that each is of.
 *
 * Only if no route at all is found this way are the module scopes of the closures on the way entered, one step deep: a
 * listener written at the top level of a module calls its router through exactly such a variable. `scopes` are entered in any
 * case.
 */
export function dispatchable(
  heap: Heap,
  roots: readonly NodeIndex[],
  routes: readonly NodeIndex[],
  scopes: readonly NodeIndex[] = [],
): Dispatch | null {
  const reached = new Uint8Array(heap.graph.nodeCount)
  const moduleScopes = walk(heap, roots, reached)
  const found = (): boolean => routes.some((node) => reached[node] === 1)
  if (found()) {
    if (scopes.length > 0) walk(heap, scopes, reached)
    return { reached, throughModules: scopes.length > 0 }
  }
  for (const scope of moduleScopes) reached[scope] = 1
  walk(heap, moduleScopes, reached)
  return found() ? { reached, throughModules: true } : null
}

/** Objects that take requests: http, https and http2 servers, those of classes of the app's own too. */
export function servers(heap: Heap): NodeIndex[] {
  const named = nodesNamed(heap.graph.snapshot, 'Server', 'Http2Server', 'Http2SecureServer')
  return [...new Set([...named, ...nodesWithProperty(heap, '_usingWorkers')])].filter(
    (node) =>
      heap.type(node) === 'object' &&
      heap.property(node, '_events') !== undefined &&
      heap.property(node, '_handle') !== undefined,
  )
}

/** Not reached, and not to be entered on another way either. */
const shut = 2

/** What a name of an edge means to the walk. */
const skipped = 1
const scopeLink = 2

/** Walks from `roots`, and returns the module scopes that it came to and did not enter. */
function walk(heap: Heap, roots: readonly NodeIndex[], reached: Uint8Array): NodeIndex[] {
  const { snapshot, firstEdge, nodeCount } = heap.graph
  const { word, nameOrIndex } = snapshot.edges
  const types = snapshot.meta.edgeTypes
  const [weak, internal, property, element, hidden] = ['weak', 'internal', 'property', 'element', 'hidden'].map(
    (name) => types.indexOf(name),
  )
  const find = (name: string): number => snapshot.strings.find(name) ?? -1
  // By name of an internal edge, and of a property.
  const [ofInternal, ofProperty] = [new Uint8Array(snapshot.strings.count), new Uint8Array(snapshot.strings.count)]
  for (const name of ['map', 'shared', 'code', 'feedback_cell'].map(find)) ofInternal[name] = skipped
  for (const name of ['context', 'previous'].map(find)) ofInternal[name] = scopeLink
  for (const name of ['__proto__', 'constructor'].map(find)) ofProperty[name] = skipped
  const stack = new Uint32Array(nodeCount)
  const moduleScopes = new Set<NodeIndex>()
  const isRealm = realms(snapshot)
  const pairs = pairsOfInstances(heap)
  const [symbol, nodeTypes] = [find('<symbol>'), snapshot.meta.nodeTypes]
  /** Errors and call sites have their frames under symbols of V8's own: no value of the language is of these types. */
  const ofEngine = [nodeTypes.indexOf('array'), nodeTypes.indexOf('hidden')]
  let depth = 0
  for (const root of roots) {
    reached[root] = 1
    stack[depth++] = root
  }
  while (depth > 0) {
    const node = stack[--depth]
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      const target = edgeTarget(word[edge])
      const type = edgeType(word[edge])
      if (reached[target] !== 0 || type === weak) continue
      if (type !== element && type !== hidden) {
        const name = nameOrIndex[edge]
        if (type === property && ofProperty[name] === skipped) continue
        if (type === property && name === symbol && ofEngine.includes(snapshot.nodes.type[target])) {
          // The table of an object's properties leads to it too.
          reached[target] = shut
          continue
        }
        if (type === internal) {
          if (ofInternal[name] === skipped || pairs.has(edge)) continue
          if (ofInternal[name] === scopeLink && isModuleScope(heap, target) && heap.generatedBy(node) === undefined) {
            moduleScopes.add(target)
            continue
          }
        }
      }
      if (isRealm[target] === 1) continue
      reached[target] = 1
      stack[depth++] = target
    }
  }
  return [...moduleScopes].sort((a, b) => a - b)
}

/** Whether a server reaches any of `goal` on a way that does not enter `closed`. */
export function reachesAround(
  heap: Heap,
  roots: readonly NodeIndex[],
  goal: readonly NodeIndex[],
  closed: readonly NodeIndex[],
): boolean {
  const reached = new Uint8Array(heap.graph.nodeCount)
  for (const node of closed) reached[node] = 1
  walk(heap, roots, reached)
  return goal.some((node) => reached[node] === 1 && !closed.includes(node))
}

/** Whether one of `goal` is behind `from`, on ways that requests could take, leaving out what is reached already. */
export function leadsTo(
  heap: Heap,
  from: readonly NodeIndex[],
  goal: ReadonlySet<NodeIndex>,
  reached: Uint8Array,
): boolean {
  const also = reached.slice()
  walk(heap, from, also)
  return [...goal].some((node) => also[node] === 1 && reached[node] !== 1)
}
