import type { Heap } from '../../recognise/heap.ts'
import type { Mark, RouteMark, RouterMark } from '../../recognise/mark.ts'
import { methodsText } from '../../recognise/methodsText.ts'
import { pathBelow } from '../../recognise/mountPrefixes.ts'
import { nodesWithProperty } from '../../recognise/nodesWithProperty.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import { withoutLastSlash } from '../../recognise/stringText.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { mountedAt } from './mounts.ts'
import { prefixOf, routersByLayer } from './stacks.ts'

const framework = 'koa-router'
/**
 * A router of @koa/router or koa-router (`Router`, `RouterImplementation` since 14) with its layers. `use()` copies
 * every layer of a nested router, so a layer is in the stack of one router only; koa-router up to 7 puts the very layers of
 * the nested router into its own stack.
 */
export const routerRecogniser: Recogniser = {
  name: 'koa-router router',
  shape: ['opts', 'methods', 'params', 'stack'],

  recognise(heap, node) {
    const methods = stringsOf(heap, heap.property(node, 'methods'))
    const stack = heap.property(node, 'stack')
    if (stack === undefined || methods === undefined || methods.length === 0) return
    const layers = heap.elements(stack)
    if (!layers.every((layer) => isLayer(heap, layer))) return

    const opts = heap.property(node, 'opts')
    const prefix = opts === undefined ? undefined : heap.property(opts, 'prefix')
    const router: RouterMark = {
      kind: 'router',
      leading: [node],
      framework,
      prefix: prefix === undefined ? null : (heap.string(prefix, withoutLastSlash) ?? null),
      internal: false,
    }
    const host = hostOf(heap, node)
    const constraints = host === undefined ? '' : `host:${host}`
    return [router, ...layers.flatMap((layer) => routeOfLayer(heap, layer, node, constraints) ?? [])]
  },

  // A router dispatches only through what its `routes()` made: a function that has it as `router`. `use()` of such a
  // function copies the layers and keeps neither.
  refine(heap, marks) {
    const isOwn = (mark: Mark): mark is RouterMark => mark.kind === 'router' && mark.framework === framework
    const entries = new Map(marks.filter(isOwn).map(({ leading }) => [leading[0], [] as NodeIndex[]]))
    if (entries.size === 0) return marks
    for (const node of nodesWithProperty(heap, 'router')) {
      const router = heap.type(node) === 'closure' ? heap.property(node, 'router') : undefined
      if (router !== undefined) entries.get(router)?.push(node)
    }
    const prefixes = mountedAt(heap, entries)
    const refined = marks.map((mark) => (isOwn(mark) ? { ...mark, ...enteredBy(heap, mark, entries) } : mark))
    const shared = routersByLayer(heap, refined.filter(isOwn))
    return refined.map((mark) => {
      if (mark.kind !== 'route' || mark.framework !== framework || mark.router === null) return mark
      const routers = shared.get(mark.leading[0])
      const path = pathBelow(prefixOf(routers ?? [mark.router], prefixes), mark.path)
      return { ...mark, path, ...(routers !== undefined && { router: routers[0], routers }) }
    })
  },
}

/** What `allowedMethods()` makes has the router since 15, and its list of methods, and dispatches to nothing. */
function enteredBy(
  heap: Heap,
  { leading: [router] }: RouterMark,
  entries: ReadonlyMap<NodeIndex, readonly NodeIndex[]>,
): Pick<RouterMark, 'entries' | 'beside'> {
  const methods = heap.property(router, 'methods')
  return { entries: entries.get(router) ?? [], beside: methods === undefined ? [] : [methods] }
}

/** A layer that no router holds any more, or whose router is of an unknown kind. */
export const layerRecogniser: Recogniser = {
  name: 'koa-router layer',
  shape: ['opts', 'methods', 'paramNames', 'stack', 'path', 'regexp'],
  recognise: (heap, node) => routeOfLayer(heap, node, null, ''),
}

const isLayer = (heap: Heap, node: NodeIndex): boolean =>
  heap.property(node, 'regexp') !== undefined &&
  heap.property(node, 'paramNames') !== undefined &&
  heap.property(node, 'methods') !== undefined

function routeOfLayer(
  heap: Heap,
  node: NodeIndex,
  router: NodeIndex | null,
  constraints: string,
): RouteMark | undefined {
  const methods = stringsOf(heap, heap.property(node, 'methods'))
  const stack = heap.property(node, 'stack')
  if (methods === undefined || stack === undefined) return
  const chain = heap.elements(stack).filter((element) => heap.type(element) === 'closure')
  if (chain.length === 0) return
  return {
    kind: 'route',
    leading: [node],
    framework,
    method: methodsText(methods),
    path: pathText(heap, node),
    constraints,
    matcher: matcherOf(heap, node),
    router,
    handlers: chain.map((closure) => heap.unbound(closure)),
    twin: null,
    middleware: methods.length === 0,
  }
}

/** What the layer was told about matching, beside its path. */
function matcherOf(heap: Heap, layer: NodeIndex): string {
  const path = heap.property(layer, 'path')
  if (path !== undefined && heap.type(path) === 'regexp') return `@${layer}`
  const opts = heap.property(layer, 'opts')
  if (opts === undefined) return ''
  return ['end', 'sensitive', 'strict'].filter((name) => heap.booleanProperty(opts, name) === true).join(' ')
}

function pathText(heap: Heap, layer: NodeIndex): string | null {
  const path = heap.property(layer, 'path')
  if (path === undefined) return null
  return heap.type(path) === 'regexp' ? `/${heap.name(path)}/` : (heap.string(path) ?? null)
}

/** A router answers for one host, or for all that match a regular expression, whose name in the heap is its source. */
function hostOf(heap: Heap, router: NodeIndex): string | undefined {
  const host = heap.property(router, 'host')
  if (host === undefined) return undefined
  return heap.type(host) === 'regexp' ? `/${heap.name(host)}/` : heap.string(host)
}

/** Texts of an array that holds nothing but strings, else undefined. */
function stringsOf(heap: Heap, array: NodeIndex | undefined): string[] | undefined {
  if (array === undefined) return undefined
  const texts = heap.elements(array).map((element) => heap.string(element))
  return texts.every((text) => text !== undefined) ? texts : undefined
}
