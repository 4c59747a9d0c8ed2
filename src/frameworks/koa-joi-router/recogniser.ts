import type { Heap } from '../../recognise/heap.ts'
import type { Mark, RouterMark } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import { scopeVariables } from '../../recognise/scopeVariables.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import * as koaRouter from '../koa-router/recogniser.ts'

const library = 'koa-joi-router'

/**
 * The list of specs that a router of koa-joi-router keeps (joi-router.js, version 8). It is a shell around a router of
 * @koa/router, and gone where nobody but the app's own function held it. A spec belongs to the layers that validate with
 * it; the list is only a list.
 */
export const shellRecogniser: Recogniser = {
  name: 'koa-joi-router shell',
  shape: ['routes', 'router'],

  recognise(heap, node) {
    const list = heap.property(node, 'routes')
    const inner = heap.property(node, 'router')
    const opts = inner === undefined ? undefined : heap.property(inner, 'opts')
    if (list === undefined || inner === undefined || opts === undefined) return
    if (heap.property(inner, 'stack') === undefined || heap.property(inner, 'params') === undefined) return
    if (!heap.elements(list).every((spec) => isSpec(heap, spec))) return

    const router: RouterMark = {
      kind: 'router',
      leading: [inner, node],
      framework: 'koa-router',
      prefix: heap.stringProperty(opts, 'prefix') ?? null,
      internal: false,
    }
    const marks: Mark[] = [router, { kind: 'registry', library, name: 'routes', leading: [list], keys: [] }]
    return marks
  },
}

/**
 * The inner router: its routes are layers as of any Koa router. Each has functions that the library made for it alone;
 * those of a spec that asks for no validation do nothing, and are no handlers.
 */
export const routerRecogniser: Recogniser = {
  name: 'koa-joi-router router',
  shape: koaRouter.routerRecogniser.shape,

  recognise(heap, node) {
    const marks = koaRouter.routerRecogniser.recognise(heap, node)
    if (!Array.isArray(marks)) return
    const routes = (marks as readonly Mark[]).filter((mark) => mark.kind === 'route')
    const own = routes.map((route) => {
      const handlers = withoutIdleFunctions(heap, route.handlers)
      return { ...route, handlers, wrappers: route.handlers.filter((closure) => !handlers.includes(closure)) }
    })
    return own.every(({ wrappers }) => wrappers.length === 0) ? undefined : own
  },
}

/** The app's functions are those that the spec names. */
function withoutIdleFunctions(heap: Heap, chain: readonly NodeIndex[]): readonly NodeIndex[] {
  const spec = chain.flatMap((closure) => specsOf(heap, closure)).at(-1)
  if (spec === undefined || heap.property(spec, 'validate') !== undefined) return chain
  const named = ['pre', 'handler'].flatMap((name) => {
    const functions = heap.property(spec, name)
    return functions === undefined ? [] : functionsIn(heap, functions).map((closure) => heap.unbound(closure))
  })
  return chain.filter((closure) => named.includes(closure))
}

/**
 * The deep clone of a spec that a layer keeps for `ctx.state.route` (`makeSpecExposer`). The functions of a layer close
 * over the spec (those that parse and validate) or over its clone (the one that exposes it, which comes first). Layers
 * of one spec, and copies of layers in other routers, share it. What counts is the clone of the schemas: the rest is no more
 * than a list of names, which stays where the app hid the schemas.
 */
export const cloneRecogniser: Recogniser = {
  name: 'koa-joi-router clone',
  shape: ['opts', 'methods', 'paramNames', 'stack', 'path', 'regexp'],

  recognise(heap, layer) {
    const stack = heap.property(layer, 'stack')
    if (stack === undefined) return
    const held = heap.elements(stack).flatMap((closure) => specsOf(heap, closure))
    const timesHeld = (spec: NodeIndex): number => held.filter((other) => other === spec).length
    // The app's own functions may hold the spec as well, never the clone.
    const [copy, original] = [...new Set(held)].sort((a, b) => timesHeld(a) - timesHeld(b))
    if (original === undefined || timesHeld(copy) !== 1 || !haveSameHandlers(heap, copy, original)) return
    const schemas = heap.property(copy, 'validate')
    return schemas === undefined ? undefined : { kind: 'copy', leading: [schemas], library, original }
  },
}

/** The router's own functions hold two variables at most; the scope of an app's function may be a whole module. */
const mostVariables = 4

function specsOf(heap: Heap, closure: NodeIndex): NodeIndex[] {
  const variables = scopeVariables(heap, closure)
  return variables.length > mostVariables ? [] : variables.filter((node) => isSpec(heap, node))
}

const isSpec = (heap: Heap, node: NodeIndex): boolean =>
  ['method', 'path', 'handler'].every((name) => heap.property(node, name) !== undefined)

/** Functions are not cloned, so a clone has the very handlers of its original. */
function haveSameHandlers(heap: Heap, copy: NodeIndex, original: NodeIndex): boolean {
  const [copied, own] = [copy, original].map((spec) => functionsIn(heap, heap.property(spec, 'handler')!))
  return own.length > 0 && own.length === copied.length && own.every((handler, at) => handler === copied[at])
}

/** Of a function, a list of functions, or a list of lists. */
function functionsIn(heap: Heap, node: NodeIndex, depth = 0): NodeIndex[] {
  if (heap.type(node) === 'closure') return [node]
  return depth > 10 ? [] : heap.elements(node).flatMap((element) => functionsIn(heap, element, depth + 1))
}
