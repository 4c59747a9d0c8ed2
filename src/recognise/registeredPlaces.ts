import type { NodeIndex } from '../snapshot/snapshot.ts'
import { addTo } from './addTo.ts'
import type { Mark, RouteMark } from './mark.ts'
import type { RecordedRouteInHeap, RecordedRouterInHeap, RecordInHeap } from './record.ts'

/** Where the app was when it registered what a mark stands for. */
export interface RegisteredPlace {
  readonly source: string
  /** True where it mounted a router then, which made a copy of a route whose original the heap does not have. */
  readonly isMount: boolean
}

/**
 * Where the app registered marks, as probes saw it. A route that was copied by mounting has the place of its original, which
 * is a route of the same handler and method whose path its own ends with. What another framework registers for this one, the
 * app registered somewhere else.
 */
export function registeredPlaces(
  marks: readonly Mark[],
  record: RecordInHeap | undefined,
): (mark: Mark) => RegisteredPlace | undefined {
  const recorded = placesOfNodes(record)
  const mounts = new Set((record?.routers ?? []).map(({ framework, source }) => `${framework} ${source}`))
  const seenAt = (mark: Mark): string | undefined => {
    const places = 'framework' in mark ? recorded.get(mark.framework) : undefined
    const node = places && mark.leading.find((leading) => places.has(leading))
    const seen = node === undefined ? undefined : places?.get(node)
    const ofMethod = mark.kind === 'route' ? seen?.find(({ method }) => method === mark.method) : undefined
    return (ofMethod ?? seen?.[0])?.source
  }
  const isCopy = (route: RouteMark, source: string): boolean => mounts.has(`${route.framework} ${source}`)
  const originals = new Map<string, { path: string; source: string }[]>()
  for (const mark of marks) {
    if (mark.kind !== 'route' || mark.path === null) continue
    const source = seenAt(mark)
    if (source !== undefined && !isCopy(mark, source)) addTo(originals, answering(mark), { path: mark.path, source })
  }
  for (const places of originals.values()) places.sort((a, b) => b.path.length - a.path.length)
  return (mark) => {
    const source = seenAt(mark)
    if (source === undefined) return undefined
    if (mark.kind !== 'route' || !isCopy(mark, source)) return { source, isMount: false }
    const original = originals.get(answering(mark))?.find(({ path }) => path === '/' || mark.path?.endsWith(path))
    return original === undefined ? { source, isMount: true } : { source: original.source, isMount: false }
  }
}

const answering = ({ framework, handlers, method }: RouteMark): string => `${framework} ${handlers.at(-1)} ${method}`

interface Place {
  readonly source: string
  /** That of a route. */
  readonly method?: string
}

/**
 * Where the app registered what these nodes lead, by framework: what a probe saw first, and other places for other methods, as in
 * `route(path).get(a).post(b)`.
 */
function placesOfNodes(record: RecordInHeap | undefined): Map<string, Map<NodeIndex, Place[]>> {
  const found = new Map<string, Map<NodeIndex, Place[]>>()
  const all: readonly (RecordedRouteInHeap | RecordedRouterInHeap)[] = [
    ...(record?.routes ?? []),
    ...(record?.routers ?? []),
  ]
  for (const entry of all) {
    const { framework, nodes, source } = entry
    const places = found.get(framework) ?? new Map<NodeIndex, Place[]>()
    found.set(framework, places)
    if (source === null) continue
    for (const node of nodes) addTo(places, node, 'method' in entry ? { source, method: entry.method } : { source })
  }
  return found
}
