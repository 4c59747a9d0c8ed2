import type { Heap } from '../../recognise/heap.ts'
import type { Mark, RouteMark, RouterMark } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { compiledValidators } from './compiledValidators.ts'
import { storesByCompiler } from './stores.ts'

const framework = 'elysia'

/**
 * An instance of Elysia 1 with the records of its `router.history` (`add` in dist/index.mjs of 1.4.30). `use(plugin)`
 * adds each record of the plugin again, with new hooks and new functions around the same handler, and `group()` and
 * `guard()` do so by way of an instance of their own; the earlier records are never looked up again.
 *
 * A record that the tree knows has a store there. Store and record close over each other's functions, the instance,
 * and the list of all records.
 */
export const instanceRecogniser: Recogniser = {
  name: 'elysia instance',
  shape: ['singleton', 'definitions', 'extender', 'router', 'routeTree', 'config'],

  recognise(heap, node) {
    const router = heap.property(node, 'router')
    const history = router === undefined ? undefined : heap.property(router, 'history')
    if (router === undefined || history === undefined) return
    const tree = heap.property(router, '~http')
    const stores = tree === undefined ? new Map<NodeIndex, NodeIndex[]>() : storesByCompiler(heap, tree)
    const records = heap.elements(history)
    return [
      instanceMark(heap, node, [history, ...(tree === undefined ? [] : [tree])]),
      ...records.flatMap((record) => marksOfRecord(heap, record, node, stores)),
    ]
  },
}

function instanceMark(heap: Heap, node: NodeIndex, parts: readonly NodeIndex[]): RouterMark {
  const config = heap.property(node, 'config')
  // Each generated handler closes over the one that answers errors.
  const handleError = heap.property(node, 'handleError')
  return {
    kind: 'router',
    leading: [node, ...parts, ...(handleError === undefined ? [] : [handleError])],
    framework,
    prefix: (config === undefined ? undefined : heap.stringProperty(config, 'prefix')) ?? null,
    internal: false,
  }
}

function marksOfRecord(
  heap: Heap,
  record: NodeIndex,
  router: NodeIndex,
  stores: ReadonlyMap<NodeIndex, readonly NodeIndex[]>,
): Mark[] {
  const method = heap.stringProperty(record, 'method')
  const hooks = heap.property(record, 'hooks')
  if (method === undefined || hooks === undefined) return []
  const compiler = heap.property(record, 'compile')
  const route: RouteMark = {
    kind: 'route',
    leading: [record, ...((compiler === undefined ? undefined : stores.get(compiler)) ?? [])],
    framework,
    method: method.toUpperCase(),
    path: heap.stringProperty(record, 'path') ?? null,
    constraints: '',
    router,
    handlers: handlersOf(heap, record),
    settings: () => heap.ownProperties(hooks),
    twin: null,
    middleware: isMount(heap, hooks),
  }
  return [route, ...compiledValidators(heap, record)]
}

/** A value may stand in place of a function, and is answered as it is; then it tells the route like a function does. */
function handlersOf(heap: Heap, record: NodeIndex): NodeIndex[] {
  const handler = heap.property(record, 'handler')
  if (handler === undefined) return []
  return [heap.type(handler) === 'closure' ? heap.unbound(handler) : handler]
}

/** `mount()` puts the function that it mounts into the hooks of the routes that pass on to it. */
function isMount(heap: Heap, hooks: NodeIndex): boolean {
  const config = heap.property(hooks, 'config')
  return config !== undefined && heap.property(config, 'mount') !== undefined
}
