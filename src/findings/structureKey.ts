import { hash } from 'node:crypto'
import type { Heap } from '../recognise/heap.ts'
import type { Content, Outline } from '../recognise/mark.ts'
import { edgeTarget, type NodeIndex } from '../snapshot/snapshot.ts'
import { edgeRole, edgeRoles } from './edgeRoles.ts'
import { type HiddenEdge, nodeKind, nodeKinds } from './nodeKinds.ts'
import { type FittingOutline, outlineFits } from './outlineFits.ts'

/** Edges after which a thing is not followed any further, and all things together. */
const mostEdges = { one: 50_000, all: 5_000_000 }

/** What the number after it says. Labels of edges and counts follow where they must, so the tags need no other range. */
const tag = { seen: 1, value: 2, same: 3, pattern: 4, open: 5, end: 6 }

/**
 * Keys that two things in the heap share only if they do the same: objects are compared by what they consist of, the
 * functions in them by their code and the variables that they captured, patterns by V8's compiled pattern, which has the
 * flags. What the snapshot does not show is equal only to itself: Sets and Maps with room left (small integers in them
 * have no edges), arrays of bare numbers, dates, variables of inner blocks, and since V8 14 those that are assigned to.
 * Module scope is not entered: two functions of one module see the same. Nodes of `stops` are not entered either.
 *
 * A thing is written down breadth first, its edges in V8's order, which is the same for objects that one piece of code
 * built, and by name where V8 has them in a hash table; a node that comes again is written as its number. So equal keys mean that the two are isomorphic, with cycles and
 * sharing. With `shown` only what the snapshot shows is compared: two that differ then do differ. Null where the heap has no numbers, where a text was cut, and for what is too large. Costs the edges of what
 * counts, about 50 ns each.
 */
export const structureKeys = (
  heap: Heap,
  stops: ReadonlySet<NodeIndex>,
  compared?: 'all' | 'shown',
): ((content: Content) => string | null) => structures(heap, stops, compared).keyOf

/** Keys, and what a thing that has one is written down from: the nodes of equal ones stand in the same order. */
export function structures(heap: Heap, stops: ReadonlySet<NodeIndex>, compared: 'all' | 'shown' = 'all') {
  const walk = structureWalk(heap, stops, compared === 'shown')
  const fits = new Map<readonly Outline[], (node: NodeIndex) => FittingOutline | undefined>()
  let left = walk.holdsNumbers ? mostEdges.all : 0
  const written = ({ root, outlines }: Content, limit: number) => {
    const fit = fits.get(outlines) ?? outlineFits(heap, outlines)
    fits.set(outlines, fit)
    return walk.written(root, fit, limit)
  }
  return {
    keyOf(content: Content): string | null {
      if (left <= 0) return null
      const { numbers, edges } = written(content, Math.min(left, mostEdges.one))
      left -= edges
      return numbers === null ? null : hash('sha256', Int32Array.from(numbers), 'base64')
    },
    nodesOf: (content: Content): readonly NodeIndex[] => written(content, mostEdges.one).nodes,
  }
}

