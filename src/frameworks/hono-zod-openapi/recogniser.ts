import type { Heap } from '../../recognise/heap.ts'
import type { Mark, RegistryMark, RouteMark } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import * as hono from '../hono/recogniser.ts'
import { recordedDefinitions } from './definitions.ts'
import { isInputCheck } from './inputChecks.ts'

/**
 * A Hono app of @hono/zod-openapi 1. Beyond its records it has a registry of definitions for the OpenAPI document, and
 * `openapi()` puts records of its own before the handler's: a gate for the media type and a validator for each part of
 * the request. Those are middleware; a definition belongs to the route that it describes, as a part of it.
 *
 * `route()` copies both, the records and the definitions. Validators without a hook hold the app that they were made
 * for (to ask it for its default hook), so a mounted sub-app often stays behind the server though it answers nothing.
 */
export const appRecogniser: Recogniser = {
  name: 'hono-zod-openapi app',
  shape: [...hono.appRecogniser.shape, 'openAPIRegistry'],

  recognise(heap, node) {
    const marks = hono.appRecogniser.recognise(heap, node)
    const registry = heap.property(node, 'openAPIRegistry')
    if (!Array.isArray(marks) || registry === undefined) return
    const definitionsOf = recordedDefinitions(heap, registry)
    return (marks as readonly Mark[]).map((mark) =>
      mark.kind === 'route' ? describedRoute(heap, mark, definitionsOf) : mark,
    )
  },
}

function describedRoute(
  heap: Heap,
  route: RouteMark,
  definitionsOf: (method: string, path: string) => readonly NodeIndex[],
): RouteMark {
  if (route.handlers.some((handler) => isInputCheck(heap, handler))) return { ...route, middleware: true }
  const definitions = route.path === null ? [] : definitionsOf(route.method, route.path)
  return { ...route, leading: [...route.leading, ...definitions] }
}

/** The registry of an app (`OpenAPIRegistry` of zod-to-openapi): a list of definitions for a document. */
export const registryRecogniser: Recogniser = {
  name: 'zod-to-openapi registry',
  shape: ['_definitions'],

  recognise(heap, node) {
    const list = heap.property(node, '_definitions')
    if (list === undefined || heap.name(list) !== 'Array') return
    if (!heap.elements(list).every((entry) => heap.stringProperty(entry, 'type') !== undefined)) return
    const registry: RegistryMark = {
      kind: 'registry',
      library: 'zod-to-openapi',
      name: 'definitions',
      leading: [node, list],
      keys: [],
    }
    return registry
  },
}
