import type { Heap } from '../../recognise/heap.ts'
import { scopeVariables } from '../../recognise/scopeVariables.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/**
 * Middleware of a route, then what answers. A controller's method is called by a closure that AdonisJS makes; where the
 * class is known the method follows it. A controller that is imported on demand is unknown until its first request:
 * then the function that imports it stands first, since that one the app wrote.
 */
export function handlersOf(heap: Heap, record: NodeIndex): NodeIndex[] {
  const handler = heap.property(record, 'handler')!
  const before = middlewareOf(heap, heap.property(record, 'middleware')!)
  if (heap.type(handler) === 'closure') return [...before, heap.unbound(handler)]
  const call = heap.property(handler, 'handle')
  if (call === undefined || heap.type(call) !== 'closure') return before
  const { controller, name } = referenceOf(heap, handler)
  const classes = [controller, ...scopeVariables(heap, call)].filter((node) => node !== undefined)
  const method = name === undefined ? undefined : methodOf(heap, classes, name)
  if (method !== undefined) return [...before, call, method]
  return controller === undefined ? [...before, call] : [controller, ...before, call]
}

/** `[Controller, 'method']`, `[() => import('...'), 'method']` or `'module.method'`; without a method it is `handle`. */
function referenceOf(heap: Heap, handler: NodeIndex): { controller?: NodeIndex; name?: string | undefined } {
  const reference = heap.property(handler, 'reference')
  if (reference === undefined) return {}
  const text = heap.string(reference)
  if (text !== undefined) return { name: text.includes('.') ? text.slice(text.lastIndexOf('.') + 1) : 'handle' }
  const [controller, method] = heap.elements(reference)
  if (controller === undefined || heap.type(controller) !== 'closure') return {}
  return { controller, name: method === undefined ? 'handle' : heap.string(method) }
}

function methodOf(heap: Heap, classes: readonly NodeIndex[], name: string): NodeIndex | undefined {
  for (const node of classes) {
    const prototype = heap.type(node) === 'closure' ? heap.property(node, 'prototype') : undefined
    const method = prototype === undefined ? undefined : heap.property(prototype, name)
    if (method !== undefined && heap.type(method) === 'closure') return method
  }
  return undefined
}

/** @poppinss/middleware keeps functions, or objects that `handle`, in a Set in a private field. */
function middlewareOf(heap: Heap, middleware: NodeIndex): NodeIndex[] {
  const entries = heap.ownProperties(middleware).flatMap(({ target }) => heap.mapEntries(target))
  return entries
    .map(({ key }) => (heap.type(key) === 'closure' ? key : heap.property(key, 'handle')))
    .filter((closure) => closure !== undefined)
}
