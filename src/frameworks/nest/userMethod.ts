import type { Heap } from '../../recognise/heap.ts'
import { closedOver, scopeVariables } from '../../recognise/scopeVariables.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/** What Nest calls for a request, and on what. */
export interface UserMethod {
  readonly method: NodeIndex
  /** The controller; the prototype of one that is made anew for every request. */
  readonly instance: NodeIndex
  /** What filters around the method ask of a request, as `host:a version:1`. */
  readonly constraints: string
  /** True for the `use` of a middleware class. */
  readonly middleware: boolean
}

/** Filters of host and version, and a trigger, may stand around the proxy; more functions than this belong to others. */
const mostFunctions = 50
const scopes = 3

/**
 * The method of a controller that a handler ends in. Nest wraps it twice (router-execution-context and router-proxy of
 * @nestjs/core 10 to 12), and names of variables do not survive a bundler, so the proxy is known by the exception
 * handler that it closes over, and the method by the object it belongs to, which is closed over beside it.
 */
export function userMethod(heap: Heap, handler: NodeIndex): UserMethod | undefined {
  const seen = new Set([handler])
  const constraints: string[] = []
  for (const closure of seen) {
    const own = scopeVariables(heap, closure)
    const functions = own.filter((variable) => heap.type(variable) === 'closure')
    if (own.some((variable) => isExceptionsHandler(heap, variable))) {
      const called = functions.map((inner) => calledMethod(heap, inner)).find((found) => found !== undefined)
      return called === undefined ? undefined : { ...called, constraints: textOf(constraints) }
    }
    const named = functions.length === 0 ? perRequestMethod(heap, closedOver(heap, closure, scopes)) : undefined
    if (named !== undefined) return { ...named, constraints: textOf(constraints) }
    constraints.push(...filterTexts(heap, own))
    for (const variable of closedOver(heap, closure, scopes)) {
      if (heap.type(variable) === 'closure' && seen.size < mostFunctions) seen.add(variable)
    }
  }
  return undefined
}

/** Each once: a filter may stand around another one of the same version. */
const textOf = (constraints: readonly string[]): string => [...new Set(constraints)].sort().join(' ')

const isExceptionsHandler = (heap: Heap, node: NodeIndex): boolean =>
  heap.type(node) === 'object' &&
  heap.property(node, 'filters') !== undefined &&
  heap.property(node, 'applicationRef') !== undefined

type Called = Omit<UserMethod, 'constraints'>

/** The function that runs guards, pipes and interceptors has the controller and its method; middleware is bound. */
function calledMethod(heap: Heap, closure: NodeIndex): Called | undefined {
  const bound = heap.internal(closure, 'bound_this')
  if (bound !== undefined) return { method: heap.unbound(closure), instance: bound, middleware: true }
  const variables = closedOver(heap, closure, scopes)
  const functions = new Set(variables.filter((variable) => heap.type(variable) === 'closure'))
  for (const instance of variables) {
    if (heap.type(instance) !== 'object') continue
    const method = methodsOf(heap, instance).find((own) => functions.has(own))
    if (method !== undefined) return { method, instance, middleware: false }
  }
  return undefined
}

/** A controller that is made anew for every request: its prototype, the name of the method, and the router explorer. */
function perRequestMethod(heap: Heap, variables: readonly NodeIndex[]): Called | undefined {
  if (!variables.some((variable) => heap.property(variable, 'executionContextCreator') !== undefined)) return undefined
  const names = variables.map((variable) => heap.string(variable)).filter((text) => text !== undefined)
  for (const instance of variables) {
    if (heap.type(instance) !== 'object' || isOfNest(heap, instance)) continue
    for (const prototype of prototypesOf(heap, instance)) {
      const method = names.map((name) => heap.property(prototype, name)).find((found) => found !== undefined)
      if (method !== undefined && heap.type(method) === 'closure') return { method, instance, middleware: false }
    }
  }
  return undefined
}

/** The router explorer, the wrapper of the controller and its module stand beside it. */
const isOfNest = (heap: Heap, node: NodeIndex): boolean =>
  ['executionContextCreator', 'metatype', '_controllers'].some((name) => heap.property(node, name) !== undefined)

const methodsOf = (heap: Heap, instance: NodeIndex): NodeIndex[] =>
  prototypesOf(heap, instance)
    .flatMap((prototype) => heap.ownProperties(prototype))
    .flatMap(({ name, target }) => (name === 'constructor' ? [] : [target]))

const deepest = 10

function prototypesOf(heap: Heap, instance: NodeIndex): NodeIndex[] {
  const found: NodeIndex[] = []
  let prototype = heap.property(instance, '__proto__')
  while (prototype !== undefined && found.length < deepest) {
    found.push(prototype)
    prototype = heap.property(prototype, '__proto__')
  }
  return found
}

/** What the filters of Express routes close over: the version beside the options of versioning, the host in a message. */
function filterTexts(heap: Heap, variables: readonly NodeIndex[]): string[] {
  const texts = variables.map((variable) => heap.string(variable)).filter((text) => text !== undefined)
  const hosts = texts.map((text) => /filtering on hosts?: (.+)$/.exec(text)?.[1].replace(/["[\]]/g, ''))
  const isVersioned = variables.some((variable) =>
    ['header', 'key', 'extractor'].some((name) => heap.property(variable, name) !== undefined),
  )
  const versions = isVersioned
    ? variables.map((variable) => versionText(heap, variable)).filter((text) => text !== undefined)
    : []
  return [
    ...hosts.flatMap((host) => (host === undefined ? [] : [`host:${host}`])),
    ...versions.map((version) => `version:${version}`),
  ]
}

/** One version or an array of them. */
function versionText(heap: Heap, node: NodeIndex): string | undefined {
  const text = heap.string(node)
  if (text !== undefined || heap.type(node) !== 'object') return text
  const versions = heap.elements(node).map((element) => heap.string(element))
  return versions.length > 0 && versions.every((version) => version !== undefined) ? versions.join(',') : undefined
}
