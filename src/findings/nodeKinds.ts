import type { Heap } from '../recognise/heap.ts'
import { isRealm } from '../recognise/realm.ts'
import { remembered } from '../recognise/remembered.ts'
import { type EdgeIndex, edgeTarget, edgeType, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import { type EdgeRole, edgeRole } from './edgeRoles.ts'
import { holdsNumbers } from './holdsNumbers.ts'

/** How a node is compared: as the very same node, by value, as a compiled pattern, or by what it leads to. */
export const nodeKind = { same: 0, value: 1, pattern: 2, object: 3, closure: 4 } as const
export type NodeKind = (typeof nodeKind)[keyof typeof nodeKind]

/** What a node leads to behind V8's stores. */
export interface HiddenEdge {
  readonly label: number
  readonly target: NodeIndex
  /** True where it must be the very same node. */
  readonly same?: true
}

const kindByType: Readonly<Record<string, NodeKind>> = {
  object: nodeKind.object,
  closure: nodeKind.closure,
  regexp: nodeKind.pattern,
  number: nodeKind.value,
  string: nodeKind.value,
  'concatenated string': nodeKind.value,
  'sliced string': nodeKind.value,
}

/** Built-in classes whose objects show all that they have; of others the heap does not show what matters. */
const openClasses = new Set(['Object', 'Array', 'Function'])

/** Strings below this are never cut. */
const shortText = 1000

/** `stops` are equal only to themselves. */
export function nodeKinds(heap: Heap, roleOf: (edge: EdgeIndex) => EdgeRole, stops: ReadonlySet<NodeIndex>) {
  const { snapshot, firstEdge, edges, ephemerons } = heap.graph
  const { nodes, meta, strings } = snapshot
  const { word, nameOrIndex } = edges
  const [variable, hidden] = ['context', 'hidden'].map((type) => meta.edgeTypes.indexOf(type))
  const context = strings.find('system / Context') ?? -1
  const kindOfType = meta.nodeTypes.map((type) => kindByType[type])
  const isPlain = remembered((prototype: NodeIndex) => hidesNothing(heap, prototype))
  const isOddball = remembered((node: NodeIndex) => heap.oddball(node) !== undefined)
  const isScript = remembered((shared: NodeIndex) => heap.internal(shared, 'script') !== undefined)
  const hasScript = (node: NodeIndex): boolean => {
    const shared = heap.sharedFunction(node)
    return shared !== undefined && (isScript(shared) || heap.script(node) !== undefined)
  }
  const string = meta.nodeTypes.indexOf('string')
  const values = new Map<string, number>()
  const numberOfName = new Uint32Array(strings.count)
  const numberOfValue = new Map<NodeIndex, number>()

  /**
   * Module scope is one for all. Of an inner block V8 names no variables, and those that are small integers have no
   * edges: it can be told only where there is an edge for each.
   */
  const scopeIsOpen = (node: NodeIndex): boolean => {
    if (isModuleScope(node)) return false
    const named = edgesOf(node, variable).length
    return (named === 0 ? unnamedVariables(node).length : named) === selfSize(nodes, node) / 8 - 4
  }
  const isModuleScope = (node: NodeIndex): boolean => {
    const outer = heap.internal(node, 'previous')
    return outer === undefined || isRealm(heap, outer)
  }
  const edgesOf = (node: NodeIndex, type: number): EdgeIndex[] => {
    const found: EdgeIndex[] = []
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++)
      if (edgeType(word[edge]) === type) found.push(edge)
    return found
  }
  /** In the order of their slots; nothing else in a scope is hidden where V8 shows what the scope is of. */
  const unnamedVariables = (node: NodeIndex): HiddenEdge[] =>
    heap.internal(node, 'scope_info') === undefined
      ? []
      : edgesOf(node, hidden).map((edge) => ({ label: nameOrIndex[edge], target: edgeTarget(word[edge]) }))

  const objectIsOpen = (node: NodeIndex): boolean => {
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      if (roleOf(edge) !== edgeRole.same) continue
      const prototype = edgeTarget(word[edge])
      const table = heap.internal(node, 'table')
      if (table !== undefined) return tableIsFull(heap, node, table)
      return isPlain(prototype)
    }
    return false
  }

  return {
    /** Whether the heap shows numbers: without them nothing can be called equal. */
    holdsNumbers: holdsNumbers(heap),

    of(node: NodeIndex): NodeKind {
      if (stops.has(node)) return nodeKind.same
      return kindOfType[nodes.type[node]] ?? (isOddball(node) ? nodeKind.value : nodeKind.same)
    },

    /** Whether the edges of an object or function say all about it. */
    isOpen(node: NodeIndex): boolean {
      if (kindOfType[nodes.type[node]] === nodeKind.closure) {
        return hasScript(node) || heap.internal(node, 'bound_function') !== undefined
      }
      return nodes.name[node] === context ? scopeIsOpen(node) : objectIsOpen(node)
    },

    /** Whether what the edges say, if not all, is about an object or function and not about a whole module. */
    isPartlyOpen: (node: NodeIndex): boolean => nodes.name[node] !== context || !isModuleScope(node),

    /** What an inner block has instead of named variables. */
    unnamed: (node: NodeIndex): HiddenEdge[] => (nodes.name[node] === context ? unnamedVariables(node) : []),

    /** Equal values have equal numbers. Undefined where the heap does not hold the value. */
    valueNumber(node: NodeIndex): number | undefined {
      const name = nodes.name[node]
      // Most strings are held in several nodes of one name; the rest are few nodes, each met many times.
      const isShort = nodes.type[node] === string && strings.byteLength(name) < shortText
      const known = isShort ? numberOfName[name] : (numberOfValue.get(node) ?? 0)
      if (known > 0) return known
      const text = valueText(heap, node)
      if (text === undefined) return undefined
      const number = values.get(text) ?? values.size + 1
      values.set(text, number)
      if (isShort) numberOfName[name] = number
      else numberOfValue.set(node, number)
      return number
    },

    /** Whether the prototype of a function says nothing, nor a WeakMap of it: V8 makes it when it is asked for. */
    isBarePrototype(prototype: NodeIndex): boolean {
      for (let edge = firstEdge[prototype]; edge < firstEdge[prototype + 1]; edge++) {
        if (ephemerons.pair.has(edge)) return false
      }
      const isBare = heap.ownProperties(prototype).every(({ name }) => name === 'constructor')
      return isBare && inheritsAsMade(heap, prototype)
    },

    /** What V8 compiled a pattern to: patterns of one text and flags share it. It is in the second slot. */
    pattern(node: NodeIndex): NodeIndex {
      for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
        if (edgeType(word[edge]) === hidden && nameOrIndex[edge] === 2) return edgeTarget(word[edge])
      }
      return node
    },

    /**
     * What is in the store of a node: entries of a Map or Set. Elements have edges, unless they are bare numbers; then
     * it must be the very same store, as two arrays have that came from one literal.
     */
    behind(node: NodeIndex, store: NodeIndex, hasElements: boolean): HiddenEdge[] {
      const entries = heap.internal(node, 'table') === undefined ? [] : heap.mapEntries(node)
      if (entries.length > 0) {
        return entries.flatMap(({ key, value }) => [
          { label: 0, target: key },
          { label: 1, target: value },
        ])
      }
      return hasElements || selfSize(nodes, store) <= 16 ? [] : [{ label: 0, target: store, same: true }]
    },
  }
}

