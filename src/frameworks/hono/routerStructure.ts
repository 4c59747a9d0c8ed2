import { isStrong } from '../../graph/graph.ts'
import type { Heap } from '../../recognise/heap.ts'
import { isModuleScope } from '../../recognise/moduleScope.ts'
import { edgeTarget, type NodeIndex } from '../../snapshot/snapshot.ts'

/** What Hono's inner routers consist of, as far as routes and routers meet in it. */
export interface RouterStructure {
  /** The router of the app and those inside it (SmartRouter, RegExpRouter, TrieRouter, LinearRouter). */
  readonly routers: readonly NodeIndex[]
  /** By record: the arrays through which the routers hold it, `[handler, record]` and `[method, path, [...]]`. */
  readonly entriesOf: ReadonlyMap<NodeIndex, readonly NodeIndex[]>
}

/** Nodes that are walked for one record at most: a trie node and its surroundings are below a hundred. */
const nodesPerRecord = 200

/**
 * Walks what the inner router holds, down to the records of the app. The fields of the routers are private and
 * renamed by bundlers, so the arrays are known by what is in them.
 */
export function routerStructure(heap: Heap, router: NodeIndex, records: readonly NodeIndex[]): RouterStructure {
  const { graph } = heap
  const { word } = graph.edges
  const isRecord = new Set(records)
  const seen = new Set<NodeIndex>([router])
  const open = [router]
  const routers: NodeIndex[] = []
  const entriesOf = new Map<NodeIndex, NodeIndex[]>()
  const limit = 10_000 + nodesPerRecord * records.length

  while (open.length > 0 && seen.size < limit) {
    const node = open.pop()!
    const isArray = heap.isNamed(node, 'Array')
    if (node === router || (!isArray && isRouter(heap, node))) routers.push(node)
    const record = isArray ? entryRecord(heap, node, isRecord) : undefined
    if (record !== undefined) {
      const entries = entriesOf.get(record)
      if (entries === undefined) entriesOf.set(record, [node])
      else entries.push(node)
    }
    const [prototype, maker] = [heap.property(node, '__proto__'), heap.property(node, 'constructor')]
    for (let edge = graph.firstEdge[node]; edge < graph.firstEdge[node + 1]; edge++) {
      const target = edgeTarget(word[edge])
      if (target === prototype || target === maker || !isStrong(graph, edge)) continue
      if (seen.has(target) || !isPart(heap, node, target)) continue
      seen.add(target)
      open.push(target)
    }
  }
  return { routers: routers.sort((a, b) => a - b), entriesOf }
}

/** Every router of Hono has its name as a string, also in bundles. */
const isRouter = (heap: Heap, node: NodeIndex): boolean =>
  heap.type(node) === 'object' && /Router\b/.test(heap.stringProperty(node, 'name') ?? '')

/** An array of three elements has some edges more, for what it consists of. */
const mostEdgesOfEntry = 20

/** The record that `[handler, record]` or `[method, path, [handler, record]]` is about. */
function entryRecord(heap: Heap, node: NodeIndex, isRecord: ReadonlySet<NodeIndex>): NodeIndex | undefined {
  const { firstEdge } = heap.graph
  if (heap.type(node) !== 'object' || !heap.isNamed(node, 'Array')) return undefined
  if (firstEdge[node + 1] - firstEdge[node] > mostEdgesOfEntry) return undefined
  const elements = heap.elements(node)
  if (elements.length === 2) {
    return isRecord.has(elements[1]) && heap.type(elements[0]) === 'closure' ? elements[1] : undefined
  }
  if (elements.length !== 3 || heap.type(elements[2]) !== 'object') return undefined
  return entryRecord(heap, elements[2], isRecord)
}

/**
 * Objects, arrays and tables belong to the routers. A closure does so only as a matcher that a router made for
 * itself: it is walked into through its variables, but never out to the scope around it.
 */
function isPart(heap: Heap, from: NodeIndex, target: NodeIndex): boolean {
  const type = heap.type(target)
  if (type === 'array') return true
  if (type === 'closure') return heap.type(from) === 'object' && isRouterMatch(heap, from, target)
  if (type !== 'object') return false
  if (heap.internal(target, 'previous') !== undefined)
    return heap.type(from) === 'closure' && !isModuleScope(heap, target)
  const handler = heap.property(target, 'handler')
  return handler === undefined || heap.type(handler) !== 'closure'
}

const isRouterMatch = (heap: Heap, router: NodeIndex, closure: NodeIndex): boolean =>
  heap.property(router, 'match') === closure || heap.property(router, 'buildAllMatchers') === closure
