import type { Heap } from '../../recognise/heap.ts'
import { type Mount, mountPrefixes } from '../../recognise/mountPrefixes.ts'
import { nodesNamed } from '../../recognise/nodesNamed.ts'
import { nodesWithProperty } from '../../recognise/nodesWithProperty.ts'
import { scopeVariables } from '../../recognise/scopeVariables.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { type MountScope, mountScope } from './mountScope.ts'

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
  const scopes = new Map<NodeIndex, MountScope>()
  for (const node of nodesNamed(heap.graph.snapshot, 'system / Context')) {
    const scope = mountScope(heap, node)
    if (scope !== undefined) scopes.set(node, scope)
  }
  if (scopes.size === 0) return new Map()
  const routerOf = new Map([...entries].flatMap(([router, own]) => own.map((entry) => [entry, router] as const)))

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

  const mounts = [...scopes].flatMap(([scope, { prefix, downstream }]) =>
    handedTo(downstream).map((router): Mount<NodeIndex> => ({ parent: scope, router, path: prefix })),
  )
  // What an app that is not mounted itself has is mounted at the root.
  const root = -1
  const composed = [...scopes.values()].map(({ downstream }) =>
    scopeVariables(heap, downstream).map((list) => functionsIn(heap, list)),
  )
  const atRoot = nodesWithProperty(heap, 'middleware').flatMap((app) => {
    const list = heap.property(app, 'middleware')
    if (list === undefined) return []
    const own = functionsIn(heap, list)
    return composed.some((lists) => lists.some((first) => beginsWith(own, first))) ? [] : handedTo(list)
  })
  const all = [...mounts, ...[...new Set(atRoot)].map((router) => ({ parent: root, router, path: '' }))]
  const prefixes = mountPrefixes([...entries.keys()], all)
  const mounted = new Set(all.map(({ router }) => router))
  return new Map([...prefixes].filter(([router]) => entries.has(router) && mounted.has(router)))
}

/** What is in a list and in the lists in it: since 4.2 koa-compose makes one of its own of them. */
const functionsIn = (heap: Heap, list: NodeIndex, level = 0): NodeIndex[] =>
  heap
    .elements(list)
    .flatMap((node) =>
      heap.type(node) === 'closure' ? node : level < mostLevels ? functionsIn(heap, node, level + 1) : [],
    )

/** Whether an app is the one that was composed: what it was given later comes behind. */
const beginsWith = (own: readonly NodeIndex[], first: readonly NodeIndex[]): boolean =>
  first.length > 0 && first.every((node, at) => node === own[at])