function structureWalk(heap: Heap, stops: ReadonlySet<NodeIndex>, onlyShown: boolean) {
  const { firstEdge, nodeCount, edges: table } = heap.graph
  const { word, nameOrIndex } = table
  const prototype = heap.graph.snapshot.strings.find('prototype') ?? -1
  const roleOf = edgeRoles(heap)
  const kinds = nodeKinds(heap, roleOf, stops)
  const isOpen = onlyShown ? kinds.isPartlyOpen : kinds.isOpen
  // By node: the number that it got in the walk at hand, and which walk that was.
  const numberOf = new Uint32Array(nodeCount)
  const walkOf = new Uint32Array(nodeCount)
  let walks = 0
  let numbers: number[] = []
  let queue: NodeIndex[] = []

  /** Writes one node down, and queues it where it is to be looked into. False where it cannot be told what it is. */
  const write = (node: NodeIndex): boolean => {
    if (walkOf[node] === walks) return numbers.push(tag.seen, numberOf[node]) > 0
    const kind = kinds.of(node)
    if (kind === nodeKind.value) {
      const value = kinds.valueNumber(node)
      return value !== undefined && numbers.push(tag.value, value) > 0
    }
    if (kind === nodeKind.same) return numbers.push(tag.same, node) > 0
    if (kind === nodeKind.pattern) return numbers.push(tag.pattern, kinds.pattern(node)) > 0
    walkOf[node] = walks
    numberOf[node] = queue.length
    queue.push(node)
    return numbers.push(tag.open, kind) > 0
  }

  /** Properties that V8 keeps in a hash table stand in an order that is chance. */
  const inTable = (node: NodeIndex): boolean => {
    const table = heap.internal(node, 'properties')
    return table !== undefined && heap.type(table) === 'array'
  }
  const edgesByName = (node: NodeIndex): number[] =>
    Array.from({ length: firstEdge[node + 1] - firstEdge[node] }, (_, at) => firstEdge[node] + at).sort(
      (a, b) => nameOrIndex[a] - nameOrIndex[b] || a - b,
    )

  /** All that a node leads to and that counts. */
  const writeEdges = (node: NodeIndex, fit: FittingOutline | undefined): boolean => {
    let symbols: number[] | undefined
    let store: NodeIndex | undefined
    let hasElements = false
    const byName = inTable(node) ? edgesByName(node) : undefined
    for (let at = firstEdge[node]; at < firstEdge[node + 1]; at++) {
      const edge = byName === undefined ? at : byName[at - firstEdge[node]]
      const role = roleOf(edge)
      if (role === edgeRole.none) continue
      const name = nameOrIndex[edge]
      const target = edgeTarget(word[edge])
      if (fit !== undefined && !fit.counts(name, role)) continue
      if (name === prototype && kinds.of(node) === nodeKind.closure && kinds.isBarePrototype(target)) continue
      if (role === edgeRole.store) store = target
      else if (role === edgeRole.same) numbers.push(name, tag.same, target)
      else {
        if (role === edgeRole.element) hasElements = true
        // Which symbol it is cannot be seen, so two of one name cannot be told apart.
        if (role === edgeRole.symbol && symbols?.includes(name)) return false
        if (role === edgeRole.symbol) symbols = [...(symbols ?? []), name]
        const later = fit?.lazy(name, target)
        numbers.push(later?.name ?? name, role === edgeRole.element ? 1 : 0)
        if (!write(later?.target ?? target)) return false
      }
    }
    return store === undefined || writeHidden(kinds.behind(node, store, hasElements))
  }

  const writeHidden = (edges: readonly HiddenEdge[]): boolean =>
    edges.every(({ label, target, same }) => {
      numbers.push(label)
      if (same) return numbers.push(tag.same, onlyShown ? 0 : target) > 0
      return write(target)
    })

  const writeNode = (node: NodeIndex, fit: FittingOutline | undefined): boolean => {
    if (fit?.opaque || !isOpen(node)) return numbers.push(tag.same, node) > 0
    if (!writeEdges(node, fit) || !writeHidden(kinds.unnamed(node))) return false
    return fit === undefined || writeHidden(fit.notes(node))
  }

  return {
    holdsNumbers: kinds.holdsNumbers,
    written(root: NodeIndex, fit: (node: NodeIndex) => FittingOutline | undefined, limit: number) {
      walks++
      numbers = []
      queue = []
      let edges = 0
      let told = write(root)
      for (let at = 0; told && at < queue.length; at++) {
        const node = queue[at]
        edges += firstEdge[node + 1] - firstEdge[node] + 4
        told = edges <= limit && writeNode(node, fit(node))
        numbers.push(tag.end)
      }
      return { numbers: told ? numbers : null, edges, nodes: queue }
    },
  }
}
