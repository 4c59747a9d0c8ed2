import { candidates } from '../../recognise/candidates.ts'
import type { Heap } from '../../recognise/heap.ts'
import type { RouteMark, RouterMark, Stores } from '../../recognise/mark.ts'
import { joinedPath, type Mount, mountPrefixes } from '../../recognise/mountPrefixes.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import { oncePerHeap } from '../../recognise/remembered.ts'
import { wrappedFunctions } from '../../recognise/wrappers.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

const framework = 'polka'
const shape = ['routes', 'handlers', 'apps', 'wares', 'bwares']

/**
 * An app of polka 0.5 with what its trouter holds: by method and pattern the functions, and by method the pattern taken
 * apart. A pattern that is registered again replaces the functions of the first one, and is taken apart twice.
 *
 * Apps are mounted by reference, so the routes of one that is mounted three times are there once, with all prefixes:
 * `(/v1|/v2|/v3)/users`. Middleware is held in arrays without anything around each function; it belongs to the app.
 */
export const recogniser: Recogniser = {
  name: 'polka app',
  shape,

  recognise(heap, node) {
    const prefix = prefixesOf(heap).get(node) ?? null
    const routes = routesOf(heap, node)
    const router: RouterMark = {
      kind: 'router',
      leading: [node],
      framework,
      prefix: prefix === '' ? null : prefix,
      internal: false,
    }
    const wrapped = wrappedFunctions(
      heap,
      routes.flatMap(({ functions }) => functions.slice(-1)),
    )
    const marks = routes.map(
      ({ method, pattern, functions, leading, storedIn }): RouteMark => ({
        kind: 'route',
        leading,
        framework,
        method: method === '*' ? 'ALL' : method,
        path: joinedPath(prefix ?? '', pattern),
        constraints: '',
        ignoresSlash: true,
        router: node,
        ...(storedIn === undefined ? {} : { storedIn }),
        handlers: functions.map((closure) => heap.unbound(wrapped.get(closure) ?? closure)),
        twin: null,
        middleware: false,
      }),
    )
    return [router, ...marks]
  },
}

interface Route {
  /** As trouter keeps it: `GET`, or `*`. */
  readonly method: string
  readonly pattern: string
  readonly functions: readonly NodeIndex[]
  /** The array of the functions, and those of the pattern's segments. */
  readonly leading: readonly NodeIndex[]
  readonly storedIn: Stores | undefined
}

function routesOf(heap: Heap, app: NodeIndex): Route[] {
  return valuesOf(heap, heap.property(app, 'handlers')).flatMap(({ name: method, target: byPattern }) => {
    const patterns = heap.property(heap.property(app, 'routes')!, method)
    const parsed = patterns === undefined ? new Map<string, NodeIndex[]>() : byPatternOf(heap, patterns)
    return valuesOf(heap, byPattern).map(({ name: pattern, target: list }) => ({
      method,
      pattern,
      functions: heap.elements(list).filter((element) => heap.type(element) === 'closure'),
      leading: [list, ...(parsed.get(pattern) ?? [])],
      storedIn: patterns === undefined ? undefined : { array: patterns, object: byPattern },
    }))
  })
}

/** What a method has of each pattern, in order. Every segment remembers the whole pattern. */
function byPatternOf(heap: Heap, patterns: NodeIndex): Map<string, NodeIndex[]> {
  const found = new Map<string, NodeIndex[]>()
  for (const segments of heap.elements(patterns)) {
    const [first] = heap.elements(segments)
    const pattern = first === undefined ? undefined : heap.stringProperty(first, 'old')
    const list = pattern === undefined ? undefined : found.get(pattern)
    if (list !== undefined) list.push(segments)
    else if (pattern !== undefined) found.set(pattern, [segments])
  }
  return found
}

const valuesOf = (heap: Heap, table: NodeIndex | undefined) =>
  table === undefined ? [] : heap.ownProperties(table).filter(({ target }) => heap.type(target) === 'object')

/** Costs a pass over the edges of the heap, once. */
const prefixesOf = oncePerHeap((heap): ReadonlyMap<NodeIndex, string | null> => {
  const apps = candidates(heap.graph.snapshot, [{ name: framework, shape, recognise: () => undefined }]).map(
    ({ node }) => node,
  )
  const mounts = apps.flatMap((parent): Mount<NodeIndex>[] =>
    valuesOf(heap, heap.property(parent, 'apps')).map(({ name, target }) => ({ parent, router: target, path: name })),
  )
  return mountPrefixes(apps, mounts)
})
