import type { Heap } from '../recognise/heap.ts'
import { type EdgeIndex, edgeTarget, edgeType } from '../snapshot/snapshot.ts'

/**
 * What an edge is to the program. `same`: it must lead to the very same node (a prototype, the code of a function).
 * `store`: what V8 keeps elements and entries in. `none`: how V8 keeps things else.
 */
export const edgeRole = { none: 0, part: 1, element: 2, symbol: 3, same: 4, store: 5 } as const
export type EdgeRole = (typeof edgeRole)[keyof typeof edgeRole]

const parts = ['context', 'previous', 'bound_this', 'bound_function']

export function edgeRoles(heap: Heap): (edge: EdgeIndex) => EdgeRole {
  const { snapshot, edges } = heap.graph
  const { strings, meta, nodes } = snapshot
  const [property, element, variable, internal, shortcut] = [
    'property',
    'element',
    'context',
    'internal',
    'shortcut',
  ].map((type) => meta.edgeTypes.indexOf(type))
  const named = (name: string): number => strings.find(name) ?? -1
  const [accessors, positions, proto, shared] = [
    'system / AccessorPair',
    'system / ClassPositions',
    '__proto__',
    'shared',
  ].map(named)
  const internals = new Set(parts.map(named))
  const stores = new Set(['elements', 'table'].map(named))
  // By name of a property: 1 for symbols, 2 for others, 0 where it was not looked at yet.
  const isSymbol = new Uint8Array(strings.count)
  const { word, nameOrIndex } = edges

  const propertyRole = (name: number, edge: EdgeIndex): EdgeRole => {
    if (name === proto) return edgeRole.same
    // V8's pair stands beside the getter and setter; where the text of a class is, its code says as well.
    const target = nodes.name[edgeTarget(word[edge])]
    if (target === accessors || target === positions) return edgeRole.none
    if (isSymbol[name] === 0) isSymbol[name] = strings.text(name).startsWith('<symbol') ? 1 : 2
    return isSymbol[name] === 1 ? edgeRole.symbol : edgeRole.part
  }

  return (edge) => {
    const type = edgeType(word[edge])
    const name = nameOrIndex[edge]
    if (type === property) return propertyRole(name, edge)
    if (type === element) return edgeRole.element
    if (type === variable) return edgeRole.part
    if (type === internal && name === shared) return edgeRole.same
    if (type === internal && internals.has(name)) return edgeRole.part
    if (type === internal && stores.has(name)) return edgeRole.store
    return type === shortcut && strings.text(name).startsWith('bound_argument_') ? edgeRole.part : edgeRole.none
  }
}
