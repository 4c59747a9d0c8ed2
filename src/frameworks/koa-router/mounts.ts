import { candidates } from '../../recognise/candidates.ts'
import type { Heap } from '../../recognise/heap.ts'
import { type Mount, mountPrefixes } from '../../recognise/mountPrefixes.ts'
import { nodesWithProperty } from '../../recognise/nodesWithProperty.ts'
import { scopeVariables } from '../../recognise/scopeVariables.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/** The scope of the function that koa-mount makes. */
const mountScope = ['prefix', 'downstream', 'trailingSlash']
/** How deep functions are looked for in the scopes of others: what koa-compose makes has a list of them. */
const mostLevels = 6

/**
 * Where koa-mount puts routers, by router: it cuts the prefix off the path before a router sees it. `entries` are the
 * functions that routers are entered by. Without routers that are mounted nowhere, and empty where koa-mount is not there;
 * null where there is no saying.
 */
export function mountedAt(
  heap: Heap,
  entries: ReadonlyMap<NodeIndex, readonly NodeIndex[]>,
): ReadonlyMap<NodeIndex, string | null> {
  const { strings } = heap.graph.snapshot
  if (mountScope.some((name) => strings.find(name) === undefined)) return new Map()
  const routerOf = new Map([...entries].flatMap(([router, own]) => own.map((entry) => [entry, router] as const)))
  const shape = { name: 'koa-mount', of: 'scope' as const, shape: mountScope, recognise: () => undefined }
  const scopes = new Set(candidates(heap.graph.snapshot, [shape]).map(({ node }) => node))

  /** Routers and mounts that functions, or lists of them, hand requests to, the nearest ones. Each function is looked at once. */
  const handedTo = (from: NodeIndex): NodeIndex[] => {
    const seen = new Set([from])
    const found = new Set<NodeIndex>()
    let level = [from]
    for (let depth = 0; depth <= mostLevels && level.length > 0; depth++) {
      level = level.flatMap((node) => {
        const isClosure = heap.type(node) === 'closure'
        const scope = isClosure ? heap.internal(node, 'context') : undefined
        const end = routerOf.get(node) ?? (scope !== undefined && scopes.has(scope) ? scope : undefined)
        if (end === undefined) return isClosure ? scopeVariables(heap, node) : heap.elements(node)
        found.add(end)
        return []
      })
      level = level.filter((node) => seen.size < seen.add(node).size)
    }
    return [...found]
  }

  const lists = new Set<NodeIndex>()
  const mounts = [...scopes].flatMap((scope): Mount<NodeIndex>[] => {
    const prefix = heap.variable(scope, 'prefix')
    const downstream = heap.variable(scope, 'downstream')
    if (downstream === undefined) return []
    for (const variable of scopeVariables(heap, downstream)) lists.add(variable)
    const path = prefix === undefined ? null : (heap.string(prefix) ?? null)
    return handedTo(downstream).map((router) => ({ parent: scope, router, path }))
  })
  // What an app that is not mounted itself has is mounted at the root.
  const root = -1
  const atRoot = nodesWithProperty(heap, 'middleware').flatMap((app) => {
    const list = heap.property(app, 'middleware')
    return list === undefined || lists.has(list) ? [] : handedTo(list)
  })
  const all = [...mounts, ...[...new Set(atRoot)].map((router) => ({ parent: root, router, path: '' }))]
  const prefixes = mountPrefixes([...entries.keys()], all)
  const mounted = new Set(all.map(({ router }) => router))
  return new Map([...prefixes].filter(([router]) => entries.has(router) && mounted.has(router)))
}
