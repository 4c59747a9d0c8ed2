import type { Heap } from '../recognise/heap.ts'
import { cellsOfModule, fileOf } from '../recognise/moduleExports.ts'
import type { IsOwnFile } from '../recognise/ownFiles.ts'
import { closedOver } from '../recognise/scopeVariables.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { leadsTo } from './liveness.ts'
import { isData, methods } from './methods.ts'
import { isMinified, moduleScope, namedVariables } from './namedValues.ts'

/** Scopes of a function that is named which are looked through: what a router gives to be mounted has it in one. */
const levels = 3

/** A router that is meant by a value, and what is called then: the router, or a function that was made of it. */
interface AtHand {
  readonly router: NodeIndex
  readonly called: NodeIndex
}

/** Which of these routers a function has at hand that names the value: this, and what it has one step inside. */
export function atHand(heap: Heap, value: NodeIndex, wanted: ReadonlySet<NodeIndex>): AtHand[] {
  const looked = isData(heap, value) ? [] : [value]
  const held = looked.flatMap((node) => heap.entries(node)).map(({ target }) => target)
  const ofMap = looked.flatMap((node) => heap.mapEntries(node)).map((entry) => entry.value)
  return [value, ...held, ...ofMap].flatMap((called) =>
    madeOf(heap, called).flatMap((router) => (wanted.has(router) ? [{ router, called }] : [])),
  )
}

function madeOf(heap: Heap, node: NodeIndex): NodeIndex[] {
  if (heap.type(node) !== 'closure') return [node]
  const function_ = heap.unbound(node)
  const held = [node, function_].flatMap((one) => heap.entries(one).map(({ target }) => target))
  return [node, ...held, ...closedOver(heap, function_, levels)]
}

/** Gives the scope of the module of a function, where names in its text say something: of the app's own, as it was written. */
export function readableScopes(heap: Heap, isOwnFile: IsOwnFile): (closure: NodeIndex) => NodeIndex | undefined {
  const known = new Map<NodeIndex, boolean>()
  return (closure) => {
    const scope = moduleScope(heap, closure)
    if (scope === undefined) return undefined
    if (!known.has(scope)) known.set(scope, isOwnFile(fileOf(heap, closure) ?? 'node:') && !isMinified(heap, scope))
    return known.get(scope) === true ? scope : undefined
  }
}

/**
 * Whether a module has one of `wanted` at hand, or a function that leads to one, starting from the modules of `functions` and going on
 * to those of functions that they name. If not, no text needs to be read.
 */
export function canBeNamed(
  heap: Heap,
  functions: Iterable<NodeIndex>,
  wanted: ReadonlySet<NodeIndex>,
  scopeOf: (closure: NodeIndex) => NodeIndex | undefined,
  reached: Uint8Array,
): boolean {
  const seen = new Set<NodeIndex>()
  const known = new Set<NodeIndex>()
  const open: (readonly [scope: NodeIndex, closure: NodeIndex])[] = []
  const enter = (function_: NodeIndex): void => {
    const closure = heap.unbound(function_)
    const scope = scopeOf(closure)
    if (scope !== undefined && seen.size < seen.add(scope).size) open.push([scope, closure])
  }
  for (const function_ of functions) enter(function_)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const value of valuesOfModule(heap, ...next)) {
      if (known.size === known.add(value).size) continue
      if (atHand(heap, value, wanted).length > 0) return true
      for (const method of methods(heap, value)) {
        known.add(method)
        enter(method)
      }
    }
  }
  return leadsTo(
    heap,
    [...known].filter((node) => heap.type(node) === 'closure'),
    wanted,
    reached,
  )
}

function valuesOfModule(heap: Heap, scope: NodeIndex, closure: NodeIndex): NodeIndex[] {
  const cells = cellsOfModule(heap, fileOf(heap, closure)!)
  return [
    ...namedVariables(heap, scope).map(([, value]) => value),
    ...cells.flatMap((cell) => heap.internal(cell, 'value') ?? []),
  ]
}
