import { edgeSource, retainers } from '../graph/retainers.ts'
import type { Heap } from '../recognise/heap.ts'
import { oncePerHeap } from '../recognise/remembered.ts'
import { type EdgeIndex, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import type { HiddenEdge } from './nodeKinds.ts'

/** How deep a library's store of metadata has its own objects. */
const storeDepth = 6

/** An edge that keeps a node, and the node it leaves from. */
interface Hold {
  readonly edge: EdgeIndex
  readonly by: NodeIndex
}

/**
 * What an app says of a class, and of its prototype, in objects of its own: the values that Maps have for it, the Sets that it is in,
 * and objects in lists, Maps and Sets that have it as a property (`list.push({ target: Class, name })`). What holds it in another way
 * (variables, records of one route, lists of classes) is no statement that is found by the class. `stores` are Maps of libraries, which say all
 * they have by themselves. What is hidden is equal only to itself. Costs two passes over all edges, at the first question.
 */
export function saidElsewhere(heap: Heap, stores: readonly NodeIndex[]): (node: NodeIndex) => HiddenEdge[] {
  const { graph } = heap
  const { meta, strings } = graph.snapshot
  const { word, nameOrIndex } = graph.edges
  const [property, element] = ['property', 'element'].map((type) => meta.edgeTypes.indexOf(type))
  const [table, proto, constructorName] = ['table', '__proto__', 'constructor'].map((name) => strings.find(name) ?? -1)

  const holds = (node: NodeIndex): Hold[] => {
    const { first, edge } = retainersOf(heap)
    return Array.from(edge.subarray(first[node], first[node + 1]), (at) => ({ edge: at, by: edgeSource(graph, at) }))
  }
  const isPart = ({ edge }: Hold): boolean => {
    const name = nameOrIndex[edge]
    return edgeType(word[edge]) === property && name !== proto && name !== constructorName
  }
  const ofTable = ({ by }: Hold): NodeIndex | undefined =>
    heap.type(by) === 'object' ? undefined : holds(by).find(({ edge }) => nameOrIndex[edge] === table)?.by

  /** Objects of the libraries' stores, from what has the Maps. */
  let storeObjects: ReadonlySet<NodeIndex> | undefined
  const ofStores = (): ReadonlySet<NodeIndex> => {
    if (storeObjects !== undefined) return storeObjects
    const found = new Set<NodeIndex>(
      stores.flatMap((store) => holds(store).flatMap((hold) => (isPart(hold) ? hold.by : []))),
    )
    let last = [...found]
    for (let depth = 0; depth < storeDepth; depth++) {
      last = last.flatMap((node) => contentsOf(node)).filter((node) => !found.has(node) && found.add(node))
    }
    storeObjects = found
    return found
  }
  const contentsOf = (node: NodeIndex): NodeIndex[] =>
    [
      ...heap.ownProperties(node).map(({ target }) => target),
      ...heap.elements(node),
      ...heap.mapEntries(node).map(({ value }) => value),
    ].filter((target) => heap.type(target) === 'object')

  /** Whether something may look through all that is beside an object. */
  const isListed = (node: NodeIndex): boolean =>
    holds(node).some(
      (hold) =>
        edgeType(word[hold.edge]) === element ||
        ofTable(hold) !== undefined ||
        (isPart(hold) && heap.isNamed(hold.by, 'Object')),
    )

  const tables = new Map<NodeIndex, { values: Map<NodeIndex, NodeIndex>; isValue: Set<NodeIndex> }>()
  /** Looked through once: all classes may be in one Map. */
  const tableOf = (owner: NodeIndex) => {
    const entries = tables.has(owner) ? [] : heap.mapEntries(owner)
    const found = tables.get(owner) ?? {
      values: new Map(entries.map(({ key, value }) => [key, value])),
      isValue: new Set(entries.map(({ value }) => value)),
    }
    tables.set(owner, found)
    return found
  }
  const inTable = (node: NodeIndex, owner: NodeIndex): HiddenEdge[] => {
    const label = -1 - owner
    const { values, isValue } = tableOf(owner)
    const value = values.get(node)
    if (value !== undefined) return [value === node ? { label, target: owner, same: true } : { label, target: value }]
    return isValue.has(node) ? [] : [{ label, target: node, same: true }]
  }

  const inList = (list: NodeIndex): HiddenEdge[] => {
    const elements = heap.elements(list)
    if (elements.length === 1) return []
    const ofFunctions = elements.every((node) => heap.type(node) === 'closure')
    return [ofFunctions ? { label: -1 - list, target: list, same: true } : { label: -1, target: list }]
  }

  const decorated = new Set(stores.flatMap((store) => heap.mapEntries(store).map(({ key }) => key)))
  /** Functions are held in many ways, and nothing is said of them. */
  const isClass = (node: NodeIndex): boolean =>
    decorated.has(node) ||
    heap.ownProperties(node).some(({ target }) => heap.isNamed(target, 'system / ClassPositions'))

  const saidOf = (node: NodeIndex): HiddenEdge[] =>
    holds(node).flatMap((hold) => {
      const { by, edge } = hold
      const owner = ofTable(hold)
      if (ofStores().has(owner ?? by)) return []
      if (owner !== undefined) return inTable(node, owner)
      if (heap.type(by) !== 'object') return []
      if (edgeType(word[edge]) === element) return inList(by)
      return isPart(hold) && isListed(by) ? [{ label: -1, target: by }] : []
    })

  return (node) => {
    if (heap.type(node) !== 'closure' || !isClass(node)) return []
    const prototype = heap.property(node, 'prototype')
    const said = [...saidOf(node), ...(prototype === undefined ? [] : saidOf(prototype))]
    return said.sort((a, b) => a.label - b.label)
  }
}

const retainersOf = oncePerHeap(({ graph }) => retainers(graph))
