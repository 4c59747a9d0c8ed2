import type { Heap } from '../../recognise/heap.ts'
import type { RouteMark, RouterMark } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { withOneOwner } from './nestedRouters.ts'

const framework = 'trpc'
const kinds = ['query', 'mutation', 'subscription']

/**
 * A router of tRPC 10 or 11 (`createRouterFactory` in core/router.ts) with its index, an object from the whole dotted
 * path to the procedure. The routes are the procedures: the method is what kind they are, `QUERY users.list`. Where an
 * HTTP adapter has them in a URL is not in the heap.
 *
 * `t.router()` writes the procedures of nested routers into its own index. The procedures are the same functions, so what
 * is left of a nested router is its index.
 */
export const recogniser: Recogniser = {
  name: 'trpc router',
  shape: ['_def', 'createCaller'],

  recognise(heap, node) {
    const def = heap.property(node, '_def')
    const index = def === undefined ? undefined : heap.property(def, 'procedures')
    if (def === undefined || index === undefined || heap.booleanProperty(def, 'router') !== true) return
    const router: RouterMark = { kind: 'router', leading: [node, def], framework, prefix: null, internal: false }
    const entries = heap.ownProperties(index)
    return [router, ...entries.flatMap(({ name, target }) => routeOfProcedure(heap, target, name, index, node) ?? [])]
  },

  refine: (_, marks) => withOneOwner(marks, framework),
}

function routeOfProcedure(
  heap: Heap,
  procedure: NodeIndex,
  path: string,
  index: NodeIndex,
  router: NodeIndex,
): RouteMark | undefined {
  const def = heap.property(procedure, '_def')
  const kind = def === undefined ? undefined : kindOf(heap, def)
  if (def === undefined || kind === undefined) return
  return {
    kind: 'route',
    leading: [index, procedure],
    framework,
    method: kind.toUpperCase(),
    path,
    constraints: '',
    router,
    handlers: handlersOf(heap, def),
    twin: null,
    middleware: false,
  }
}

/** `type` since 11, a flag with its name before. */
const kindOf = (heap: Heap, def: NodeIndex): string | undefined =>
  heap.stringProperty(def, 'type') ?? kinds.find((kind) => heap.booleanProperty(def, kind) === true)

/** The last middleware is the library's own and calls the resolver, which answers. */
function handlersOf(heap: Heap, def: NodeIndex): NodeIndex[] {
  const [middlewares, resolver] = ['middlewares', 'resolver'].map((name) => heap.property(def, name))
  const before = middlewares === undefined ? [] : heap.elements(middlewares).slice(0, -1)
  return [...before, ...(resolver === undefined ? [] : [resolver])]
    .filter((closure) => heap.type(closure) === 'closure')
    .map((closure) => heap.unbound(closure))
}