/** Whether the prototype of a function inherits from what V8 made it with; that of a class that extends another does not. */
function inheritsAsMade(heap: Heap, prototype: NodeIndex): boolean {
  const inherited = heap.property(prototype, '__proto__')
  const ofClass = inherited === undefined ? undefined : heap.property(inherited, 'constructor')
  if (ofClass === undefined) return false
  // Generators have an object there.
  return heap.type(ofClass) !== 'closure' || (heap.script(ofClass) === undefined && heap.isNamed(ofClass, 'Object'))
}

/** Whether no built-in class is among the classes of an object but those that hide nothing. */
function hidesNothing(heap: Heap, first: NodeIndex): boolean {
  if (heap.oddball(first) === 'null') return true
  let prototype: NodeIndex | undefined = first
  for (let depth = 0; depth < 50 && prototype !== undefined; depth++) {
    const ofClass = heap.property(prototype, 'constructor')
    if (ofClass !== undefined && heap.type(ofClass) === 'closure' && heap.script(ofClass) === undefined) {
      return openClasses.has(heap.name(ofClass))
    }
    prototype = heap.property(prototype, '__proto__')
  }
  return true
}

/** A Map or Set can be told only where its table has no room left: small integers in it have no edges. */
function tableIsFull(heap: Heap, node: NodeIndex, table: NodeIndex): boolean {
  const slots = selfSize(heap.graph.snapshot.nodes, table) / 8 - 5
  const buckets = [slots / 5, slots / 7].find((count) => Number.isInteger(Math.log2(count)))
  return buckets !== undefined && heap.mapEntries(node).length === 2 * buckets
}

function valueText(heap: Heap, node: NodeIndex): string | undefined {
  const type = heap.type(node)
  if (type === 'number') return heap.number(node)?.toString()
  const text = type.endsWith('string') ? heap.string(node) : undefined
  return text === undefined ? heap.oddball(node) : `"${text}`
}
