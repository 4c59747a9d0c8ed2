import type { Heap } from '../../recognise/heap.ts'
import type { Mark, RouteMark, RouterMark } from '../../recognise/mark.ts'
import { methodsText } from '../../recognise/methodsText.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { handlersOf } from './handlers.ts'
import { isStore, storedRoutes } from './storedRoutes.ts'

const framework = 'adonis'

/**
 * The router of an AdonisJS server after `commit()` (`Router` in router/main of @adonisjs/http-server 7 to 9). Commit
 * turns each route into a record for making URLs and a second one in the store that requests are matched with, and
 * drops the builders and groups: nothing is left dead, and no router but this one is left.
 */
export const recogniser: Recogniser = {
  name: 'adonis router',
  shape: ['routes', 'usingDomains', 'matchers'],

  recognise(heap, node) {
    const own = objectsIn(heap, node)
    const store = own.find((object) => isStore(heap, object))
    if (store === undefined) return
    const router: RouterMark = { kind: 'router', leading: [node, store], framework, prefix: null, internal: false }
    const marks: Mark[] = [router]
    const stored = storedRoutes(heap, store)
    for (const record of own.flatMap((table) => recordsIn(heap, table))) {
      const middleware = heap.property(record, 'middleware')!
      marks.push(...routeOf(heap, record, node, stored.get(middleware) ?? []))
    }
    return marks
  },
}

/** Records by domain: an array each (9), or behind a finder, whose fields are private (7). */
function recordsIn(heap: Heap, table: NodeIndex): NodeIndex[] {
  return objectsIn(heap, table).flatMap((list) =>
    [list, ...objectsIn(heap, list)]
      .flatMap((array) => heap.elements(array))
      .filter((element) => isRecord(heap, element)),
  )
}

const isRecord = (heap: Heap, node: NodeIndex): boolean =>
  ['domain', 'pattern', 'handler', 'methods', 'middleware', 'execute'].every(
    (name) => heap.property(node, name) !== undefined,
  )

const objectsIn = (heap: Heap, node: NodeIndex): NodeIndex[] =>
  heap
    .ownProperties(node)
    .map(({ target }) => target)
    .filter((target) => heap.type(target) === 'object')

function routeOf(heap: Heap, record: NodeIndex, router: NodeIndex, stored: readonly NodeIndex[]): RouteMark[] {
  const methods = heap.elements(heap.property(record, 'methods')!).map((method) => heap.string(method))
  if (!methods.every((method) => method !== undefined)) return []
  const domain = heap.stringProperty(record, 'domain')
  return [
    {
      kind: 'route',
      leading: [record, ...stored],
      framework,
      method: methodsText(methods),
      path: heap.stringProperty(record, 'pattern') ?? null,
      constraints: domain === undefined || domain === 'root' ? '' : `host:${domain}`,
      router,
      handlers: handlersOf(heap, record),
      twin: null,
      middleware: false,
    },
  ]
}
