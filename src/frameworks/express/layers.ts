import type { Heap } from '../../recognise/heap.ts'
import type { Stores } from '../../recognise/mark.ts'
import { alternatives } from '../../recognise/mountPrefixes.ts'
import { scopeVariables } from '../../recognise/scopeVariables.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { compiledPath, givenPath, hasExpression } from './pathText.ts'

/** One entry of a router's stack: middleware, a mounted router, or a route. */
export interface Layer {
  readonly node: NodeIndex
  readonly handle: NodeIndex
  /** As it was given, or read back from the regular expression; null where neither can be had. */
  readonly path: string | null
  /** Whether the path is, or has in it, a regular expression. */
  readonly isExpression: boolean
  readonly route: Route | undefined
}

export interface Route {
  readonly node: NodeIndex
  /** The array of its layers, and the object that says which methods they are for. */
  readonly stores: Stores
  /** One a function, and one a method where a function is there for several. */
  readonly layers: readonly MethodLayer[]
}

export interface MethodLayer {
  readonly node: NodeIndex
  readonly handle: NodeIndex
  /** Upper case; undefined for `all()`. */
  readonly method: string | undefined
}

/** A `Layer` (router/lib/layer.js of express 4, lib/layer.js of router 2), or undefined where `node` is none. */
export function layerOf(heap: Heap, node: NodeIndex): Layer | undefined {
  const handle = handleOf(heap, node)
  if (handle === undefined) return undefined
  const isLayer = heap.property(node, 'regexp') !== undefined || heap.property(node, 'matchers') !== undefined
  if (!isLayer) return undefined
  const route = heap.property(node, 'route')
  return {
    node,
    handle,
    path: pathOf(heap, node) ?? null,
    isExpression: hasExpression(heap, givenTo(heap, node)),
    route: route === undefined ? undefined : routeOf(heap, route),
  }
}

/**
 * express-async-errors turns `handle` into an accessor for `__handle`, and puts a closure around every function.
 * Instrumentation (shimmer, as OpenTelemetry uses it) leaves the function in `__original` of its own.
 */
function handleOf(heap: Heap, layer: NodeIndex): NodeIndex | undefined {
  const wrapper = heap.property(layer, '__handle')
  const handle = heap.property(layer, 'handle') ?? (wrapper === undefined ? undefined : insideOf(heap, wrapper))
  if (handle === undefined || heap.type(handle) !== 'closure') return undefined
  const original = heap.property(handle, '__original')
  return original !== undefined && heap.type(original) === 'closure' ? original : handle
}

function insideOf(heap: Heap, wrapper: NodeIndex): NodeIndex {
  const functions = scopeVariables(heap, wrapper).filter((variable) => heap.type(variable) === 'closure')
  return functions.length === 1 ? functions[0] : wrapper
}

function routeOf(heap: Heap, node: NodeIndex): Route | undefined {
  const stack = heap.property(node, 'stack')
  if (stack === undefined) return undefined
  const layers = heap.elements(stack).flatMap((layer) => {
    const handle = handleOf(heap, layer)
    return handle === undefined
      ? []
      : [{ node: layer, handle, method: heap.stringProperty(layer, 'method')?.toUpperCase() }]
  })
  return { node, stores: { array: stack, object: heap.property(node, 'methods') }, layers }
}

/** Layers have the path itself since router 2.3; those of routes have it in the route in every version. */
function givenTo(heap: Heap, layer: NodeIndex): NodeIndex | undefined {
  const route = heap.property(layer, 'route')
  return heap.property(layer, 'rawPath') ?? (route === undefined ? undefined : heap.property(route, 'path'))
}

function pathOf(heap: Heap, layer: NodeIndex): string | undefined {
  const given = givenTo(heap, layer)
  return (given === undefined ? undefined : givenPath(heap, given)) ?? matchedPath(heap, layer)
}

/** What the layer matches, read back from how it matches: one regular expression, or one a matcher. */
function matchedPath(heap: Heap, layer: NodeIndex): string | undefined {
  if (heap.booleanProperty(layer, 'slash') === true) return '/'
  const regexp = heap.property(layer, 'regexp')
  if (regexp !== undefined) return textOf(heap, regexp, heap.property(layer, 'keys'))
  const matchers = heap.property(layer, 'matchers')
  const texts = matchers === undefined ? [] : heap.elements(matchers).map((matcher) => matcherPath(heap, matcher))
  return texts.length > 0 && texts.every((text) => text !== undefined) ? alternatives(texts) : undefined
}

/** A matcher is a closure around the expression and what it knows of the parameters. */
function matcherPath(heap: Heap, matcher: NodeIndex): string | undefined {
  const variables = scopeVariables(heap, matcher)
  const regexp = variables.find((variable) => heap.type(variable) === 'regexp')
  const lists = variables.filter((variable) => heap.type(variable) === 'object')
  const keys = lists.find((list) => heap.elements(list).some((key) => heap.stringProperty(key, 'name') !== undefined))
  return regexp === undefined ? undefined : textOf(heap, regexp, keys)
}

function textOf(heap: Heap, regexp: NodeIndex, keys: NodeIndex | undefined): string {
  const source = heap.name(regexp)
  const names = keys === undefined ? [] : heap.elements(keys).map((key) => heap.stringProperty(key, 'name') ?? '')
  // Of an array of paths one expression is made, in brackets before path-to-regexp 0.1.8.
  const inner = /^\(\?:(\^.*)\)$/.exec(source)?.[1] ?? source
  const parts = names.length === 0 ? inner.split(/\|(?=\^)/) : [source]
  const paths = parts.map((part) => compiledPath(part, names))
  return paths.every((path) => path !== undefined) ? alternatives(paths) : `/${source}/`
}
