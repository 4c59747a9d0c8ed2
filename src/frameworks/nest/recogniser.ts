import type { Heap } from '../../recognise/heap.ts'
import type { Mark, RegistryMark, RouteMark, RouterMark } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import { scopeVariables } from '../../recognise/scopeVariables.ts'
import { withoutLastSlash } from '../../recognise/stringText.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { type UserMethod, userMethod } from './userMethod.ts'

const framework = 'nest'

/**
 * An OpenAPI document that something holds, such as the one of `SwaggerModule.createDocument` (@nestjs/swagger). Also
 * where Nest says what it knows of the routes that it registered with Express or Fastify.
 */
export const recogniser: Recogniser = {
  name: 'nest routes and documents',
  shape: ['openapi', 'paths', 'info', 'components'],
  recognise: document,
  refine: withControllers,
}

function document(heap: Heap, node: NodeIndex): RegistryMark | undefined {
  if (heap.type(node) !== 'object' || heap.stringProperty(node, 'openapi') === undefined) return undefined
  return { kind: 'registry', leading: [node], library: 'openapi', name: 'document', keys: [] }
}

/**
 * Routes of controllers, answered by the controller's method: the marks of the adapter with the proxies that Nest puts
 * around the method taken away. Their router is the controller: all instances of one class that are registered with the
 * same server, so that a module that is imported twice shows as what it is.
 */
function withControllers(heap: Heap, marks: readonly Mark[]): readonly Mark[] {
  if (heap.graph.snapshot.strings.find('applicationRef') === undefined) return marks
  const controllers = new Map<string, { readonly leading: Set<NodeIndex>; readonly router: NodeIndex }>()
  const refined = marks.map((mark) => {
    const called = mark.kind === 'route' ? calledBy(heap, mark) : undefined
    if (mark.kind !== 'route' || called === undefined) return mark
    if (mark.middleware && !called.middleware) return mark
    if (called.middleware) return { ...middlewareOf(heap, mark, called), framework, adapter: mark.framework }
    const key = `${mark.router} ${classOf(heap, called.instance)}`
    const controller = controllers.get(key) ?? { leading: new Set(), router: called.instance }
    controllers.set(key, controller)
    controller.leading.add(called.instance)
    const path = mark.path ?? strippedPath(heap, mark)
    return { ...routeOf(mark, called, controller.router), path }
  })
  const routers = [...controllers.values()].map(
    ({ leading }): RouterMark => ({ kind: 'router', leading: [...leading], framework, prefix: null, internal: false }),
  )
  return [...routers, ...refined]
}

interface Wrapped extends UserMethod {
  /** The outermost of the functions that Nest put around the method. */
  readonly wrapper: NodeIndex
}

/** The adapter's mark may have seen through some of the proxies already; the function that is called is in its nodes. */
function calledBy(heap: Heap, { leading, handlers }: RouteMark): Wrapped | undefined {
  const held = leading.map((node) => heap.property(node, 'handle') ?? heap.property(node, 'handler'))
  const functions = [...held, ...handlers].filter((node) => node !== undefined && heap.type(node) === 'closure')
  for (const closure of new Set(functions as NodeIndex[])) {
    const found = userMethod(heap, heap.unbound(closure))
    if (found !== undefined) return { ...found, wrapper: heap.unbound(closure) }
  }
  return undefined
}

const middlewareOf = (heap: Heap, route: RouteMark, { method, wrapper }: Wrapped): RouteMark => ({
  ...route,
  handlers: [...functionOf(heap, method), method],
  wrappers: [wrapper],
  middleware: true,
})

/** Nest makes a class of middleware that is a function: its `use` closes over that (mapToClass in middleware/utils). */
function functionOf(heap: Heap, method: NodeIndex): NodeIndex[] {
  const functions = scopeVariables(heap, method).filter((variable) => heap.type(variable) === 'closure')
  return functions.length === 1 ? functions : []
}

const routeOf = (route: RouteMark, { method, constraints, wrapper }: Wrapped, router: NodeIndex): RouteMark => ({
  ...route,
  framework,
  adapter: route.framework,
  router,
  handlers: [method],
  wrappers: [wrapper],
  constraints: [route.constraints, constraints].filter((text) => text !== '').join(' '),
})

/**
 * Nest leaves out the slash at the end of a path (stripEndSlash), and V8 keeps what is left as a reference into the
 * longer string, without saying where it begins and ends.
 */
function strippedPath(heap: Heap, { leading }: RouteMark): string | null {
  const path = leading.map((node) => heap.property(node, 'path')).find((path) => path !== undefined)
  if (path === undefined) return null
  const text = heap.string(path, withoutLastSlash)
  return text?.startsWith('/') ? text : null
}

/** By the prototype, which every class has one of. */
const classOf = (heap: Heap, instance: NodeIndex): NodeIndex => heap.property(instance, '__proto__') ?? instance
