import type { Heap } from '../recognise/heap.ts'
import { type ExportOf, exportsOf, fileOf } from '../recognise/moduleExports.ts'
import { isScopeOfModuleFunction } from '../recognise/moduleScope.ts'
import type { IsOwnFile } from '../recognise/ownFiles.ts'
import type { ListenerInHeap, RecordInHeap } from '../recognise/record.ts'
import { rememberedByHeap } from '../recognise/remembered.ts'
import { scopeVariables } from '../recognise/scopeVariables.ts'
import { webpackBundles } from '../recognise/webpackBundles.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { servers } from './liveness.ts'
import { methods } from './methods.ts'
import { isBundle, isOfLibraries, moduleScope, namedValues } from './namedValues.ts'

/** Where requests come in. */
export interface Entries {
  /** Servers, the app that the harness serves, and what listeners of the app's own code name in the scope of their module. */
  readonly nodes: readonly NodeIndex[]
  /** Module scopes of which nobody knows what a listener uses. */
  readonly scopes: readonly NodeIndex[]
}

/**
 * A listener that the app wrote may choose between what its function scopes hold and what its module does: a second app by
 * the host, a router on an internal port. Which variables of the module it can mean tells its text, which the record has.
 * Without a record, that of a listener at the top level is entered as a whole, and so is that of a bound function, which has no
 * text.
 */
export function entries(heap: Heap, record: RecordInHeap | undefined, isOwnFile: IsOwnFile): Entries {
  const found = servers(heap)
  const listeners = record === undefined ? found.flatMap((server) => listenersIn(heap, server)) : record.listeners
  const exportOf = exportsOf(heap)
  const isServer = new Set(found)
  const named = listeners.map((listener) => entered(heap, listener, exportOf, isOwnFile, isServer))
  return {
    nodes: [
      ...found,
      ...(record?.app === undefined ? [] : [record.app]),
      ...new Set(named.flatMap(({ nodes }) => nodes)),
    ],
    scopes: [...new Set(named.flatMap(({ scopes }) => scopes))],
  }
}

/** The functions of a server without a record; of an array of them V8 has elements. */
function listenersIn(heap: Heap, server: NodeIndex): ListenerInHeap[] {
  const events = heap.property(server, '_events')
  const held = events === undefined ? [] : heap.ownProperties(events).map(({ target }) => target)
  const functions = held.flatMap((node) => [node, ...(heap.type(node) === 'object' ? heap.elements(node) : [])])
  return functions.filter((node) => heap.type(node) === 'closure').map((node) => ({ node, names: null }))
}

const nothing: Entries = { nodes: [], scopes: [] }

function entered(
  heap: Heap,
  { node, names }: ListenerInHeap,
  exportOf: ExportOf,
  isOwnFile: IsOwnFile,
  isServer: ReadonlySet<NodeIndex>,
): Entries {
  const scopeOf = (closure: NodeIndex): NodeIndex | undefined => {
    const file = fileOf(heap, closure)
    return file === undefined || !isOwnFile(file) ? undefined : moduleScope(heap, closure)
  }
  const listener = heap.unbound(node)
  const scope = scopeOf(listener)
  if (scope === undefined) return nothing
  const isBound = listener !== node
  if (names === null)
    return isBound || heap.internal(listener, 'context') === scope ? { nodes: [], scopes: [scope] } : nothing
  if (isBundle(heap, scope)) return nothing
  const nodes = namedValues(heap, { closure: listener, scope, names: new Set(names) }, exportOf)
  // What a server calls are listeners themselves.
  const called = nodes.filter((value) => !isServer.has(value)).flatMap((value) => methods(heap, value))
  // In a bundle libraries call each other. Where the texts are in the heap, what functions name is read there, as of middleware.
  const isRead = (closure: NodeIndex, around: NodeIndex): boolean =>
    isOfLibraries(heap, around) && hasText(heap, listener) && hasText(heap, closure)
  const ofCalled = called.flatMap((method) => {
    const closure = heap.unbound(method)
    const around = scopeOf(closure)
    return around === undefined || isRead(closure, around) ? [] : [around]
  })
  const getters = isScopeOfModuleFunction(heap, scope) ? gettersOfModules(heap, nodes) : []
  const ofGetters = getters.flatMap(({ getter, around }) => (isRead(getter, around) ? [] : [around]))
  return { nodes, scopes: [...ofCalled, ...ofGetters] }
}

const hasText = (heap: Heap, closure: NodeIndex): boolean => {
  const source = heap.source(closure)
  return source !== undefined && isWhole(heap, source)
}

const isWhole = rememberedByHeap((heap, source): boolean => heap.string(source) !== undefined)

/**
 * What webpack exports of an ES module is read by getters: what they give is in the scope of that module. Which of them the
 * listener asks, its record does not say. One in the scope of the bundle gives a constant: no variable of its module is in use.
 */
function gettersOfModules(heap: Heap, nodes: readonly NodeIndex[]): { getter: NodeIndex; around: NodeIndex }[] {
  const { scopes: bundles } = webpackBundles(heap)
  // The default export is asked for by a function around the module.
  const around = nodes.filter((node) => heap.type(node) === 'closure').flatMap((node) => scopeVariables(heap, node))
  const getters = [...nodes, ...around]
    .filter((node) => heap.type(node) === 'object')
    .flatMap((node) => heap.ownProperties(node))
    .filter(({ name }) => name.startsWith('get '))
  return getters.flatMap(({ target: getter }) => {
    const scope = heap.internal(getter, 'context')
    const isMeant = scope !== undefined && isScopeOfModuleFunction(heap, scope) && !bundles.has(scope)
    return isMeant ? [{ getter, around: scope }] : []
  })
}
