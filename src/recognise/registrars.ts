import type { NodeIndex } from '../snapshot/snapshot.ts'
import { addTo } from './addTo.ts'
import type { Heap } from './heap.ts'
import type { RouteMark } from './mark.ts'
import { fileOf } from './moduleExports.ts'
import type { IsOwnFile } from './ownFiles.ts'
import { packageName } from './packageName.ts'
import type { RecordedRouteInHeap, RecordInHeap } from './record.ts'
import { scopeVariables } from './scopeVariables.ts'

/** An installed package that registered a route by itself. */
export interface Registrar {
  readonly package: string
  /** Where the app called what did it; null where none of its code was being run. */
  readonly source: string | null
}

/**
 * The installed package that registered a route with handlers of its own, as a probe saw it: its code was being run, and
 * all functions of the route are of packages that led there. Undefined for what the app registered, and that is the handler of a package
 * as well where the app names it, and what a package wraps for it. `isOf` tells the packages of the framework itself, on the way to every route.
 */
export function registrars(
  heap: Heap,
  record: RecordInHeap | undefined,
  isOwnFile: IsOwnFile,
  isOf: (framework: string, name: string) => boolean,
): (route: RouteMark) => Registrar | undefined {
  const entries = new Map<NodeIndex, RecordedRouteInHeap[]>()
  for (const entry of record?.routes ?? [])
    for (const node of entry.packages.length > 0 ? entry.nodes : []) addTo(entries, node, entry)
  const isOwn = (value: NodeIndex): boolean => {
    const file = heap.type(value) === 'closure' ? fileOf(heap, value) : undefined
    return file !== undefined && isOwnFile(file)
  }
  return ({ framework, method, leading, handlers }) => {
    const seen = leading.flatMap((node) => entries.get(node) ?? []).filter((entry) => entry.framework === framework)
    const entry = seen.find((one) => one.method === method) ?? seen[0]
    const others = entry?.packages.filter((name) => !isOf(framework, name)) ?? []
    if (entry === undefined || others.length === 0 || handlers.length === 0) return undefined
    const names = handlers.map((handler) => packageName(fileOf(heap, handler) ?? ''))
    const isTheirs = names.every((name) => others.includes(name))
    if (!isTheirs || handlers.some((handler) => scopeVariables(heap, handler).some(isOwn))) return undefined
    return { package: names.at(-1)!, source: entry.source }
  }
}
