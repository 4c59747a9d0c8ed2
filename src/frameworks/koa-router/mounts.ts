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

  const endAt = (node: NodeIndex): NodeIndex | undefined => {
    const scope = heap.type(node) === 'closure' ? heap.internal(node, 'context') : undefined
    return routerOf.get(node) ?? (scope !== undefined && scopes.has(scope) ? scope : undefined)
  }
  const leads = leadingToEnds(heap, endAt)

  /** Routers and mounts that functions, or lists of them, hand requests to, the nearest ones. Each function is looked at once. */
  const handedTo = (from: NodeIndex): NodeIndex[] => {
    const seen = new Set([from])
    const found = new Set<NodeIndex>()
    let level = [from]
    for (let depth = 0; depth <= mostLevels && level.length > 0; depth++) {
      level = level.flatMap((node) => {
        const end = endAt(node)
        if (end !== undefined) found.add(end)
        return end === undefined && leads(node, mostLevels - depth) ? heldBy(heap, node) : []
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
  const lists = new Set([...scopes.values()].flatMap(({ downstream }) => scopeVariables(heap, downstream)))
  const composed = [...lists].map((list) => functionsIn(heap, list))
  const atRoot = nodesWithProperty(heap, 'middleware').flatMap((app) => {
    const list = heap.property(app, 'middleware')
    if (list === undefined) return []
    const own = functionsIn(heap, list)
    return composed.some((first) => beginsWith(own, first)) ? [] : handedTo(list)
  })
  const all = [...mounts, ...[...new Set(atRoot)].map((router) => ({ parent: root, router, path: '' }))]
  const prefixes = mountPrefixes([...entries.keys()], all)
  const mounted = new Set(all.map(({ router }) => router))
  return new Map([...prefixes].filter(([router]) => entries.has(router) && mounted.has(router)))
}

const heldBy = (heap: Heap, node: NodeIndex): NodeIndex[] =>
  heap.type(node) === 'closure' ? scopeVariables(heap, node) : heap.elements(node)

/**
 * Whether a function or a list leads to an end in so many steps. Remembered for each: many functions have the same large arrays
 * at hand, which lead nowhere.
 */
function leadingToEnds(heap: Heap, endAt: (node: NodeIndex) => NodeIndex | undefined) {
  const [leastYes, mostNo] = [new Map<NodeIndex, number>(), new Map<NodeIndex, number>()]
  const leads = (node: NodeIndex, steps: number): boolean => {
    if (endAt(node) !== undefined) return true
    if (steps >= (leastYes.get(node) ?? Infinity)) return true
    if (steps <= (mostNo.get(node) ?? 0)) return false
    const found = heldBy(heap, node).some((held) => leads(held, steps - 1))
    if (found) leastYes.set(node, steps)
    else mostNo.set(node, steps)
    return found
  }
  return leads
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
