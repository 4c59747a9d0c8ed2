import { isAbsolute, relative, sep } from 'node:path'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { firstPlace } from './firstPlace.ts'
import type { Heap } from './heap.ts'
import type { Mark } from './mark.ts'
import { ownFiles } from './ownFiles.ts'
import { hasLine, type RecordInHeap } from './record.ts'
import { registeredPlaces } from './registeredPlaces.ts'
import { usingFunctions } from './usingFunctions.ts'
import { wrappedHandlers } from './wrappers.ts'

/**
 * Where a mark comes from, as `file:line:column`: where the app registered it, if a probe saw that, else where the
 * function stands that answers, inside of what a helper made around it, or that uses a schema. Where a plugin has put a
 * function of its own around what answers, it is where the app registered that method and path, if it did so at one place;
 * not so of middleware, which comes from elsewhere. A copy that mounting made is where its original is, or the function that answers.
 * Null where none is known, and for code that the app did not write itself. `original` maps places of compiled code to their sources. Files below `folder` are named from there.
 */
export function markSources(
  heap: Heap,
  marks: readonly Mark[],
  record: RecordInHeap | undefined,
  original: (source: string) => string,
  folder: string,
): (mark: Mark) => string | null {
  const registered = registeredPlaces(marks, record)
  const placeOf = registrationPlaces(record)
  const functionsOf = functions(heap, marks)
  const isOwnFile = ownFiles(record)
  const written = (mark: Mark): string | undefined => {
    const places = functionsOf(mark).flatMap((handler) => heap.location(handler) ?? [])
    const own = places.map(original).filter((place) => hasLine(place) && isOwnFile(place))
    return isBuilt(mark) ? firstPlace(own) : own.at(-1)
  }
  return (mark) => {
    const place = registered(mark)
    const source = place?.isMount === false ? place.source : (written(mark) ?? place?.source ?? placeOf(mark))
    return source === undefined ? null : shortened(source, folder)
  }
}

/** Where the route of a mark was registered, by its method and path; undefined where that was at several places. */
function registrationPlaces(record: RecordInHeap | undefined): (mark: Mark) => string | undefined {
  const places = new Map<string, string | null>()
  const keyOf = (framework: string, method: string, path: string) => `${framework} ${method} ${path}`
  for (const { framework, method, path, source } of record?.routes ?? []) {
    if (path === null || source === null) continue
    const key = keyOf(framework, method, path)
    places.set(key, places.has(key) && places.get(key) !== source ? null : source)
  }
  return (mark) => {
    if (mark.kind !== 'route' || mark.middleware || mark.path === null) return undefined
    const bare = mark.path.replace(/(?<=.)\/$/, '')
    const found = [mark.path, bare].map((path) => places.get(keyOf(mark.framework, mark.method, path)))
    return found.find((place) => place !== undefined) ?? undefined
  }
}

const isBuilt = (mark: Mark): boolean => mark.kind === 'schema' && mark.content !== undefined

/** What answers, and for a schema that is built of objects what uses it: these are looked for when the first is asked for. */
function functions(heap: Heap, marks: readonly Mark[]): (mark: Mark) => readonly NodeIndex[] {
  let using: ReadonlyMap<NodeIndex, readonly NodeIndex[]> | undefined
  const inner = wrappedHandlers(heap, marks)
  const outsideIn = (handler: NodeIndex): NodeIndex[] => [handler, inner.get(handler) ?? handler]
  return (mark) => {
    if (mark.kind === 'tree') return mark.handlers
    if (mark.kind === 'route') return mark.handlers.flatMap(outsideIn)
    if (!isBuilt(mark)) return []
    using ??= usingFunctions(heap, new Set(marks.filter(isBuilt).map(({ leading }) => leading[0])))
    return using.get(mark.leading[0]) ?? []
  }
}

/** A place named from `folder`, where it is below. */
export function shortened(source: string, folder: string): string {
  if (!isAbsolute(source)) return source
  if (source.startsWith(folder + sep)) return source.slice(folder.length + 1)
  const below = relative(folder, source)
  return below.startsWith('..') ? source : below
}
