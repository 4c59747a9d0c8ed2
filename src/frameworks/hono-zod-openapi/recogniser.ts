import type { Mark, RegistryMark, RouteMark } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import * as hono from '../hono/recogniser.ts'
import { recordedDefinitions } from './definitions.ts'
import { declaredSchemas, isInputCheck } from './inputChecks.ts'

/**
 * A Hono app of @hono/zod-openapi 1. Beyond its records it has a registry of definitions for the OpenAPI document, and
 * `openapi()` puts records of its own before the handler's: a gate for the media type and a validator for each part of
 * the request. All of them, and the definition, are one route; the app's own middleware is a record by itself as ever.
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
    const definitions = ({ method, path }: RouteMark) => (path === null ? [] : definitionsOf(method, path))
    const isCheck = (route: RouteMark): boolean => {
      const declared = declaredSchemas(heap, definitions(route))
      return route.handlers.some((handler) => isInputCheck(heap, handler, declared))
    }
    const described = (route: RouteMark): RouteMark => ({
      ...route,
      leading: [...route.leading, ...definitions(route)],
    })
    return withChecks(marks as readonly Mark[], isCheck).map((mark) => (mark.kind === 'route' ? described(mark) : mark))
  },

  // Each record is a route to who knows only Hono.
  refine: (_, marks) => {
    const parts = new Set(
      marks.flatMap((mark) => (mark.kind === 'route' && mark.wrappers ? mark.leading.slice(1) : [])),
    )
    return marks.filter((mark) => mark.kind !== 'route' || !parts.has(mark.leading[0]))
  },
}

/** The checks of a route come right before it, under its method and path. */
function withChecks(marks: readonly Mark[], isCheck: (route: RouteMark) => boolean): Mark[] {
  const united: Mark[] = []
  let checks: RouteMark[] = []
  for (const mark of marks) {
    if (mark.kind === 'route' && isCheck(mark)) {
      checks.push(mark)
      continue
    }
    const own = mark.kind === 'route' ? checks.filter((check) => isSame(check, mark)) : []
    united.push(mark.kind === 'route' && own.length > 0 ? withRecords(mark, own) : mark)
    checks = []
  }
  return united
}

const isSame = (one: RouteMark, other: RouteMark): boolean => one.method === other.method && one.path === other.path

const withRecords = (route: RouteMark, checks: readonly RouteMark[]): RouteMark => ({
  ...route,
  leading: [...route.leading, ...checks.flatMap(({ leading }) => leading)],
  wrappers: checks.flatMap(({ handlers }) => handlers),
})

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
